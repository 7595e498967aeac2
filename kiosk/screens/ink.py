"""Measures and renders text with Kivy: the largest size that fits, wrapped between words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kivy.core.text import Label as CoreLabel

from kiosk.screens.pieces import Words
from kiosk.screens.wrapping import wrapped
from lobby.look.tokens import Tokens

SHRINKS = 0.94
LINE = 1.0
# The house's font has Latin, marks and signs; scripts of other languages begin about here (Tai Viet: U+AA80).
_BEYOND = 0x2C00


@dataclass(frozen=True)
class Fitted:
    """Lines at a size in px; `cut` where they do not fit even at the least size."""

    lines: tuple[str, ...]
    size: float
    width: float
    height: float
    cut: bool


class Ink:
    """Keeps no text between calls: what a citizen saw is not to stay in a cache.

    `font` draws texts with letters that the house's font has not: of a language with a script of its own.
    """

    def __init__(self, tokens: Tokens, font: Path | None = None) -> None:
        self._tokens = tokens
        self._font = font

    def fit(self, words: Words) -> Fitted:
        """Return how `words` stand in their box: at the largest size that has room for them."""
        sizes = _sizes(words)
        fitted = self._at(words, sizes[0], words.text)
        if _has_room(words, fitted):
            return fitted
        fitted = self._at(words, sizes[-1], words.text)
        if not _has_room(words, fitted):
            many = words.lines is not None and len(fitted.lines) > words.lines
            return self._shortened(words, fitted) if many else fitted
        too_large, fits = 0, len(sizes) - 1
        while fits - too_large > 1:
            middle = (too_large + fits) // 2
            tried = self._at(words, sizes[middle], words.text)
            if _has_room(words, tried):
                fits, fitted = middle, tried
            else:
                too_large = middle
        return fitted

    def render(self, words: Words, fitted: Fitted) -> Any:
        """Return the texture of fitted words, white, to be coloured where it is drawn."""
        label = self._label(words, fitted.size, words.align)
        label.text = "\n".join(fitted.lines)
        label.refresh()
        return label.texture

    def _label(self, words: Words, size: float, align: str = "left") -> Any:
        other = self._font is not None and any(ord(letter) >= _BEYOND for letter in words.text)
        font = str(self._font if other else self._tokens.font(words.weight))
        return CoreLabel(font_name=font, font_size=size, halign=align, color=(1, 1, 1, 1), line_height=LINE)

    def _shortened(self, words: Words, fitted: Fitted) -> Fitted:
        kept = " ".join(fitted.lines[: words.lines]).split(" ")
        while True:
            fitted = self._at(words, words.least, " ".join(kept).rstrip(" ,;.–") + "…")
            if len(fitted.lines) <= (words.lines or 0) or len(kept) == 1:
                return fitted
            kept.pop()

    def _at(self, words: Words, size: float, text: str) -> Fitted:
        label = self._label(words, size)

        def measure(line: str) -> float:
            return float(label.get_extents(line)[0])

        lines_wide = [line for part in text.split("\n") for line in wrapped(measure, part, words.box.w)]
        lines, width = [line for line, _ in lines_wide], max(wide for _, wide in lines_wide)
        height = label.get_extents("Ấg")[1] * len(lines)
        cut = width > words.box.w + 1 or height > words.box.h + 1
        return Fitted(tuple(lines), size, width, height, cut)


def _sizes(words: Words) -> list[float]:
    """Return the sizes that may be tried, from the wanted one down to the least."""
    sizes = [words.size]
    while sizes[-1] > words.least:
        sizes.append(max(words.least, sizes[-1] * SHRINKS))
    return sizes


def _has_room(words: Words, fitted: Fitted) -> bool:
    return not fitted.cut and (words.lines is None or len(fitted.lines) <= words.lines)
