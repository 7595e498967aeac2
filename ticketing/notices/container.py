"""Reads parts of a video's container within bounds, whatever the container."""

from __future__ import annotations

from typing import BinaryIO

from ticketing.notices.film import Unreadable

PARTS_AT_MOST = 2000
DEEPEST = 8


class Container:
    """The bytes of `file`; every part that is looked at counts against PARTS_AT_MOST."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._parts = 0

    def count(self) -> None:
        """Take it that one more part is looked at; raises Unreadable."""
        self._parts += 1
        if self._parts > PARTS_AT_MOST:
            raise Unreadable("too many parts")

    def enter(self, depth: int) -> None:
        """Take it that what stands within `depth` parts is looked at; raises Unreadable."""
        if depth > DEEPEST:
            raise Unreadable("nested too deep")

    def bytes(self, start: int, length: int) -> bytes:
        """Return `length` bytes from `start`; raises Unreadable where the file ends before."""
        self._file.seek(start)
        found = self._file.read(length)
        if len(found) < length:
            raise Unreadable("cut off")
        return found
