"""Makes a report from sums: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lobby.contract.base import OFFICE_ZONE
from ticketing.journal.figure import Figure
from ticketing.reports import words
from ticketing.reports.measuring import measures, ratings
from ticketing.reports.model import Compared, CrossRow, CrossTable, OnTime, Period, PeriodKind, Report, Row
from ticketing.reports.names import Names
from ticketing.reports.sums import Sums, Total, grouped, together

_ONE_MONTH = frozenset({PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH})


@dataclass(frozen=True)
class Frame:
    """What a report says beside its figures: who asks for it, when, and what counts as small.

    `works` tells whether the office works on a day, `begins` is the first day of the journal; `reasons` are the words
    of reasons by id. `with_officers` is False for whoever may not see an officer's figures.
    """

    names: Names
    made_at: datetime
    small_below: int
    with_officers: bool
    works: Callable[[date], bool]
    begins: date | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def report(frame: Frame, sums: Sums, before: Total, year_ago: Total, on_time: Iterable[OnTime]) -> Report:
    """Return the report of the period of `sums`."""
    period, small = sums.period, frame.small_below
    whole, days = together(sums.times.values()), grouped(sums.times, 0)
    today = frame.made_at.astimezone(OFFICE_ZONE).date()
    months = grouped(sums.times, 3) if period.kind not in _ONE_MONTH else {}
    return Report(
        site=frame.names.site,
        office=frame.names.office,
        place=frame.names.place,
        period=period,
        before=_compared(frame, before),
        year_ago=_compared(frame, year_ago),
        made_at=frame.made_at,
        through=min(frame.made_at, _end(period.last)),
        complete=period.last < today,
        small_below=small,
        totals=measures(whole, small),
        services=_rows(frame, "field", grouped(sums.places, 0)),
        counters=_rows(frame, "counter", _without_nobody(grouped(sums.places, 1))),
        officers=_officers(frame, sums) if frame.with_officers else None,
        hours=_rows(frame, "hour", grouped(sums.times, 1)),
        weekdays=_rows(frame, "weekday", grouped(sums.times, 2)),
        days=_rows(frame, "day", days),
        months=_rows(frame, "month", months),
        cross=_cross(frame, sums),
        ratings=ratings(whole, small, dict(frame.reasons)),
        on_time=tuple(_last_of_months(on_time)),
        missing=tuple(_missing(frame, period, set(days), today)),
    )


def _compared(frame: Frame, total: Total) -> Compared:
    if not total.seen:
        return Compared(total.period, None)
    return Compared(total.period, measures(total.heap.figure(), frame.small_below), _since(frame, total.period.first))


def _since(frame: Frame, first: date) -> date | None:
    """Return the day on which the journal began where the office had worked before it from `first` on."""
    begins = frame.begins or first
    before = (first + timedelta(days) for days in range((begins - first).days))
    return begins if any(map(frame.works, before)) else None


def _rows(frame: Frame, dimension: str, figures: Mapping[str, Figure]) -> tuple[Row, ...]:
    names = frame.names
    return tuple(
        Row(id_, names.of(dimension, id_), measures(figures[id_], frame.small_below))
        for id_ in names.ordered(dimension, figures)
    )


def _without_nobody(figures: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """Leave out what happened at no counter: it is in the fields' table."""
    return {id_: figure for id_, figure in figures.items() if id_}


def _officers(frame: Frame, sums: Sums) -> tuple[Row, ...]:
    at_counters = {key: heap for key, heap in sums.places.items() if key[1]}
    return _rows(frame, "officer", grouped(at_counters, 2))


def _cross(frame: Frame, sums: Sums) -> CrossTable | None:
    if not sums.cross:
        return None
    names, by = frame.names, tuple(sums.cross)

    def place(ids: Sequence[str]) -> list[tuple[int, str, str]]:
        return [names.place_of(dimension, id_) for dimension, id_ in zip(by, ids, strict=True)]

    rows = (
        CrossRow(
            ids,
            tuple(names.of(dimension, id_) for dimension, id_ in zip(by, ids, strict=True)),
            measures(sums.crossed[ids].figure(), frame.small_below),
        )
        for ids in sorted(sums.crossed, key=place)
    )
    return CrossTable(by, tuple(words.DIMENSIONS[one] for one in by), tuple(rows))


def _last_of_months(on_time: Iterable[OnTime]) -> Iterable[OnTime]:
    return {one.day.isoformat()[:7]: one for one in sorted(on_time, key=lambda one: one.day)}.values()


def _missing(frame: Frame, period: Period, seen: Set[str], today: date) -> Iterable[date]:
    """Return the days before `today` on which the office should have worked and nothing was journalled."""
    if frame.begins is None:
        return
    day = max(period.first, frame.begins)
    while day <= period.last and day < today:
        if day.isoformat() not in seen and frame.works(day):
            yield day
        day += timedelta(days=1)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), OFFICE_ZONE)
