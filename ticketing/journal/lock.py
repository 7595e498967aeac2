"""Keeps a second hub off the same journal; the lock falls with its process, also after kill -9."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO


class HeldElsewhere(Exception):
    """Another process holds the folder."""


class FolderLock:
    """An exclusive lock on a state folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hub.lock"
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock; raises HeldElsewhere at once where another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            file.close()
            raise HeldElsewhere(str(self._path)) from fault
        self._file = file

    def release(self) -> None:
        """Let go; no harm where it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None
