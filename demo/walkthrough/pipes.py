"""Puts into a pipe what the hardware that it stands in for would give: a scan, a key, earphones plugged in."""

from __future__ import annotations

import os
from pathlib import Path


def put(pipe: Path, data: bytes) -> None:
    """Write `data`, once somebody reads the pipe; raises OSError where it is not there."""
    descriptor = os.open(pipe, os.O_WRONLY)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)


def put_line(pipe: Path, line: str) -> None:
    """Write one line, as `put` does."""
    put(pipe, f"{line}\n".encode())
