"""The file in which a pad keeps ratings: a line for each thing that happened, added at its end."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from lobby.files import write_private

log = logging.getLogger(__name__)

_PRIVATE = 0o600


class RatingLog:
    """Adding is one small write, whatever waits. `failing` while the disk takes nothing: then all is to be rewritten,
    for the last line may be torn."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lines = 0
        self.failing = False

    def read(self) -> list[bytes]:
        """Return the lines that an earlier run left; a file that cannot be read is put beside, for someone to see."""
        try:
            return self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as fault:
            self._failed(fault)
            self._put_beside()
            return []

    def _put_beside(self) -> None:
        beside = next(one for n in count(1) if not (one := self._path.with_suffix(f".unread-{n}")).exists())
        try:
            self._path.replace(beside)
        except OSError as fault:
            log.error("%s stays where it is: %s", self._path, fault)
        else:
            log.error("kept ratings could not be read and are in %s", beside)

    def add(self, line: bytes, durable: bool) -> None:
        """Add a line; a `durable` one is on the disk when this returns, unless it fails."""
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
            with os.fdopen(handle, "ab") as out:
                out.write(line + b"\n")
                out.flush()
                if durable:
                    os.fsync(out.fileno())
        except OSError as fault:
            self._failed(fault)
        self.lines += 1

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Put `lines` in the place of all; an end of the program leaves the old or the new ones, whole."""
        whole = list(lines)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_private(self._path, b"".join(line + b"\n" for line in whole))
        except OSError as fault:
            self._failed(fault)
        else:
            self.lines, self.failing = len(whole), False

    def _failed(self, fault: OSError) -> None:
        if not self.failing:
            log.error("ratings are held in memory alone: %s", fault)
        self.failing = True
