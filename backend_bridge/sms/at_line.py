"""AT commands over a serial line: one command at a time, its lines back or why not (3GPP TS 27.007, 27.005)."""

from __future__ import annotations

import re
import termios
import time
from collections.abc import Callable
from contextlib import suppress

import serial

from backend_bridge.sms.modem import ModemFault, Trouble

READS_FOR_S = 0.1
LONGEST_ANSWER = 65536
_ENDS = re.compile(rb"(?:^|\r\n)(OK|ERROR|\+CM[ES] ERROR:[^\r\n]*)\r\n")
_PROMPT = re.compile(rb"(?:^|\r\n)> ?$")
_CODE = re.compile(r"\+(CM[ES]) ERROR:\s*(.*)")


class Refusal(Exception):
    """The modem answered with an error; `code` is its number or words, empty where it gave none."""

    def __init__(self, command: str, code: str) -> None:
        super().__init__(f"{command}: {code or 'ERROR'}")
        self.code = code.strip()


class AtLine:
    """A serial port that AT commands go over; raises ModemFault where it is gone or says nothing."""

    def __init__(self, port: str, baud: int, patience_s: float) -> None:
        self._port = port
        self._baud = baud
        self._patience_s = patience_s
        self._serial: serial.Serial | None = None

    def open(self) -> None:
        self.close()
        try:
            self._serial = serial.Serial(
                self._port, self._baud, timeout=READS_FOR_S, write_timeout=self._patience_s, exclusive=True
            )
        except (OSError, ValueError) as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def close(self) -> None:
        if self._serial is not None:
            with suppress(OSError):
                self._serial.close()
            self._serial = None

    def hang_up(self) -> None:
        """Let DTR fall, which most modems take as the wish to be left in peace, and close."""
        if self._serial is not None:
            with suppress(OSError):
                self._serial.dtr = False
        self.close()

    def command(self, command: str, within_s: float | None = None) -> list[str]:
        """Send `AT` and `command`, return the lines of the answer without its `OK`; raises Refusal."""
        self._forget()
        self._write(f"AT{command}\r".encode("ascii"))
        return self._answer(command, within_s or self._patience_s)

    def prompted(self, command: str, content: str, within_s: float) -> list[str]:
        """Send a command that asks for `content` with `> `, then that; raises Refusal."""
        self._forget()
        self._write(f"AT{command}\r".encode("ascii"))
        said = self._read_until(lambda heard: bool(_PROMPT.search(heard) or _ENDS.search(heard)), self._patience_s)
        if not _PROMPT.search(said):
            _lines(said, command)
            raise Refusal(command, "no prompt")
        try:
            self._write(content.encode("ascii") + b"\x1a")
            return self._answer(command, within_s)
        except ModemFault as fault:
            fault.doubtful = True
            raise

    def escape(self) -> None:
        """End whatever an earlier program has left half said."""
        self._write(b"\x1b\r")
        self._forget()

    def _answer(self, command: str, within_s: float) -> list[str]:
        said = self._read_until(lambda heard: bool(_ENDS.search(heard)), within_s)
        return _lines(said, command)

    def _read_until(self, done: Callable[[bytes], bool], within_s: float) -> bytes:
        """Read until `done`; a modem may say much, but not be silent for longer than `within_s`."""
        heard = b""
        until = time.monotonic() + within_s
        while not done(heard):
            if time.monotonic() > until or len(heard) > LONGEST_ANSWER:
                raise ModemFault(Trouble.SILENT, "no answer")
            if said := self._read():
                heard, until = heard + said, time.monotonic() + within_s
        return heard

    def _read(self) -> bytes:
        line = self._opened()
        try:
            return line.read(max(1, line.in_waiting))
        except (OSError, TypeError) as fault:  # pyserial reads from a closed line as TypeError
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def _write(self, octets: bytes) -> None:
        try:
            self._opened().write(octets)
        except serial.SerialTimeoutException as fault:
            raise ModemFault(Trouble.SILENT, "takes nothing") from fault
        except OSError as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def _forget(self) -> None:
        """Drop what came unasked: calls, news of messages, a late answer."""
        try:
            self._opened().reset_input_buffer()
        except (OSError, termios.error) as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def _opened(self) -> serial.Serial:
        if self._serial is None:
            raise ModemFault(Trouble.NO_MODEM, "not open")
        return self._serial


def _lines(said: bytes, command: str) -> list[str]:
    ended = _ENDS.search(said)
    if ended is not None:
        said = said[: ended.end()]  # behind it stands what came unasked
    lines = [line.strip() for line in said.decode("ascii", "replace").splitlines() if line.strip()]
    *told, end = lines
    if end == "OK":
        return told
    found = _CODE.match(end)
    raise Refusal(command.partition("=")[0], found.group(2) if found else "")
