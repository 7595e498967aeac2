"""Draws a table: heads repeated on each page, long names wrapped, its last rows never alone on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.platypus import LongTable, Paragraph, Table

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.content import blocks
from ticketing.reports.pdf.content.blocks import Side
from ticketing.reports.pdf.widths import BESIDE, wide, widths

_SHADE = colors.Color(0.91, 0.91, 0.91)
_LINE = 0.5
_ABOVE, _BELOW = 2.2, 3.2
_ALIGNED = {Side.LEFT: "LEFT", Side.MIDDLE: "CENTER", Side.RIGHT: "RIGHT"}
# Rows that stay together at the beginning and at the end of a table; a table of fewer than both is never broken.
_TOGETHER = 3
_MOST_TOGETHER = styles.HEIGHT / 2
Cell: TypeAlias = Paragraph | str


def grid(table: blocks.Table) -> Table:
    """Return `table` as wide as the text."""
    heads, commands = _heads(table.columns)
    rows = [*table.rows, *([table.totals] if table.totals is not None else [])]
    bold = table.sections | ({len(rows) - 1} if table.totals is not None else set())
    room = widths(table)
    cells = [_row(table.columns, room, row, number in bold) for number, row in enumerate(rows)]
    made = LongTable(
        [*heads, *cells],
        colWidths=room,
        repeatRows=len(heads),
        spaceAfter=10,
        style=[*_FRAME, ("BACKGROUND", (0, 0), (-1, len(heads) - 1), _SHADE), *commands],
    )
    made.setStyle(_sides(table.columns, len(heads)))
    made.setStyle(_strong(bold, table.sections, len(heads)))
    made.setStyle(_whole(len(heads), cells, room))
    made.setStyle([("NOSPLIT", (0, len(heads) + row), (0, len(heads) + row + 2)) for row in sorted(table.sections)])
    return made


_FRAME: list[tuple[Any, ...]] = [
    ("GRID", (0, 0), (-1, -1), _LINE, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("FONT", (0, 0), (-1, -1), styles.CELL.fontName, styles.CELL.fontSize, styles.CELL.leading),
    ("LEFTPADDING", (0, 0), (-1, -1), BESIDE),
    ("RIGHTPADDING", (0, 0), (-1, -1), BESIDE),
    ("TOPPADDING", (0, 0), (-1, -1), _ABOVE),
    ("BOTTOMPADDING", (0, 0), (-1, -1), _BELOW),
]


def least_height(table: blocks.Table) -> float:
    """Return the height in points of the heads and first rows, the least that may stand at the foot of a page."""
    begun = replace(table, rows=table.rows[:_TOGETHER], totals=None)
    whole = float(grid(begun).wrap(styles.WIDTH, styles.HEIGHT)[1])
    if len(table.rows) + (table.totals is not None) <= 2 * _TOGETHER:
        whole = float(grid(table).wrap(styles.WIDTH, styles.HEIGHT)[1])
    return min(whole, _MOST_TOGETHER)


def _heads(columns: Sequence[blocks.Column]) -> tuple[list[list[Cell]], list[tuple[Any, ...]]]:
    """Return the head's row, or two where columns stand in groups, and what makes cells one."""
    titles: list[Cell] = [_head(column.title) for column in columns]
    if not any(column.group for column in columns):
        return [titles], []
    above: list[Cell] = []
    commands: list[tuple[Any, ...]] = []
    for group, members in groupby(columns, key=lambda column: column.group):
        first, many = len(above), len(list(members))
        if group:
            above += [_head(group), *[""] * (many - 1)]
            commands.append(("SPAN", (first, 0), (first + many - 1, 0)))
            continue
        above += titles[first : first + many]
        titles[first : first + many] = [""] * many
        commands += [("SPAN", (place, 0), (place, 1)) for place in range(first, first + many)]
    return [above, titles], commands


def _head(title: str) -> Paragraph:
    return Paragraph(escape(title), styles.cell(Side.MIDDLE, bold=True))


def _row(columns: Sequence[blocks.Column], room: Sequence[float], row: Sequence[str], bold: bool) -> list[Cell]:
    """Return the cells; only what wraps is laid out as a paragraph, which takes long."""
    return [
        text if wide(text, bold) <= size else Paragraph(escape(text), styles.cell(column.side, bold))
        for column, size, text in zip(columns, room, row, strict=True)
    ]


def _sides(columns: Sequence[blocks.Column], heads: int) -> list[tuple[Any, ...]]:
    return [
        ("ALIGN", (place, heads), (place, -1), _ALIGNED[column.side])
        for place, column in enumerate(columns)
        if column.side is not Side.LEFT
    ]


def _strong(bold: Iterable[int], sections: Iterable[int], heads: int) -> list[tuple[Any, ...]]:
    """Return what makes rows bold, and those that are heads within the table one cell."""
    style = styles.cell(Side.LEFT, bold=True)
    fonts = [("FONTNAME", (0, heads + row), (-1, heads + row), style.fontName) for row in sorted(bold)]
    return [*fonts, *(("SPAN", (0, heads + row), (-1, heads + row)) for row in sorted(sections))]


def _whole(heads: int, cells: Sequence[Sequence[Cell]], room: Sequence[float]) -> list[tuple[Any, ...]]:
    """Return what keeps the first and last rows together; few rows stay together all, none where they are too tall."""
    last = heads + len(cells) - 1
    if len(cells) <= 2 * _TOGETHER and _height(cells, room) <= _MOST_TOGETHER:
        return [("NOSPLIT", (0, 0), (0, last))]
    kept = []
    if _height(cells[:_TOGETHER], room) <= _MOST_TOGETHER:
        kept.append(("NOSPLIT", (0, 0), (0, heads + _TOGETHER - 1)))
    if _height(cells[-_TOGETHER:], room) <= _MOST_TOGETHER:
        kept.append(("NOSPLIT", (0, max(heads, last - _TOGETHER + 1)), (0, last)))
    return kept


def _height(cells: Sequence[Sequence[Cell]], room: Sequence[float]) -> float:
    return sum(max(_lines(cell, size) for cell, size in zip(row, room, strict=True)) for row in cells)


def _lines(cell: Cell, size: float) -> float:
    inner = styles.CELL.leading if isinstance(cell, str) else cell.wrap(size - 2 * BESIDE, styles.HEIGHT)[1]
    return float(inner) + _ABOVE + _BELOW
