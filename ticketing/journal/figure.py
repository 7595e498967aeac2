"""A row of figures: how often what happened, and how long it took, small enough to keep for ever."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log2
from typing import NamedTuple

COUNTS = (
    "issued",
    "called",
    "served",
    "missed",
    "parked",
    "transferred",
    "cancelled",
    "expired",
    "late",
    "ratings",
    "rating_sum",
)
# A bucket is at most a tenth wide, so a median read from it is at most a twentieth off.
BUCKETS_A_DOUBLING = 8
SHORTEST_S = 30.0

WAIT, SERVICE = "wait", "service"


class Key(NamedTuple):
    """What a row of figures is about; what is not known is empty."""

    day: str
    service: str
    counter: str = ""
    officer: str = ""


@dataclass
class Times:
    """How long things took: how many in each bucket, and all their whole seconds."""

    buckets: Counter[int] = field(default_factory=Counter)
    sum_s: int = 0

    @property
    def count(self) -> int:
        return sum(self.buckets.values())

    def add(self, seconds: float, times: int = 1) -> None:
        """Count one more, or one less where `times` is -1."""
        bucket = int(BUCKETS_A_DOUBLING * log2(1 + max(0.0, seconds) / SHORTEST_S))
        self.buckets[bucket] += times
        self.sum_s += times * int(seconds)
        if not self.buckets[bucket]:
            del self.buckets[bucket]

    def merge(self, other: Times) -> None:
        """Count all of `other` as well."""
        self.buckets.update(other.buckets)
        self.sum_s += other.sum_s

    def quantile(self, share: float) -> float | None:
        """Return the seconds below which `share` (0..1) of all lie, near enough; None where nothing was counted."""
        rank = share * self.count
        for bucket in sorted(self.buckets):
            rank -= self.buckets[bucket]
            if rank <= 0:
                return float(SHORTEST_S * (2 ** ((bucket + 0.5) / BUCKETS_A_DOUBLING) - 1))
        return None


@dataclass
class Figure:
    """One row: COUNTS, what citizens waited until their first call, and what services took."""

    counts: Counter[str] = field(default_factory=Counter)
    wait: Times = field(default_factory=Times)
    service: Times = field(default_factory=Times)

    def merge(self, other: Figure) -> None:
        """Count all of `other` as well."""
        self.counts.update(other.counts)
        self.wait.merge(other.wait)
        self.service.merge(other.service)

    def add(self, what: str, amount: float, times: int) -> None:
        """Count `amount` more of `what`, or as much less where `times` is -1."""
        if what == WAIT:
            self.wait.add(amount, times)
        elif what == SERVICE:
            self.service.add(amount, times)
        else:
            self.counts[what] += times * int(amount)
