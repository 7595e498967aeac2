"""A report as one CSV file for Excel: UTF-8 with its mark, each table under its title, an empty line between."""

from __future__ import annotations

import csv
import io
from datetime import date

from ticketing.reports.model import Report
from ticketing.reports.tables import Cell, Unit, tables

_MARK = "\ufeff"
_DIGITS = {Unit.MINUTES: 1, Unit.SHARE: 4, Unit.SCORE: 2}
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def draw(report: Report) -> bytes:
    """Return the file's bytes; numbers have a point, small ones end in a star."""
    file = io.StringIO()
    writer = csv.writer(file)
    for place, table in enumerate(tables(report)):
        if place:
            writer.writerow(())
        writer.writerow((table.title,))
        writer.writerow(table.heads)
        writer.writerows(map(_text, row) for row in table.rows)
    return (_MARK + file.getvalue()).encode()


def _text(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, date):
        return value.isoformat()
    number = f"{value:.{_DIGITS[cell.unit]}f}" if cell.unit in _DIGITS else str(value)
    return f"{number}*" if cell.small else number
