"""The letters of printed reports: a serif as wide as Times New Roman, embedded so that every machine shows the same."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

HERE = Path(__file__).parent / "fonts"
REGULAR, BOLD, ITALIC = "Lobby-Serif", "Lobby-Serif-Bold", "Lobby-Serif-Italic"
_FILES = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
}


def register() -> None:
    """Make the fonts known to the drawing library, once in a process."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, HERE / file))


def width(text: str, font: str, size: float) -> float:
    """Return how wide `text` is in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
