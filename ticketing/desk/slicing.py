"""Figures of a day, week or month by field, time, officer or counter, as a head asks for them: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from ticketing.desk.charts import percent
from ticketing.desk.figure_words import count_words, median_words, p90_words, satisfied_words, share_words
from ticketing.journal.figure import Figure, Key
from ticketing.journal.figure_rows import Plain
from ticketing.reports.measuring import measures
from ticketing.reports.model import Measures, Period, PeriodKind
from ticketing.reports.names import Names
from ticketing.reports.period import period
from ticketing.reports.sums import DIMENSIONS

# By what rows may be, and what they may be narrowed to.
BY = ("field", "counter", "officer", "hour", "weekday", "day")
NARROWED = ("field", "counter", "officer", "hour")
# These happen to a field's line, at no counter and by no officer.
_OF_THE_LINE = frozenset({"counter", "officer"})


@dataclass(frozen=True)
class Question:
    """What a head asks for: rows by one dimension, of one period, of only what `only` names (dimension to id)."""

    period: Period
    by: str
    only: Mapping[str, str]

    @property
    def is_of_officers(self) -> bool:
        """Whether the answer tells of officers one by one."""
        return self.by == "officer" or "officer" in self.only

    @property
    def is_of_the_line(self) -> bool:
        """Whether the answer can tell how many numbers were taken."""
        return self.by not in _OF_THE_LINE and not _OF_THE_LINE & self.only.keys()


class Slice(TypedDict):
    """One row of the answer; `percent` is the served as a share of the most."""

    name: str
    percent: float
    issued: str
    served: str
    missed: str
    missed_share: str
    wait: str
    wait_p90: str
    service: str
    service_p90: str
    satisfied: str
    rated: str


@dataclass
class Slicer:
    """Adds up the rows that a question is about."""

    question: Question
    groups: dict[str, Figure] = field(default_factory=dict)
    whole: Figure = field(default_factory=Figure)

    def take(self, row: Plain) -> None:
        """Count a row where it is of what is asked for."""
        key, counts, waits, services = row
        if not self._wants(key):
            return
        group = self.groups.setdefault(DIMENSIONS[self.question.by](key), Figure())
        waits, services = list(waits), list(services)
        for figure in (group, self.whole):
            figure.counts.update(counts)
            figure.wait.update(waits)
            figure.service.update(services)

    def _wants(self, key: Key) -> bool:
        if self.question.by in _OF_THE_LINE and not key.counter:
            return False
        return all(DIMENSIONS[name](key) == wanted for name, wanted in self.question.only.items())


def period_of(kind: str, day: date) -> Period:
    """Return the day, week or month (by default the day) that `day` is in."""
    year, week, _ = day.isocalendar()
    names = {PeriodKind.WEEK.value: f"{year}-W{week:02d}", PeriodKind.MONTH.value: f"{day:%Y-%m}"}
    return period(names.get(kind, day.isoformat()))


def slices(slicer: Slicer, names: Names, small_below: int) -> list[Slice]:
    """Return the rows of the answer, in the settings' order, by name or by time, and the whole last."""
    by = slicer.question.by
    rows = [(names.of(by, id_), measures(slicer.groups[id_], small_below)) for id_ in names.ordered(by, slicer.groups)]
    most = max((one.served for _, one in rows), default=0)
    told = [_slice(name, one, most) for name, one in rows]
    return [*told, _slice("Tất cả", measures(slicer.whole, small_below), 0)] if len(rows) > 1 else told


def _slice(name: str, one: Measures, most: int) -> Slice:
    return Slice(
        name=name,
        percent=percent(one.served, most),
        issued=count_words(one.issued),
        served=count_words(one.served),
        missed=count_words(one.missed),
        missed_share=share_words(one.no_show_share) if one.missed else "",
        wait=median_words(one.wait),
        wait_p90=p90_words(one.wait) if one.wait.n else "",
        service=median_words(one.service),
        service_p90=p90_words(one.service) if one.service.n else "",
        satisfied=satisfied_words(one.rated),
        rated=_rated_words(one),
    )


def _rated_words(one: Measures) -> str:
    apart = f" · {count_words(one.rated.doubtful)} nghi ngờ" if one.rated.doubtful else ""
    return f"{count_words(one.rated.n)} lượt{apart}" if one.rated.n or apart else ""
