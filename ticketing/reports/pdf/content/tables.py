"""The tables of a report: one row of measures as cells, in the columns that a table is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ticketing.reports.model import Measures, Row, Spread
from ticketing.reports.pdf.content import numbers
from ticketing.reports.pdf.content.blocks import Column, Side, Table

WIDTH = 165.0
WAIT, SERVICE, RATED = "Thời gian chờ (phút)", "Thời gian phục vụ (phút)", "Đánh giá"


@dataclass(frozen=True)
class Cell:
    """A column and what stands in it; `small_below` is handed in, since shares of few are written otherwise."""

    column: Column
    of: Callable[[Measures, int], str]


def _counted(title: str, width: float, name: str) -> Cell:
    def of(measures: Measures, small_below: int) -> str:
        return numbers.count(getattr(measures, name))

    return Cell(Column(title, width), of)


def _n(group: str, spread: Callable[[Measures], Spread]) -> Cell:
    return Cell(Column("Số lượt", 15, group=group), lambda one, small: numbers.count(spread(one).n))


def _median(group: str, spread: Callable[[Measures], Spread]) -> Cell:
    def of(one: Measures, small: int) -> str:
        return numbers.minutes(spread(one).median_s, spread(one).small)

    return Cell(Column("Trung vị", 13.5, group=group), of)


def _p90(group: str, spread: Callable[[Measures], Spread]) -> Cell:
    def of(one: Measures, small: int) -> str:
        return numbers.minutes(spread(one).p90_s, spread(one).small)

    return Cell(Column("90%", 13.5, group=group), of)


def _satisfied(one: Measures, small: int) -> str:
    return numbers.share(one.rated.satisfied, one.rated.n, small)


def _missed_share(one: Measures, small: int) -> str:
    return numbers.share(one.missed, one.served + one.missed, small)


def _scored(one: Measures, small: int) -> str:
    return numbers.decimal(one.staff.mean) + (numbers.MARK if one.staff.small and one.staff.n else "")


ISSUED = _counted("Lấy số", 13.5, "issued")
SERVED = _counted("Xong", 13.5, "served")
MISSED = _counted("Vắng mặt", 13, "missed")
MISSED_SHARE = Cell(Column("Tỷ lệ vắng", 15), _missed_share)
_TURNS = (_counted("Được gọi", 13, "called"), SERVED, MISSED, MISSED_SHARE)
_ASIDE = (_counted("Để chờ", 12.5, "parked"), _counted("Chuyển", 15.5, "transferred"))
_ENDED = (_counted("Hủy", 12, "cancelled"), _counted("Hết ngày", 13, "expired"))
_WAITS = (_n(WAIT, lambda m: m.wait), _median(WAIT, lambda m: m.wait), _p90(WAIT, lambda m: m.wait))
_SERVICES = (
    _n(SERVICE, lambda m: m.service),
    _median(SERVICE, lambda m: m.service),
    _p90(SERVICE, lambda m: m.service),
)
_RATINGS = (
    Cell(Column("Số lượt", 15, group=RATED), lambda one, small: numbers.count(one.rated.n)),
    Cell(Column("Hài lòng", 16, group=RATED), _satisfied),
)
VISITS = (ISSUED, *_TURNS, *_ASIDE, *_ENDED)
TURNS = (*_TURNS, *_ASIDE)
TIMES = (*_WAITS, *_SERVICES, *_RATINGS)
ALL = (ISSUED, SERVED, *TIMES)
SCORED = (*TIMES, Cell(Column("Điểm (0–10)", 15, group=RATED), _scored))
SHORT = (SERVED, _WAITS[1], _SERVICES[1], *_RATINGS)
CROSSED = (SERVED, *_WAITS[1:], *_SERVICES[1:], *_RATINGS)


def table(
    caption: str,
    names: Sequence[str],
    rows: Sequence[tuple[Sequence[str], Measures]],
    cells: Sequence[Cell],
    small_below: int,
    totals: Measures | None = None,
) -> Table:
    """Return a table: columns called `names` share the room that `cells` leave; `totals` is its last row."""
    room = (WIDTH - sum(cell.column.width for cell in cells)) / len(names)
    columns = [*(Column(name, room, Side.LEFT) for name in names), *(cell.column for cell in cells)]

    def line(heads: Sequence[str], measures: Measures) -> tuple[str, ...]:
        return (*heads, *(cell.of(measures, small_below) for cell in cells))

    last = None if totals is None else line(["Tổng cộng", *[""] * (len(names) - 1)], totals)
    return Table(caption, tuple(columns), tuple(line(heads, measures) for heads, measures in rows), last)


def of_rows(
    caption: str,
    name: str,
    rows: Sequence[Row],
    cells: Sequence[Cell],
    small_below: int,
    totals: Measures | None = None,
) -> Table:
    """Return a table of a report's rows."""
    return table(caption, [name], [((row.name,), row.measures) for row in rows], cells, small_below, totals)
