"""Measures and renders text with Kivy: the largest size that fits, wrapped between words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kivy.core.text import Label as CoreLabel

from kiosk.screens.pieces import Words
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
        """Return how `words` stand in their box."""
        size = words.size
        while True:
            fitted = self._at(words, size, words.text)
            many = words.lines is not None and len(fitted.lines) > words.lines
            if not (fitted.cut or many):
                return fitted
            if size <= words.least:
                return self._shortened(words, fitted) if many else fitted
            size = max(words.least, size * SHRINKS)

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
        lines = [line for part in text.split("\n") for line in _wrapped(label, part, words.box.w)]
        width = max(label.get_extents(line)[0] for line in lines)
        height = label.get_extents("Ấg")[1] * len(lines)
        cut = width > words.box.w + 1 or height > words.box.h + 1
        return Fitted(tuple(lines), size, width, height, cut)


def _wrapped(label: Any, text: str, width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and label.get_extents(longer)[0] > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]
