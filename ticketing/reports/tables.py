"""A report as plain tables, for sheets and text files: pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lobby.contract.base import OFFICE_ZONE
from ticketing.reports import words
from ticketing.reports.model import Compared, CrossTable, Measures, Ratings, Report, Row


class Unit(StrEnum):
    """What the numbers of a column are."""

    TEXT = "text"
    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    SCORE = "score"
    DATE = "date"


Value = str | int | float | date | None


@dataclass(frozen=True)
class Cell:
    """One value in its unit; `small` marks one that rests on few people."""

    value: Value
    unit: Unit = Unit.TEXT
    small: bool = False


@dataclass(frozen=True)
class Table:
    """A table under its title; `sheet` is the name of its sheet, where several tables may stand one below another."""

    sheet: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(report: Report) -> tuple[Table, ...]:
    """Return the tables of `report` in the order in which they are read; none is empty."""
    return tuple(table for table in _all(report) if table.rows)


def _all(report: Report) -> Iterator[Table]:
    yield Table("Tổng hợp", "Báo cáo", ("Mục", "Nội dung"), tuple(_about(report)))
    yield _totals(report)
    yield _rows("Lĩnh vực", "field", report.services)
    yield _rows("Quầy", "counter", report.counters)
    yield _rows("Cán bộ", "officer", report.officers or ())
    yield _rows("Giờ trong ngày", "hour", report.hours)
    yield _rows("Thứ trong tuần", "weekday", report.weekdays)
    yield _rows("Tháng", "month", report.months)
    yield _days(report)
    if report.cross is not None:
        yield _crossed(report.cross)
    yield from _ratings(report.ratings)
    yield _on_time(report)
    yield Table(
        "Ngày thiếu", "Ngày làm việc không có số liệu", ("Ngày",), tuple((_day(one),) for one in report.missing)
    )


def _about(report: Report) -> Iterator[tuple[Cell, ...]]:
    until = "" if report.complete else f" (số liệu đến {_moment(report.through)})"
    said = {
        "Đơn vị": report.office,
        "Địa chỉ": report.place,
        "Kỳ báo cáo": report.period.title + until,
        "Từ ngày": f"{report.period.first:%d/%m/%Y}",
        "Đến ngày": f"{report.period.last:%d/%m/%Y}",
        "Lập lúc": _moment(report.made_at),
        "Nguồn": "Sổ hàng đợi của bộ phận một cửa; trung vị và phân vị 90 tính trên từng lượt.",
        "Số ít": f"Số có dấu * dựa trên ít hơn {report.small_below} lượt, không dùng để so sánh hay xếp hạng.",
        "Đánh giá": "Đánh giá bị nghi ngờ đếm riêng, không tính vào tỷ lệ hài lòng và các điểm trung bình.",
    }
    yield from ((Cell(name), Cell(text)) for name, text in said.items() if text)


COUNTS = {
    "issued": "Lấy số",
    "called": "Lượt gọi",
    "served": "Đã phục vụ",
    "missed": "Vắng mặt",
    "parked": "Để chờ",
    "transferred": "Chuyển lĩnh vực, quầy",
    "cancelled": "Hủy số",
    "expired": "Hết ngày chưa phục vụ",
    "late": "Nhập bù",
}
_TIMES = ("số lượt", "trung vị (phút)", "9/10 lượt không quá (phút)", "trung bình (phút)")
# What happens to a field's line and at no counter: no column of a table of counters or officers.
_OF_THE_LINE = ("issued", "cancelled", "expired")
_AT_COUNTERS = frozenset({"counter", "officer"})
_AFTER_COUNTS = (
    "Tỷ lệ vắng mặt",
    *(f"Chờ: {one}" for one in _TIMES),
    *(f"Phục vụ: {one}" for one in _TIMES),
    "Đánh giá",
    "Hài lòng trở lên",
    "Tỷ lệ hài lòng",
    "Đánh giá nghi ngờ",
    "Điểm cán bộ: số lượt",
    "Điểm cán bộ (0–10)",
)


def heads(at_counters: bool = False) -> tuple[str, ...]:
    """Return the heads of what is measured; `at_counters` leaves out what happens to a field's line."""
    return (*(head for name, head in COUNTS.items() if not (at_counters and name in _OF_THE_LINE)), *_AFTER_COUNTS)


def _cells(measures: Measures, at_counters: bool = False) -> tuple[Cell, ...]:
    """Return the cells under the heads."""
    rated, staff = measures.rated, measures.staff
    named = (name for name in COUNTS if not (at_counters and name in _OF_THE_LINE))
    counts = (Cell(getattr(measures, name), Unit.COUNT) for name in named)
    times: list[Cell] = []
    for one in (measures.wait, measures.service):
        times.append(Cell(one.n, Unit.COUNT))
        times += [Cell(_minutes(of), Unit.MINUTES, one.small) for of in (one.median_s, one.p90_s, one.mean_s)]
    return (
        *counts,
        Cell(measures.no_show_share, Unit.SHARE),
        *times,
        Cell(rated.n, Unit.COUNT),
        Cell(rated.satisfied, Unit.COUNT),
        Cell(rated.share, Unit.SHARE, rated.small),
        Cell(rated.doubtful, Unit.COUNT),
        Cell(staff.n, Unit.COUNT),
        Cell(staff.mean, Unit.SCORE, staff.small),
    )


def _totals(report: Report) -> Table:
    columns = [_cells(report.totals), *map(_of_other, (report.before, report.year_ago))]
    periods = (report.period.title, *map(_title_of_other, (report.before, report.year_ago)))
    rows = ((Cell(head), *(column[place] for column in columns)) for place, head in enumerate(heads()))
    return Table("Tổng hợp", "Số liệu chung", ("Chỉ tiêu", *periods), tuple(rows))


def _title_of_other(compared: Compared) -> str:
    since = compared.since
    return compared.period.title + (f" (số liệu từ {since:%d/%m/%Y})" if since is not None else "")


def _of_other(compared: Compared) -> tuple[Cell, ...]:
    return _cells(compared.totals) if compared.totals is not None else tuple(Cell(None) for _ in heads())


def _rows(sheet: str, dimension: str, rows: tuple[Row, ...]) -> Table:
    head, at_counters = words.DIMENSIONS[dimension], dimension in _AT_COUNTERS
    cells = ((Cell(row.name), *_cells(row.measures, at_counters)) for row in rows)
    return Table(sheet, f"Theo {_within(sheet)}", (head, *heads(at_counters)), tuple(cells))


def _crossed(cross: CrossTable) -> Table:
    at_counters = not _AT_COUNTERS.isdisjoint(cross.dimensions)
    rows = ((*map(Cell, row.names), *_cells(row.measures, at_counters)) for row in cross.rows)
    title = "Theo " + " × ".join(map(_within, cross.titles))
    return Table("Bảng chéo", title, (*cross.titles, *heads(at_counters)), tuple(rows))


def _days(report: Report) -> Table:
    rows = ((_day(date.fromisoformat(row.id)), *_cells(row.measures)) for row in report.days)
    return Table("Ngày", "Theo ngày", (words.DIMENSIONS["day"], *heads()), tuple(rows))


def _ratings(ratings: Ratings) -> Iterator[Table]:
    sheet, times = "Đánh giá", "Số lượt"
    faces = (
        (Cell(one.words), Cell(one.score, Unit.COUNT), Cell(one.scale, Unit.COUNT), _count(one.n), _count(one.doubtful))
        for one in ratings.faces
    )
    yield Table(sheet, "Mức hài lòng", ("Mức", "Điểm", "Thang", times, "Nghi ngờ"), tuple(faces))
    for title, named in (
        ("Lý do chưa hài lòng", ratings.reasons),
        ("Cách đánh giá", ratings.given),
        ("Lý do bị nghi ngờ", ratings.doubts),
    ):
        yield Table(sheet, title, (title, times), tuple((Cell(one.words), _count(one.n)) for one in named))
    indices = (
        (
            Cell(f"{one.number}. {one.words}"),
            _count(one.n),
            Cell(one.mean, Unit.SCORE, one.small),
            *(_count(given) for given in one.given),
        )
        for one in ratings.indices
        if one.n
    )
    named_so = ("Chỉ số", times, "Trung bình (0–2)", "Chấm 0", "Chấm 1", "Chấm 2")
    yield Table(sheet, "Chín chỉ số", named_so, tuple(indices))


def _on_time(report: Report) -> Table:
    named_so = ("Ngày", *words.ON_TIME.values(), "Nguồn", "Thời điểm của nguồn")
    rows = (
        (
            _day(one.day),
            *(Cell(one.counts.get(name), Unit.COUNT) for name in words.ON_TIME),
            Cell(one.source),
            Cell(_moment(one.as_of)),
        )
        for one in report.on_time
    )
    return Table("Hồ sơ đúng hạn", "Hồ sơ đúng hạn, theo phần mềm một cửa", named_so, tuple(rows))


def _day(day: date) -> Cell:
    return Cell(day, Unit.DATE)


def _count(n: int) -> Cell:
    return Cell(n, Unit.COUNT)


def _minutes(seconds: float | None) -> float | None:
    return seconds / 60 if seconds is not None else None


def _moment(at: datetime) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}"


def _within(name: str) -> str:
    """Return a name as it stands within a sentence."""
    return name[:1].lower() + name[1:]
