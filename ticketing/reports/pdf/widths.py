"""How wide a table's columns are: numbers are never broken, names share what is left by what they need."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.content import blocks
from ticketing.reports.pdf.content.blocks import Side
from ticketing.reports.pdf.fonts import width

# White at each side of a cell's text.
BESIDE = 1.2 * mm
_LEAST = 10 * mm


def wide(text: str, bold: bool) -> float:
    """Return how wide a cell must be for `text` on one line, in points."""
    style = styles.cell(Side.LEFT, bold)
    return width(text, style.fontName, style.fontSize) + 2 * BESIDE


def widths(table: blocks.Table) -> list[float]:
    """Return the columns' widths in points; together they are as wide as the table's columns were to be."""
    columns = table.columns
    made = [_number(table, place) if one.side is Side.RIGHT else one.width * mm for place, one in enumerate(columns)]
    names = [place for place, one in enumerate(columns) if one.side is Side.LEFT]
    taken = sum(size for place, size in enumerate(made) if place not in names)
    room = max(sum(one.width for one in columns) * mm - taken, _LEAST * len(names))
    for place, size in zip(names, shared([_name(table, place) for place in names], room), strict=True):
        made[place] = size
    return made


def shared(needs: Sequence[float], room: float) -> list[float]:
    """Return `room` shared: whoever needs less than an even share gets that, what is over goes to the others."""
    if not needs:
        return []
    even = room / len(needs)
    modest = [place for place, need in enumerate(needs) if need <= even]
    if not modest or len(modest) == len(needs):
        spare = max(0.0, room - sum(needs)) / len(needs)
        return [need + spare if modest else even for need in needs]
    rest = [need for place, need in enumerate(needs) if place not in modest]
    others = iter(shared(rest, room - sum(needs[place] for place in modest)))
    return [need if place in modest else next(others) for place, need in enumerate(needs)]


def _number(table: blocks.Table, place: int) -> float:
    last = [wide(table.totals[place], True)] if table.totals is not None else []
    return max([table.columns[place].width * mm, *(wide(row[place], False) for row in table.rows), *last])


def _name(table: blocks.Table, place: int) -> float:
    heads = [wide(word, True) for word in table.columns[place].title.split()]
    last = [wide(table.totals[place], True)] if table.totals is not None else []
    rows = (wide(row[place], number in table.sections) for number, row in enumerate(table.rows))
    return max([*heads, *rows, *last])
