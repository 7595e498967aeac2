"""Adds figures up into what a report's tables need, in one pass over them: pure."""

from __future__ import annotations

from collections import Counter, defaultdict
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
class Heap:
    """Figures in a heap: counts, and each wait and each service as it came, in whole seconds.

    They are counted at the end alone, which makes a year's report twice as fast as counting each row.
    """

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waits: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)

    def add(self, counts: Mapping[str, int], waits: Iterable[int], services: Iterable[int]) -> None:
        """Put one row on the heap."""
        mine = self.counts
        for name, count in counts.items():
            mine[name] += count
        self.waits.extend(waits)
        self.services.extend(services)

    def figure(self) -> Figure:
        """Return the heap as one figure."""
        return Figure(Counter(self.counts), Counter(self.waits), Counter(self.services))


@dataclass
class Sums:
    """The figures of one period by place (field, counter, officer), by time (day, hour, weekday, month), by `cross`."""

    period: Period
    cross: Dimensions = ()
    places: dict[tuple[str, str, str], Heap] = field(default_factory=lambda: defaultdict(Heap))
    times: dict[tuple[str, str, str, str], Heap] = field(default_factory=lambda: defaultdict(Heap))
    crossed: dict[tuple[str, ...], Heap] = field(default_factory=lambda: defaultdict(Heap))

    def add(self, read: Plain) -> None:
        """Take in a row of the period."""
        key, counts, waits, services = read
        day, hour, service, counter, officer = key
        self.places[service, counter, officer].add(counts, waits, services)
        self.times[day, f"{hour:02d}", weekday_of(day), day[:7]].add(counts, waits, services)
        if self.cross:
            self.crossed[tuple(DIMENSIONS[one](key) for one in self.cross)].add(counts, waits, services)


@dataclass
class Total:
    """The figures of one period, all together; `seen` tells whether there were any."""

    period: Period
    heap: Heap = field(default_factory=Heap)
    seen: bool = False

    def add(self, read: Plain) -> None:
        """Take in a row of the period."""
        _, counts, waits, services = read
        self.seen = True
        self.heap.add(counts, waits, services)


def together(heaps: Iterable[Heap]) -> Figure:
    """Return `heaps` as one figure."""
    whole = Heap()
    for heap in heaps:
        whole.add(heap.counts, heap.waits, heap.services)
    return whole.figure()


def grouped(heaps: Mapping[K, Heap], by: int) -> dict[str, Figure]:
    """Return `heaps` put together by the part `by` of their keys."""
    groups: dict[str, list[Heap]] = {}
    for key, heap in heaps.items():
        groups.setdefault(key[by], []).append(heap)
    return {name: together(group) for name, group in groups.items()}
