"""The parts about visits: by field, by counter, by officer, by hour and weekday, and how they went over the days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ticketing.reports import words
from ticketing.reports.model import CrossTable, Measures, PeriodKind, Report, Row
from ticketing.reports.pdf.content import changes, charts, tables
from ticketing.reports.pdf.content.blocks import Block, Heading, Note, Text

NOTHING = "Trong kỳ không có số liệu."
_OFFICERS = (
    "Mỗi con số phụ thuộc lĩnh vực, loại hồ sơ và số lượt đã nhận, vì vậy bảng này không dùng để so cán bộ với nhau "
    "khi chưa xét các điều đó. Bảng xếp theo tên. Dòng “" + words.NO_OFFICER + "” là lượt không có tên cán bộ trong "
    "nhật ký hoặc tên đã được xóa theo thời hạn."
)
_AT_COUNTERS = {"counter", "officer"}
_WIDE_DIMENSIONS = 3
_DAYS_CHARTED = 70
_DAYS_LISTED = 31
_MONTHS_IN_WORDS = 6


def fields(report: Report) -> list[Block]:
    """Return the tables by field, and by counter."""
    small = report.small_below
    blocks: list[Block] = [Heading(2, "Theo lĩnh vực"), *_of_fields(report)]
    if report.counters:
        blocks += [Heading(2, "Theo quầy")]
        blocks += [tables.of_rows("Lượt gọi và phục vụ theo quầy", "Quầy", report.counters, tables.TURNS, small)]
        blocks += [tables.of_rows("Thời gian và đánh giá theo quầy", "Quầy", report.counters, tables.TIMES, small)]
    return blocks


def _of_fields(report: Report) -> list[Block]:
    rows, small = report.services, report.small_below
    if not rows:
        return [Text(NOTHING)]
    visits = tables.of_rows("Số lượt theo lĩnh vực", "Lĩnh vực", rows, tables.VISITS, small, report.totals)
    times = tables.of_rows("Thời gian và đánh giá theo lĩnh vực", "Lĩnh vực", rows, tables.TIMES, small, report.totals)
    return [visits, times, *charts.waits("Thời gian chờ theo lĩnh vực (phút)", rows)]


def times(report: Report) -> list[Block]:
    """Return when people came: by hour, by weekday, and over the days or months."""
    return [*_hours(report), *_weekdays(report), *_trend(report)]


def _hours(report: Report) -> list[Block]:
    shown = [row for row in report.hours if _has_some(row.measures)]
    if not shown:
        return []
    small = report.small_below
    rows = [Row(row.id, f"{int(row.id)}–{int(row.id) + 1} giờ", row.measures) for row in shown]
    table = tables.of_rows("Theo giờ trong ngày", "Giờ", rows, tables.ALL, small)
    busy = [row for row in shown if row.measures.issued]
    chart = charts.issued("Số lượt lấy số theo giờ", [f"{int(row.id)} giờ" for row in busy], busy, small)
    note = Note("Mỗi lượt tính vào giờ xảy ra việc đó.")
    return [Heading(2, "Theo giờ trong ngày"), *chart, table, note]


def _has_some(measures: Measures) -> bool:
    """Tell whether a row by the hour would have something: what expired with its day stands in the day's last one."""
    return bool(measures.issued or measures.served or measures.wait.n or measures.rated.n)


def _weekdays(report: Report) -> list[Block]:
    # Within a day or a week each weekday is one day, which the trend shows.
    if report.period.kind in (PeriodKind.DAY, PeriodKind.WEEK) or not report.weekdays:
        return []
    rows = [Row(row.id, row.name[:1].upper() + row.name[1:], row.measures) for row in report.weekdays]
    table = tables.of_rows("Theo thứ trong tuần", "Thứ", rows, tables.ALL, report.small_below)
    return [Heading(2, "Theo thứ trong tuần"), table]


def _trend(report: Report) -> list[Block]:
    if report.period.kind is PeriodKind.DAY:
        return []
    blocks: list[Block] = []
    if report.months:
        short = len(report.months) > _MONTHS_IN_WORDS
        names = [f"{'T' if short else 'Tháng '}{int(row.id[5:])}" for row in report.months]
        blocks += charts.issued("Số lượt lấy số theo tháng", names, report.months, report.small_below)
        blocks += charts.medians("Thời gian chờ theo tháng (phút)", names, report.months)
        rows = [Row(row.id, f"{row.id[5:]}/{row.id[:4]}", row.measures) for row in report.months]
        blocks.append(tables.of_rows("Theo tháng", "Tháng", rows, tables.ALL, report.small_below, report.totals))
    if 1 < len(report.days) <= _DAYS_CHARTED:
        names = [f"{_day(row):%d/%m}" for row in report.days]
        blocks += charts.issued("Số lượt lấy số theo ngày", names, report.days, report.small_below)
    if report.days and len(report.days) <= _DAYS_LISTED:
        rows = [Row(row.id, f"{_day(row):%d/%m/%Y}", row.measures) for row in report.days]
        blocks.append(tables.of_rows("Theo ngày", "Ngày", rows, tables.ALL, report.small_below, report.totals))
    return [Heading(2, "Diễn biến trong kỳ"), *blocks] if blocks else []


def _day(row: Row) -> date:
    return date.fromisoformat(row.id)


def officers(rows: Sequence[Row], small_below: int) -> list[Block]:
    """Return the annex about officers; a row without a name says so."""
    named = [Row(row.id, row.name or words.NO_OFFICER, row.measures) for row in rows]
    return [
        Text(_OFFICERS, leads=True),
        tables.of_rows("Lượt gọi và phục vụ theo cán bộ", "Cán bộ", named, tables.TURNS, small_below),
        tables.of_rows("Thời gian và đánh giá theo cán bộ", "Cán bộ", named, tables.SCORED, small_below),
    ]


def crossed(cross: CrossTable, small_below: int) -> list[Block]:
    """Return the annex of a cross table; numbers are taken in a field's line, so not at a counter or by an officer."""
    at_counters = bool(_AT_COUNTERS & set(cross.dimensions))
    cells = tables.CROSSED if len(cross.dimensions) <= _WIDE_DIMENSIONS else tables.SHORT
    cells = cells if at_counters else (tables.ISSUED, *cells)
    rows = [(row.names, row.measures) for row in cross.rows if not at_counters or _worked(row.measures)]
    caption = f"Theo {', '.join(changes.lowered(title) for title in cross.titles)}"
    return [tables.table(caption, cross.titles, rows, cells, small_below)]


def _worked(measures: Measures) -> bool:
    return bool(measures.called or measures.served or measures.rated.n)
