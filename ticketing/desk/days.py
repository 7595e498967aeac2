"""Today and days before as a daybook hands them out: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ticketing.journal.figure import Figure, Key

Rows = Mapping[Key, Figure]
Hours = Mapping[int, Figure]


@dataclass(frozen=True)
class Day:
    """Today as it stands: `peaks` is how many waited at most in each hour, `known` whether the journal could be read.

    `rows` are the figures of the journal's newest day, whose entries are `begins` to `through`: of an earlier day until
    the first thing happens today, and some of days before, to which late entries and late ratings belong.
    """

    day: date
    rows: Rows = field(default_factory=dict)
    peaks: Mapping[int, int] = field(default_factory=dict)
    begins: int = 0
    through: int = 0
    known: bool = True


def not_counted(today: Day, mark: int) -> Rows:
    """Return what no kept figures hold, which go through the entry `mark`: the day may just have been closed."""
    return today.rows if mark < today.begins else {}


def by_hour(rows: Rows, known: Hours) -> Hours:
    """Return `rows` by the hour, with what is `known` of each already."""
    hours = {hour: copied(one) for hour, one in known.items()}
    for key, figure in rows.items():
        hours.setdefault(key.hour, Figure()).merge(figure)
    return hours


def copied(figure: Figure) -> Figure:
    """Return a figure of one's own, without what came to nothing."""
    return Figure(+figure.counts, +figure.wait, +figure.service)
