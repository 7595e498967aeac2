"""What stands on the disk after a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def synchronise(place: Path) -> None:
    """Let what was written to a file, or the names in a folder, be on the disk when this returns; raises OSError."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
