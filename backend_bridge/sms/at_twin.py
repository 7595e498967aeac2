"""A GSM modem on a pty that lives in this process: what a program can hear of one, and hands to play tricks with."""

from __future__ import annotations

import os
import re
import select
import threading
import tty
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from backend_bridge.sms import gsm7, pdu

_LOOKS_EVERY_S = 0.05


@dataclass
class Card:
    """What is in the modem: the SIM (`pin` until it is unlocked), the network, messages by place."""

    present: bool = True
    pin: str | None = None
    locked: bool = False
    tries_left: int = 3
    registered: bool = True
    signal: int = 20
    messages: dict[int, str] = field(default_factory=dict)
    next_place: int = 1


class AtTwin:
    """`path` is a link to its line, as udev's /dev/serial/by-id: it leads elsewhere after `plug`.

    Hands: `card`, `refuses` (an error for the next messages), `hangs` (says nothing until restarted or unplugged),
    `hangs_at` (does what the command with these letters says, then hangs), `deaf` (does not restart either).
    Memory: `sent` as (number, text), `commands`, `restarts`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.card = Card()
        self.sent: list[tuple[str, str]] = []
        self.commands: list[str] = []
        self.restarts = 0
        self.refuses: str | None = None
        self.hangs = False
        self.hangs_at: str | None = None
        self.deaf = False
        self._lock = threading.Lock()
        self._ends: tuple[int, int] | None = None
        self._length: int | None = None
        self._heard = b""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="at-twin", daemon=True)

    def start(self) -> None:
        self.plug()
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(5)
        self.unplug()

    def plug(self) -> None:
        """Put it into its socket: the line is there, the modem begins anew."""
        with self._lock:
            ours, theirs = os.openpty()
            tty.setraw(theirs)
            self.path.unlink(missing_ok=True)
            self.path.symlink_to(os.ttyname(theirs))
            self._ends, self.hangs, self._length, self._heard = (ours, theirs), False, None, b""

    def unplug(self) -> None:
        """Pull it out: the line is gone in the middle of whatever was said."""
        with self._lock:
            self.path.unlink(missing_ok=True)
            for end in self._ends or ():
                os.close(end)
            self._ends = None

    def deliver(self, number: str, text: str, at: datetime, part: int = 1, parts: int = 1) -> None:
        """Let a message come from the network."""
        with self._lock:
            self.card.messages[self.card.next_place] = pdu.write_deliver(number, text, at, part, parts)
            self.card.next_place += 1
            self._say(f'\r\n+CMTI: "SM",{self.card.next_place - 1}\r\n')

    def _run(self) -> None:
        while not self._ended.is_set():
            with self._lock:
                ends = self._ends
            if ends is None:
                self._ended.wait(_LOOKS_EVERY_S)
            else:
                with suppress(OSError, ValueError):
                    self._listen(ends[0])

    def _listen(self, line: int) -> None:
        if not select.select([line], [], [], _LOOKS_EVERY_S)[0]:
            return
        with self._lock:
            self._heard += os.read(line, 4096)
            while (found := re.search(rb"[\r\x1a\x1b]", self._heard)) is not None:
                said, self._heard = self._heard[: found.start()], self._heard[found.end() :]
                self._take(said.decode("ascii", "replace").strip(), found.group())

    def _take(self, said: str, end: bytes) -> None:
        if end == b"\x1b":
            self._length = None
        elif self.hangs and not said.startswith("AT+CFUN"):
            return
        elif self._length is not None and end == b"\x1a":
            self._submit(said)
        elif said.upper().startswith("AT"):
            self._obey(said[2:])

    def _obey(self, command: str) -> None:
        self.commands.append(command)
        answer = self._answer(command)
        if self.hangs_at is not None and command.startswith(self.hangs_at):
            self.hangs, self.hangs_at = True, None
        if not self.hangs:
            self._say(answer)

    def _answer(self, command: str) -> str:
        name, _, value = command.partition("=")
        if name == "+CFUN":
            return self._restart()
        if name == "+CPIN?":
            return self._sim()
        if name == "+CPIN":
            return self._unlock(value.strip('"'))
        if name in ("+CREG?", "+CSQ"):
            told = (
                f"+CREG: 0,{1 if self.card.registered else 2}" if name == "+CREG?" else f"+CSQ: {self.card.signal},99"
            )
            return f"\r\n{told}\r\n\r\nOK\r\n"
        if name in ("+CMGL", "+CMGD", "+CMGS"):
            return self._about_messages(name, value)
        return "\r\nOK\r\n"

    def _about_messages(self, name: str, value: str) -> str:
        if not self.card.present or self.card.pin is not None:
            return "\r\n+CMS ERROR: 310\r\n"
        if name == "+CMGS":
            self._length = int(value)
            return "\r\n> "
        if name == "+CMGD":
            self.card.messages.pop(int(value), None)
            return "\r\nOK\r\n"
        listed = (f"+CMGL: {place},1,,{len(raw) // 2 - 1}\r\n{raw}\r\n" for place, raw in self.card.messages.items())
        return "\r\n" + "".join(listed) + "\r\nOK\r\n"

    def _submit(self, said: str) -> None:
        octets = bytes.fromhex(said)
        wanted, self._length = self._length, None
        if self.refuses is not None or len(octets) - 1 != wanted:
            self._say(f"\r\n+CMS ERROR: {self.refuses or 304}\r\n")
            return
        digits = octets[3]
        end = 5 + (digits + 1) // 2
        number = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets[5:end])[:digits]
        self.sent.append((f"+{number}", gsm7.text_of(gsm7.unpack(octets[end + 4 :], octets[end + 3]))))
        if self.hangs_at == "\x1a":
            self.hangs, self.hangs_at = True, None
            return
        self._say(f"\r\n+CMGS: {len(self.sent) % 256}\r\n\r\nOK\r\n")

    def _restart(self) -> str:
        if self.deaf:
            return ""
        self.restarts += 1
        self.hangs = False
        return "\r\nOK\r\n"

    def _sim(self) -> str:
        if not self.card.present:
            return "\r\n+CME ERROR: 10\r\n"
        told = "SIM PUK" if self.card.locked else "SIM PIN" if self.card.pin is not None else "READY"
        return f"\r\n+CPIN: {told}\r\n\r\nOK\r\n"

    def _unlock(self, pin: str) -> str:
        if pin == self.card.pin:
            self.card.pin = None
            return "\r\nOK\r\n"
        self.card.tries_left -= 1
        self.card.locked = self.card.tries_left <= 0
        return "\r\n+CME ERROR: 16\r\n"

    def _say(self, answer: str) -> None:
        if self._ends is not None and answer:
            with suppress(OSError):
                os.write(self._ends[0], answer.encode("ascii"))
