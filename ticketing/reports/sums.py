"""Adds figures up into what a report's tables need, in one pass over them: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from ticketing.journal.figure import Figure, Key
from ticketing.journal.figure_rows import Plain
from ticketing.reports.model import Period

Dimensions = Sequence[str]
K = TypeVar("K", bound=tuple[str, ...])


@lru_cache(maxsize=1000)
def weekday_of(day: str) -> str:
    """Return "1" (Monday) to "7"."""
    return str(date.fromisoformat(day).isoweekday())


DIMENSIONS: Mapping[str, Callable[[Key], str]] = {
    "field": lambda key: key.service,
    "counter": lambda key: key.counter,
    "officer": lambda key: key.officer,
    "hour": lambda key: f"{key.hour:02d}",
    "weekday": lambda key: weekday_of(key.day),
    "day": lambda key: key.day,
    "month": lambda key: key.day[:7],
}


@dataclass
class Sums:
    """The figures of one period by place (field, counter, officer), by day, by hour, and by `cross`."""

    period: Period
    cross: Dimensions = ()
    places: dict[tuple[str, str, str], Figure] = field(default_factory=lambda: defaultdict(Figure))
    days: dict[str, Figure] = field(default_factory=lambda: defaultdict(Figure))
    hours: dict[tuple[str, str], Figure] = field(default_factory=lambda: defaultdict(Figure))
    crossed: dict[tuple[str, ...], Figure] = field(default_factory=lambda: defaultdict(Figure))

    def add(self, read: Plain) -> None:
        """Count a row where it is of the period."""
        key, counts, waits, services = read
        if not self.period.first.isoformat() <= key.day <= self.period.last.isoformat():
            return
        figures = [
            self.places[key.service, key.counter, key.officer],
            self.days[key.day],
            self.hours[f"{key.hour:02d}", weekday_of(key.day)],
        ]
        if self.cross:
            figures.append(self.crossed[tuple(DIMENSIONS[one](key) for one in self.cross)])
        for figure in figures:
            _add(figure, counts, waits, services)


@dataclass
class Total:
    """The figures of one period, all together; `seen` tells whether there were any."""

    period: Period
    figure: Figure = field(default_factory=Figure)
    seen: bool = False

    def add(self, read: Plain) -> None:
        """Count a row where it is of the period."""
        key, counts, waits, services = read
        if self.period.first.isoformat() <= key.day <= self.period.last.isoformat():
            self.seen = True
            _add(self.figure, counts, waits, services)


def together(figures: Iterable[Figure]) -> Figure:
    """Return `figures` as one."""
    whole = Figure()
    for figure in figures:
        whole.merge(figure)
    return whole


def grouped(figures: Mapping[K, Figure], by: int) -> dict[str, Figure]:
    """Return `figures` added up by the part `by` of their keys."""
    groups: dict[str, list[Figure]] = {}
    for key, figure in figures.items():
        groups.setdefault(key[by], []).append(figure)
    return {name: together(group) for name, group in groups.items()}


def _add(figure: Figure, counts: Mapping[str, int], waits: Iterable[int], services: Iterable[int]) -> None:
    # A dict's own loop is half again as fast as Counter.update here, and this is most of a year's report.
    sums = figure.counts
    for name, count in counts.items():
        sums[name] += count
    figure.wait.update(waits)
    figure.service.update(services)
