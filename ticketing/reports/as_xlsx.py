"""A report as an Excel workbook: real numbers, shares as percents, heads that stay in sight."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import xlsxwriter

from ticketing.reports.model import Report
from ticketing.reports.tables import Cell, Table, Unit, tables

_NUMBERS = {
    Unit.TEXT: "General",
    Unit.COUNT: "#,##0",
    Unit.MINUTES: "0.0",
    Unit.SHARE: "0.0%",
    Unit.SCORE: "0.00",
    Unit.DATE: "dd/mm/yyyy",
}
# The star is of the format alone: what stands in the cell is still a number.
_STAR = '"*"'
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_NARROW, _WIDEST = 11, 48
_HEAD_HEIGHT = 66


def draw(report: Report) -> bytes:
    """Return the file's bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Báo cáo {report.period.title}", "company": report.office})
    styles = _Styles(book)
    for sheet, group in groupby(tables(report), key=lambda table: table.sheet):
        _write_sheet(book.add_worksheet(sheet), list(group), styles)
    book.close()
    return file.getvalue()


class _Styles:
    """The workbook's formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Unit, bool], Any] = {}
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self.head = book.add_format(
            {**_FONT, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#DCE6F1"}
            | {"border": 1}
        )

    def of(self, unit: Unit, small: bool) -> Any:
        """Return the format of a cell."""
        if (unit, small) not in self._made:
            form = {**_FONT, "border": 1, "num_format": _NUMBERS[unit] + (_STAR if small else "")}
            if unit is Unit.TEXT:
                form |= {"text_wrap": True, "valign": "top"}
            if small:
                form |= {"italic": True, "font_color": "#595959"}
            self._made[unit, small] = self._book.add_format(form)
        return self._made[unit, small]


def _write_sheet(sheet: Any, group: list[Table], styles: _Styles) -> None:
    for column, width in enumerate(_widths(group)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = 0
    for table in group:
        row = _write_table(sheet, row, table, styles) + 1
    if len(group) == 1:
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)


def _write_table(sheet: Any, row: int, table: Table, styles: _Styles) -> int:
    """Write a table from `row` on; returns the row after it."""
    sheet.write_string(row, 0, table.title, styles.title)
    if len(table.heads) > 6:
        sheet.set_row(row + 1, _HEAD_HEIGHT)
    for column, head in enumerate(table.heads):
        sheet.write_string(row + 1, column, head, styles.head)
    for place, cells in enumerate(table.rows, row + 2):
        for column, cell in enumerate(cells):
            _write(sheet, place, column, cell, styles.of(cell.unit, cell.small and cell.value is not None))
    return row + 2 + len(table.rows)


def _write(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    if cell.value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, form)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, form)
    else:
        sheet.write_number(row, column, cell.value, form)


def _widths(group: list[Table]) -> Iterator[int]:
    columns = max(len(table.heads) for table in group)
    for column in range(columns):
        texts = [len(text) for table in group for cells in table.rows if (text := _text_in(cells, column)) is not None]
        yield max(_NARROW, min(_WIDEST, max(texts, default=0) + 2)) if column == 0 or texts else _NARROW


def _text_in(cells: tuple[Cell, ...], column: int) -> str | None:
    value = cells[column].value if column < len(cells) else None
    return value if isinstance(value, str) else None
