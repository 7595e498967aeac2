"""A keypad that is a named pipe: one key name a line, from whichever program writes there."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

from lobby.lines import LineCutter

log = logging.getLogger(__name__)

_LONGEST_NAME = 32
_CHUNK = 4096


class PipeKeys:
    """Reads the FIFO at `path`, which is made where it is missing; writers come and go as they like."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._lines = LineCutter(_LONGEST_NAME)

    def open(self) -> int:
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(self._path, 0o600)
        if not stat.S_ISFIFO(self._path.stat().st_mode):
            raise FileExistsError(f"{self._path} is not a named pipe")
        # Held for writing too: without a writer of its own a pipe is at its end for ever, and reading it spins.
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)
        self._lines = LineCutter(_LONGEST_NAME)
        return self._descriptor

    def read(self) -> list[str]:
        if self._descriptor is None:
            return []
        try:
            data = os.read(self._descriptor, _CHUNK)
        except BlockingIOError:
            return []
        lines = self._lines.feed(data)
        if any(not line.whole for line in lines):
            log.warning("a line too long for a key name was dropped")
        return [name for line in lines if line.whole and (name := line.content.decode("ascii", "replace").strip())]

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
