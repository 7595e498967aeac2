"""Chromium behind two pipes: commands go in and events come out as JSON ended by NUL, without an open port."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

_READS, _WRITES = 3, 4  # where --remote-debugging-pipe looks for its ends
_ABOVE = 10
_CHUNK = 1 << 16
_END = b"\0"
_LEAVES_WITHIN_S = 2.0


class BrowserGone(Exception):
    """The browser ended, or no longer takes commands."""


class Wire(Protocol):
    """A browser that takes DevTools commands."""

    def start(self) -> None:
        """Start the browser; raises BrowserGone where it cannot be."""

    def send(self, message: dict[str, Any]) -> None:
        """Give one command; raises BrowserGone."""

    def receive(self) -> list[dict[str, Any]]:
        """Return what came since the last time, without waiting; raises BrowserGone."""

    def stop(self) -> None:
        """End the browser and all its processes; no harm where it is gone."""


class ChromiumPipe:
    """The real browser, in a session of its own. When this process dies the pipe closes and Chromium ends.

    `home` is where its libraries may keep their caches, for a service without a home of its own.
    """

    def __init__(self, command: Sequence[str], home: Path | None = None) -> None:
        self._command = tuple(command)
        self._home = home
        self._pid = 0
        self._to = -1
        self._from = -1
        self._begun = b""

    def start(self) -> None:
        program = shutil.which(self._command[0])
        if program is None:
            raise BrowserGone(f"{self._command[0]} is not installed")
        its_reading, self._to = _pipe()
        self._from, its_writing = _pipe()
        self._begun = b""
        try:
            self._pid = _spawn(program, self._command, self._environment(), (its_reading, its_writing))
        finally:
            os.close(its_reading)
            os.close(its_writing)
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)

    def send(self, message: dict[str, Any]) -> None:
        waiting = json.dumps(message).encode() + _END
        try:
            # A command is far smaller than the pipe: one that does not fit whole means that nobody reads.
            if os.write(self._to, waiting) != len(waiting):
                raise BrowserGone("the browser reads no commands")
        except OSError as fault:
            raise BrowserGone(f"the browser takes no commands: {fault}") from fault

    def receive(self) -> list[dict[str, Any]]:
        pieces = [self._begun]
        while True:
            try:
                piece = os.read(self._from, _CHUNK)
            except BlockingIOError:
                break
            except OSError as fault:
                raise BrowserGone(f"the browser's pipe broke: {fault}") from fault
            if not piece:
                raise BrowserGone("the browser ended")
            pieces.append(piece)
        *whole, self._begun = b"".join(pieces).split(_END)
        return [json.loads(message) for message in whole]

    def stop(self) -> None:
        for end in (self._to, self._from):
            if end >= 0:
                os.close(end)
        self._to = self._from = -1
        if self._pid:
            _end(self._pid)
        self._pid = 0

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "HOME": str(self._home.absolute())} if self._home else dict(os.environ)


def _pipe() -> tuple[int, int]:
    # Ends above 10, so that none of them stands where the browser's own two must be placed.
    made = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for end in made]
    for end in made:
        os.close(end)
    return high[0], high[1]


def _spawn(program: str, command: Sequence[str], environment: dict[str, str], ends: tuple[int, int]) -> int:
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        placed = [(nowhere, 0), (nowhere, 1), (nowhere, 2), (ends[0], _READS), (ends[1], _WRITES)]
        actions = [(os.POSIX_SPAWN_DUP2, end, place) for end, place in placed]
        return os.posix_spawn(
            program, list(command), environment, file_actions=actions, setsid=True, setsigdef=[signal.SIGPIPE]
        )
    except OSError as fault:
        raise BrowserGone(f"{program} does not start: {fault}") from fault
    finally:
        os.close(nowhere)


def _end(pid: int) -> None:
    # With its pipe closed Chromium leaves by itself, and keeps its profile whole.
    deadline = time.monotonic() + _LEAVES_WITHIN_S
    with suppress(ChildProcessError):
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > deadline:
                os.killpg(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return
            time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
