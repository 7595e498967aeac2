"""The table that opens a report: each figure of the period beside those of the period before and of a year ago."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ticketing.reports.model import Compared, Measures, Report, Spread
from ticketing.reports.pdf.content import changes, numbers
from ticketing.reports.pdf.content.blocks import Column, Side, Table
from ticketing.reports.pdf.content.tables import WIDTH

CAPTION = "Số liệu chung"
UNITS = "Thay đổi của tỷ lệ tính bằng điểm phần trăm, của thời gian tính bằng phút; số tính trên ít lượt không so sánh."
_NAME, _VALUE, _CHANGE = 49.0, 25.0, 33.0
_COUNTS = (
    ("Lượt lấy số", "issued"),
    ("Lượt được gọi", "called"),
    ("Lượt phục vụ xong", "served"),
    ("Lượt gọi không có người đến", "missed"),
    ("Lượt để chờ (bổ sung, sao chụp…)", "parked"),
    ("Lượt chuyển lĩnh vực, quầy", "transferred"),
    ("Lượt hủy", "cancelled"),
    ("Lượt chưa phục vụ khi hết ngày", "expired"),
    ("Lượt nhập bổ sung sau", "late"),
)
_TIMES: tuple[tuple[str, Callable[[Measures], Spread]], ...] = (
    ("Thời gian chờ (phút)", lambda measures: measures.wait),
    ("Thời gian phục vụ (phút)", lambda measures: measures.service),
)


@dataclass(frozen=True)
class _Line:
    """A row: how its value is written, and how its change is against another period.

    A count (`counts`) of a part of a period says nothing beside that of a whole one.
    """

    name: str
    value: Callable[[Measures], str]
    change: Callable[[Measures, Measures], str]
    counts: bool = False


def table(report: Report) -> Table:
    """Return the table; a period that nothing is known of has no columns."""
    others = [one for one in changes.others(report) if one.totals is not None]
    heads = {id(report.before): "Kỳ trước", id(report.year_ago): "Cùng kỳ năm trước"}
    columns = [Column("Chỉ tiêu", 0, Side.LEFT), Column("Kỳ này", _VALUE)]
    for one in others:
        group = f"{heads[id(one)]}: {changes.short(one.period)}"
        columns += [Column("Số liệu", _VALUE, group=group), Column("Thay đổi", _CHANGE, group=group)]
    rows, sections = _rows(report, others)
    return Table(CAPTION, _fitted(columns), rows, sections=sections)


def _fitted(columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns with the room that is left given to the first, the others narrower where there are many."""
    scale = min(1.0, (WIDTH - _NAME) / sum(column.width for column in columns))
    fitted = [Column(one.title, one.width * scale, one.side, one.group) for one in columns[1:]]
    room = WIDTH - sum(column.width for column in fitted)
    return (Column(columns[0].title, room, Side.LEFT), *fitted)


def _rows(report: Report, others: list[Compared]) -> tuple[tuple[tuple[str, ...], ...], frozenset[int]]:
    rows: list[tuple[str, ...]] = []
    sections: set[int] = set()
    for title, lines in _groups(report):
        sections.add(len(rows))
        rows.append((title, *[""] * (1 + 2 * len(others))))
        rows += [_row(line, report, others) for line in lines]
    return tuple(rows), frozenset(sections)


def _row(line: _Line, report: Report, others: list[Compared]) -> tuple[str, ...]:
    cells = [line.name, line.value(report.totals)]
    for other in others:
        if other.totals is not None:
            untold = line.counts and (not report.complete or other.since is not None)
            cells += [line.value(other.totals), numbers.NONE if untold else line.change(report.totals, other.totals)]
    return tuple(cells)


def _groups(report: Report) -> list[tuple[str, list[_Line]]]:
    small = report.small_below
    groups = [("Số lượt", [_counted(name, field, report) for name, field in _COUNTS] + [_missed(small)])]
    groups += [(name, _times(spread)) for name, spread in _TIMES]
    return [*groups, ("Đánh giá của người dân", _ratings(report))]


def _counted(name: str, field: str, report: Report) -> _Line:
    def change(now: Measures, then: Measures) -> str:
        return changes.counted(getattr(now, field), getattr(then, field), report.small_below)

    return _Line(name, lambda one: numbers.count(getattr(one, field)), change, counts=True)


def _missed(small: int) -> _Line:
    def change(now: Measures, then: Measures) -> str:
        few = min(now.served + now.missed, then.served + then.missed) < small
        return changes.shared(now.no_show_share, then.no_show_share, few)

    return _Line("Tỷ lệ vắng mặt", lambda one: numbers.share(one.missed, one.served + one.missed, small), change)


def _times(spread: Callable[[Measures], Spread]) -> list[_Line]:
    return [
        _Line("Số lượt tính", lambda one: numbers.count(spread(one).n), lambda now, then: ""),
        _Line(
            "Trung vị",
            lambda one: numbers.minutes(spread(one).median_s, spread(one).small),
            lambda now, then: changes.timed(spread(now), spread(then), median=True),
        ),
        _Line(
            "90% không quá",
            lambda one: numbers.minutes(spread(one).p90_s, spread(one).small),
            lambda now, then: changes.timed(spread(now), spread(then), median=False),
        ),
        _Line("Trung bình", lambda one: numbers.minutes(spread(one).mean_s, spread(one).small), lambda now, then: ""),
    ]


def _ratings(report: Report) -> list[_Line]:
    def count_change(of: Callable[[Measures], int]) -> Callable[[Measures, Measures], str]:
        def change(now: Measures, then: Measures) -> str:
            return changes.counted(of(now), of(then), report.small_below)

        return change

    def share_change(now: Measures, then: Measures) -> str:
        return changes.shared(now.rated.share, then.rated.share, now.rated.small or then.rated.small)

    return [
        _Line("Số lượt được tính", lambda one: numbers.count(one.rated.n), count_change(lambda one: one.rated.n), True),
        _Line(
            "Tỷ lệ hài lòng",
            lambda one: numbers.share(one.rated.satisfied, one.rated.n, report.small_below),
            share_change,
        ),
        _Line(
            "Số lượt nghi vấn (không tính)",
            lambda one: numbers.count(one.rated.doubtful),
            count_change(lambda one: one.rated.doubtful),
            counts=True,
        ),
    ]
