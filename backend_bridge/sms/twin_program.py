"""`python -m backend_bridge.sms.twin_program`: a modem on a pty, for whom a pipe is the citizen's telephone."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from backend_bridge.sms.at_twin import AtTwin
from lobby.clock import Clock, SystemClock
from lobby.program import run

CITIZEN = "+84912345678"
"""Whose message it is, where a line does not begin with a number of its own."""
_LINE = re.compile(r"(?:(\+?\d{9,13}):\s*)?(.+)")
_LONGEST = 4096


class Pocket:
    """Each line of the pipe `given` is a message that a citizen sends; what is answered is added to the file `got`."""

    def __init__(self, modem: AtTwin, given: Path, got: Path, clock: Clock) -> None:
        self._modem = modem
        self._given = given
        self._got = got
        self._clock = clock
        self._pipe = -1
        self._typed = b""
        self._seen = 0

    def start(self) -> None:
        """Open the pipe, also for writing, so that it stays open when a writer leaves; raises OSError."""
        with suppress(FileExistsError):
            os.mkfifo(self._given, 0o600)
        self._pipe = os.open(self._given, os.O_RDWR | os.O_NONBLOCK)
        self._got.touch(0o600)

    def step(self) -> None:
        """Send what was typed, show what was answered."""
        with suppress(BlockingIOError):
            self._typed = (self._typed + os.read(self._pipe, _LONGEST))[-_LONGEST:]
        *lines, self._typed = self._typed.split(b"\n")
        for line in lines:
            self._send(line.decode("utf-8", "replace").strip())
        self._show()

    def stop(self) -> None:
        os.close(self._pipe)

    def _send(self, line: str) -> None:
        found = _LINE.fullmatch(line)
        if found is not None:
            self._modem.deliver(found[1] or CITIZEN, found[2][:70], self._clock.now())

    def _show(self) -> None:
        new = self._modem.sent[self._seen :]
        if new:
            with self._got.open("a", encoding="utf-8") as file:
                file.writelines(f"{number}: {text}\n" for number, text in new)
            self._seen += len(new)


class _Standing:
    """The modem as a part: it has a thread of its own."""

    def __init__(self, modem: AtTwin) -> None:
        self._modem = modem

    def start(self) -> None:
        self._modem.start()

    def step(self) -> None:
        """Nothing to do here."""

    def stop(self) -> None:
        self._modem.stop()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the modem until it is told to stop; returns the exit code."""
    parser = argparse.ArgumentParser(description="Modem tin nhắn ảo: mỗi dòng ghi vào ống là một tin người dân gửi.")
    parser.add_argument("--link", type=Path, required=True, help="nơi đặt tên cổng ảo")
    parser.add_argument("--given", type=Path, required=True, help="ống nhận tin: «HS mã» hoặc «0912345678: HS mã»")
    parser.add_argument("--got", type=Path, required=True, help="tệp ghi các tin trả lời")
    chosen = parser.parse_args(argv)
    modem = AtTwin(chosen.link)
    return run((_Standing(modem), Pocket(modem, chosen.given, chosen.got, SystemClock())))


if __name__ == "__main__":
    sys.exit(main())
