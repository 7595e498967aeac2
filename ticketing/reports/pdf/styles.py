"""Sizes and spaces of an administrative paper, as decree 30/2020 has them in its first annex."""

from __future__ import annotations

from typing import Literal

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from ticketing.reports.pdf.content.blocks import Side
from ticketing.reports.pdf.fonts import BOLD, ITALIC, REGULAR

PAGE = A4
TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM
_ALIGNED: dict[Side, Literal[0, 1, 2]] = {Side.LEFT: TA_LEFT, Side.MIDDLE: TA_CENTER, Side.RIGHT: TA_RIGHT}

TEXT = ParagraphStyle(
    "text",
    fontName=REGULAR,
    fontSize=13,
    leading=17,
    alignment=TA_JUSTIFY,
    firstLineIndent=10 * mm,
    spaceAfter=6,
    allowWidows=0,
    allowOrphans=0,
)
PART = ParagraphStyle("part", parent=TEXT, fontName=BOLD, alignment=TA_LEFT, firstLineIndent=0, spaceBefore=10)
SECTION = ParagraphStyle("section", parent=PART, spaceBefore=6)
CAPTION = ParagraphStyle(
    "caption", parent=PART, fontSize=11.5, leading=14, alignment=TA_CENTER, spaceBefore=6, spaceAfter=4
)
NOTE = ParagraphStyle(
    "note", parent=TEXT, fontName=ITALIC, fontSize=10.5, leading=13, firstLineIndent=0, spaceBefore=1, spaceAfter=4
)
CENTRED = ParagraphStyle("centred", fontName=REGULAR, fontSize=13, leading=16, alignment=TA_CENTER)
CENTRED_BOLD = ParagraphStyle("centred bold", parent=CENTRED, fontName=BOLD)
HEAD_SMALL = ParagraphStyle("head small", parent=CENTRED, fontSize=12, leading=15)
HEAD_BOLD = ParagraphStyle("head bold", parent=HEAD_SMALL, fontName=BOLD)
DATED = ParagraphStyle("dated", parent=CENTRED, fontName=ITALIC)
TITLE = ParagraphStyle("title", parent=CENTRED_BOLD, fontSize=14, leading=18)
COPIES_HEAD = ParagraphStyle("copies head", fontName=ITALIC, fontSize=12, leading=15)
COPIES = ParagraphStyle("copies", fontName=REGULAR, fontSize=11, leading=14)
CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=10.5, leading=12.5)


def cell(side: Side, bold: bool = False) -> ParagraphStyle:
    """Return the style of a table's cell."""
    return _CELLS[side, bold]


_CELLS = {
    (side, bold): ParagraphStyle(
        f"cell {side} {bold}", parent=CELL, alignment=aligned, fontName=BOLD if bold else REGULAR
    )
    for side, aligned in _ALIGNED.items()
    for bold in (False, True)
}
