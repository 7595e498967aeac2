"""Bitmap fonts for boards of dots: public domain, all 134 Vietnamese letters but for the smallest, which is ASCII."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Letters:
    """A font: a line of it takes `rows` with stacked marks, of which a capital or a digit takes `capital`; each letter
    is `columns` wide. All that is drawn is `scale` times as large."""

    file: str
    columns: int
    rows: int
    capital: int
    ascii_only: bool = False
    scale: int = 1

    def line(self, text: str) -> Image.Image:
        """Return a line of text, marks above and below included."""
        dots = Image.new("1", (max(1, self.columns * len(text)), self.rows))
        pen = ImageDraw.Draw(dots)
        pen.fontmode = "1"
        pen.text((0, 0), text, fill=1, font=_load(self.file, self.rows), anchor="la")
        return dots if self.scale == 1 else dots.resize((dots.width * self.scale, dots.height * self.scale))

    def ink(self, text: str) -> Image.Image:
        """Return the line without the empty rows above and below, as a number needs no room for marks."""
        dots = self.line(text)
        box = dots.getbbox()
        return dots if box is None else dots.crop((0, box[1], dots.width, box[3]))


SMALLEST = Letters("5x7", 5, 7, 6, ascii_only=True)
SMALL = Letters("6x13", 6, 13, 9)
MIDDLE = Letters("9x15", 9, 15, 10)
LARGE = Letters("10x20", 10, 20, 13)


def grown(letters: Letters, scale: int) -> Letters:
    """Return `letters` at `scale` times their size."""
    return replace(letters, scale=scale)


@cache
def _load(file: str, rows: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FOLDER / f"{file}.pcf.gz", rows)
