"""The protocol of a place where backups are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


def draft_of(name: str) -> str:
    """Return what a backup is called until it is whole: the same for all of a site, so that none is left behind."""
    return name.rsplit("-", 2)[0] + ".part"


class Target(Protocol):
    """A place; methods raise UpkeepError in words for the keeper."""

    def check(self, size: int) -> None:
        """Raise UpkeepError where it is not there, or has no room for `size` bytes."""

    def put(self, file: Path, sha256: str) -> None:
        """Keep a copy of `file` under its name: whole when this returns, read back, or not there at all."""

    def names(self) -> list[str]:
        """Return the names of the files there."""

    def remove(self, name: str) -> None:
        """Take a file away."""
