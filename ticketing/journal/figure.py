"""A row of figures: how often what happened, and how long it took to the second, small enough to keep for ever."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

WAIT, SERVICE = "wait", "service"


class Key(NamedTuple):
    """What a row of figures is about: things of one hour (0..23, the office's own) of a day; unknown is empty."""

    day: str
    hour: int
    service: str
    counter: str = ""
    officer: str = ""


@dataclass
class Figure:
    """One row: what happened how often, what citizens waited until their first call, and what services took.

    `counts` has issued, called, served, missed, parked, transferred, cancelled, expired, late, and what
    `figure_ratings` names; `wait` and `service` say of each whole number of seconds how often it took so long.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wait: Counter[int] = field(default_factory=Counter)
    service: Counter[int] = field(default_factory=Counter)

    def merge(self, other: Figure) -> None:
        """Count all of `other` as well."""
        self.counts.update(other.counts)
        self.wait.update(other.wait)
        self.service.update(other.service)

    def add(self, what: str, seconds: float, times: int) -> None:
        """Count one more of `what` (of WAIT and SERVICE one that took so long), or one less where `times` is -1."""
        if what == WAIT:
            _add(self.wait, max(0, int(seconds)), times)
        elif what == SERVICE:
            _add(self.service, max(0, int(seconds)), times)
        else:
            self.counts[what] += times
            if not self.counts[what]:
                del self.counts[what]


def _add(seconds: Counter[int], whole: int, times: int) -> None:
    seconds[whole] += times
    if not seconds[whole]:
        del seconds[whole]
