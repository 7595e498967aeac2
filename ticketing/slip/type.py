"""Measures and wraps Vietnamese text in the product's own type."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil, floor

from PIL import ImageFont

from lobby.look.tokens import tokens


@dataclass(frozen=True)
class Face:
    """A weight of the product's type at a size in dots."""

    weight: str
    size: int

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _load(self.weight, self.size)

    def ascent(self, text: str) -> int:
        """Return the dots a line needs above its baseline: capitals with two marks (Ẫ, Ễ) rise above the type's own
        ascent."""
        return max(self.font.getmetrics()[0], _extent(self, text)[0])

    def height(self, text: str) -> int:
        """Return the dots from the top of a line's tallest letter with its marks to its lowest descender."""
        return self.ascent(text) + max(self.font.getmetrics()[1], _extent(self, text)[1])

    def length(self, text: str) -> int:
        """Return the width of `text` in whole dots, rounded up."""
        return _extent(self, text)[2]

    def wrap(self, text: str, width: int) -> list[str]:
        """Return `text` as lines no wider than `width`; a word that is wider itself is broken."""
        lines: list[str] = []
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if self.length(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *broken, line = self._broken(word, width)
            lines += broken
        return [*lines, line] if line else lines

    def balance(self, text: str, width: int) -> list[str]:
        """Wrap `text` in as few lines as `width` admits, of about equal length: no line is left with one word."""
        lines = self.wrap(text, width)
        low, high = width // 2, width
        while len(lines) > 1 and high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if len(self.wrap(text, middle)) == len(lines) else (middle, high)
        return self.wrap(text, high)

    def _broken(self, word: str, width: int) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.length(pieces[-1] + letter) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces


def clean(text: str, longest: int) -> str:
    """Return `text` composed (NFC), in one line without control characters, at most `longest` letters."""
    plain = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text))
    joined = " ".join(plain.split())
    return joined if len(joined) <= longest else joined[: longest - 1].rstrip() + "…"


def fitting(weight: str, size: int, text: str, width: int) -> Face:
    """Return the largest face up to `size` in which `text` is no wider than `width`."""
    face = Face(weight, size)
    while (length := face.length(text)) > width and face.size > 1:
        face = Face(weight, min(face.size - 1, max(1, face.size * width // length)))
    return face


@lru_cache(maxsize=4096)  # names and captions come back on every slip, and measuring costs more than drawing
def _extent(face: Face, text: str) -> tuple[int, int, int]:
    left, top, right, bottom = face.font.getbbox(text, anchor="ls")
    length = max(ceil(right), ceil(face.font.getlength(text))) - floor(min(left, 0))
    return -floor(top), ceil(bottom), length


@cache
def _load(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(tokens().font(weight)), size, layout_engine=ImageFont.Layout.BASIC)
