"""What stands on the disk after a power cut."""

from __future__ import annotations

import os
from pathlib import Path

_PRIVATE = 0o600


def synchronise(place: Path) -> None:
    """Let what was written to a file, or the names in a folder, be on the disk when this returns; raises OSError."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_private(place: Path, content: bytes) -> None:
    """Put `content` into a file that its owner alone reads; a power cut leaves the old one or this, whole.

    Raises OSError; then what was there stands.
    """
    beside = place.with_name(f"{place.name}.new")
    # One that an interrupted call left might be open to others.
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(place)
    synchronise(place.parent)
