"""The line to LED boards: a serial port, or a TCP connection to an RS-485 converter, that may go and come back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

import serial

log = logging.getLogger(__name__)

WRITE_S = 1.0
_BITS_A_BYTE = 12
_LOOK_S = 0.005


class BoardLost(Exception):
    """The board is not reached; the text is Vietnamese, `technical` is for the log."""

    def __init__(self, detail: str, technical: str) -> None:
        super().__init__(detail)
        self.technical = technical


class LineLost(BoardLost):
    """The whole line is not reached, and with it every board on it."""


class Line(Protocol):
    """Bytes to and from whatever hangs on one line; opened when first needed, and again after it was lost."""

    def send(self, data: bytes) -> None:
        """Send `data` and wait until it left, not longer than it needs at the line's speed; raises LineLost."""

    def receive(self, within_s: float) -> bytes:
        """Return what comes within `within_s` seconds, as soon as something does; empty where nothing does.

        Raises LineLost.
        """

    def clear(self) -> None:
        """Forget what came unasked; raises LineLost."""

    def close(self) -> None:
        """Let go of the line."""


class SerialLine:
    """A serial port by its device name. `bytesize` and `parity` are as pyserial names them (7 or 8; N, E, O)."""

    def __init__(self, port: str, baud: int = 9600, bytesize: int = 8, parity: str = "N", stopbits: int = 1) -> None:
        self._name = port
        self._baud = baud
        self._form = (bytesize, parity, stopbits)
        self._port: serial.Serial | None = None

    def send(self, data: bytes) -> None:
        due_s = WRITE_S + len(data) * _BITS_A_BYTE / self._baud
        try:
            port = self._opened()
            port.write_timeout = due_s
            port.write(data)
            self._drain(port, due_s)
        except (serial.SerialException, OSError) as fault:
            raise self._lost(fault) from fault

    def receive(self, within_s: float) -> bytes:
        try:
            port = self._opened()
            port.timeout = within_s
            first = bytes(port.read(1))
            return first + bytes(port.read(port.in_waiting)) if first else b""
        except (serial.SerialException, OSError) as fault:
            raise self._lost(fault) from fault

    def clear(self) -> None:
        try:
            self._opened().reset_input_buffer()
        except (serial.SerialException, OSError) as fault:
            raise self._lost(fault) from fault

    def close(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        try:
            port.close()
        except OSError as fault:
            log.info("closing %s: %s", self._name, fault)

    def _drain(self, port: serial.Serial, due_s: float) -> None:
        # tcdrain (pyserial's flush) waits without end for an adapter that hangs.
        if not wait_for(lambda: port.out_waiting == 0, due_s):
            raise OSError("bytes do not leave the port")

    def _opened(self) -> serial.Serial:
        if self._port is None:
            bytesize, parity, stopbits = self._form
            port = serial.Serial(None, self._baud, bytesize, parity, stopbits, write_timeout=WRITE_S, exclusive=True)
            # Set before opening: some boards reset on these lines, and a pty has none (pyserial then lets it be).
            port.dtr = False
            port.rts = False
            port.port = self._name
            port.open()
            log.info("LED line opened at %s", self._name)
            self._port = port
        return self._port

    def _lost(self, fault: Exception) -> LineLost:
        self.close()
        return line_lost(self._name, fault)


def line_lost(name: str, fault: Exception) -> LineLost:
    """Return what is told of the line at `name` when it fails."""
    return LineLost(f"Không gửi được tới bảng LED ở cổng {name}.", f"{name}: {fault}")


def wait_for(holds: Callable[[], bool], within_s: float) -> bool:
    """Look now and then until `holds` or `within_s` seconds went by; returns whether it held."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_LOOK_S)
    return True
