"""The two grounds that tell series apart on any printer, dark and hatched, and the legend that names them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from ticketing.reports.pdf.fonts import REGULAR, width

DARK = colors.Color(0.25, 0.25, 0.25)
FAINT = colors.Color(0.75, 0.75, 0.75)
SIZE = 9.5
_HATCH = 3.2
_KEY = 9.0


def fill(canvas: Canvas, box: tuple[float, float, float, float], hatched: bool) -> None:
    """Fill `box` (left, bottom, width, height in points): dark, or hatched and framed."""
    left, bottom, wide, high = box
    if wide <= 0 or high <= 0:
        return
    canvas.setStrokeColor(colors.black)
    canvas.setLineWidth(0.5)
    canvas.setFillColor(colors.white if hatched else DARK)
    canvas.rect(left, bottom, wide, high, stroke=1, fill=1)
    if hatched:
        _strokes(canvas, box)


def _strokes(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, bottom, wide, high = box
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, bottom, wide, high)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setLineWidth(0.6)
    for step in range(math.ceil((wide + high) / _HATCH)):
        start = left - high + step * _HATCH
        canvas.line(start, bottom, start + high, bottom + high)
    canvas.restoreState()


def legend(canvas: Canvas, names: Sequence[str], left: float, bottom: float) -> None:
    """Write what dark and hatched stand for, from `left` at the height `bottom`."""
    for place, name in enumerate(names):
        fill(canvas, (left, bottom, _KEY, _KEY - 1), hatched=place == 1)
        write(canvas, name, left + _KEY + 4, bottom + 1)
        left += _KEY + 4 + width(name, REGULAR, SIZE) + 16


def write(canvas: Canvas, text: str, x: float, y: float, size: float = SIZE, side: str = "left") -> None:
    """Write `text` in black with its `side` (left, middle, right) at `x`."""
    canvas.setFillColor(colors.black)
    canvas.setFont(REGULAR, size)
    {"left": canvas.drawString, "middle": canvas.drawCentredString, "right": canvas.drawRightString}[side](x, y, text)
