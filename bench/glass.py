"""What stands on a virtual screen, read from its memory: when a page is there, without asking the program."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.site import wait

_HEADER = struct.Struct(">25I")  # XWDFileHeader of X11/XWDFile.h: sizes first, all big-endian
_BYTES_A_LINE, _COLOURS = 12, 19
_COLOUR_BYTES, _PIXEL_BYTES = 12, 4


class Glass:
    """The picture of one virtual screen, as it is at this moment."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._memory = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = _HEADER.unpack_from(self._memory)
        self._first = header[0] + header[_COLOURS] * _COLOUR_BYTES
        self._line = header[_BYTES_A_LINE]

    def colour(self, x: int, y: int) -> str:
        """Return the colour at a place, as `#RRGGBB`."""
        blue, green, red = self.row(x, y, 1)[:3]
        return f"#{red:02X}{green:02X}{blue:02X}"

    def row(self, x: int, y: int, width: int) -> bytes:
        """Return `width` pixels from a place on."""
        start = self._first + y * self._line + x * _PIXEL_BYTES
        return bytes(self._memory[start : start + width * _PIXEL_BYTES])


@contextmanager
def glass(folder: Path, width: int, height: int) -> Iterator[tuple[str, Glass]]:
    """Run a virtual screen; gives its `DISPLAY` and what stands on it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder)]
    process = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        file = folder / "Xvfb_screen0"
        wait(file.exists, "the virtual screen has a picture")
        yield f":{number}", Glass(file)
    finally:
        process.terminate()
        process.wait(10)
