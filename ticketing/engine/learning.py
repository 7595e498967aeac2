"""What a site learns from its own services: how long a call takes, how officers differ, how long breaks are.

Every figure is an exponentially weighted mean of what happened, so it forgets slowly and is carried from day to day in
the `day.opened` entry; a value far out (a counter that was left without pressing finish) counts only in part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log
from typing import TYPE_CHECKING, Any

from lobby.contract.journal import EntryKind
from ticketing.engine.copies import replace
from ticketing.engine.facts import Fact

if TYPE_CHECKING:
    from ticketing.engine.state import Card, Lobby

REMEMBERED = 60
CARRIED = 40
FAR_OUT = 5.0
SURE_AFTER = 5
LONGEST_GAP_S = 120.0
LONGEST_BREAK_S = 2400.0
SHORTEST_S = 1.0

_ENDINGS = frozenset(
    {
        EntryKind.TICKET_SERVED,
        EntryKind.TICKET_NO_SHOW,
        EntryKind.TICKET_PARKED,
        EntryKind.TICKET_TRANSFERRED,
    }
)
_FREE_AFTER = _ENDINGS | {
    EntryKind.TICKET_CANCELLED,
    EntryKind.COUNTER_OPENED,
    EntryKind.COUNTER_RESUMED,
    EntryKind.COUNTER_PAUSED,
}
_PASSING = {"first": 1.0, "appointment": 1.0, "priority": 1.0, "normal": 0.0}


@dataclass(frozen=True)
class Pace:
    """How long one call of a field occupies a counter: its `mean_s`, and mean and variance of the natural logarithm.

    `n` calls were seen, at most what is remembered; `passed` is the share of calls that went before the line by rule.
    """

    n: int = 0
    mean_s: float = 0.0
    log_mean: float = 0.0
    log_var: float = 0.0
    passed: float = 0.0

    def seen(self, seconds: float) -> Pace:
        """Return the pace after one more call that took `seconds`."""
        far = self.mean_s * FAR_OUT
        took = max(SHORTEST_S, min(seconds, far) if self.n >= SURE_AFTER else seconds)
        share = 1 / min(self.n + 1, REMEMBERED)
        off = log(took) - self.log_mean
        return replace(
            self,
            n=min(self.n + 1, REMEMBERED),
            mean_s=self.mean_s + share * (took - self.mean_s),
            log_mean=self.log_mean + share * off,
            log_var=(1 - share) * (self.log_var + share * off * off) if self.n else 0.0,
        )


@dataclass(frozen=True)
class Habit:
    """How an officer's counter differs: its times are `factor` of the field's mean, from `n` calls."""

    n: int = 0
    factor: float = 1.0

    def seen(self, ratio: float) -> Habit:
        """Return the habit after a call that took `ratio` of the field's mean."""
        share = 1 / (min(self.n, REMEMBERED) + SURE_AFTER)
        return Habit(min(self.n + 1, REMEMBERED), self.factor + share * (min(ratio, FAR_OUT) - self.factor))


@dataclass(frozen=True)
class Learned:
    """All that was learned; `gap_s` passes between one citizen and the next call, `break_s` is a usual pause.

    `free` says since when each counter has had nobody at it, or stands paused; it is today's alone.
    """

    fields: Mapping[str, Pace] = field(default_factory=dict)
    counters: Mapping[str, Habit] = field(default_factory=dict)
    gap_s: float = 10.0
    break_s: float = 600.0
    free: Mapping[str, datetime] = field(default_factory=dict)

    def pace(self, service: str) -> Pace:
        """Return what is known of a field."""
        return self.fields.get(service, Pace())

    def habit(self, counter: str) -> Habit:
        """Return what is known of a counter."""
        return self.counters.get(counter, Habit())

    def to_data(self) -> dict[str, Any]:
        """Return what `day.opened` carries over to the next day."""
        return {
            "fields": {
                key: [min(one.n, CARRIED), *_rounded(one.mean_s, one.log_mean, one.log_var, one.passed)]
                for key, one in self.fields.items()
            },
            "counters": {key: [min(one.n, CARRIED), *_rounded(one.factor)] for key, one in self.counters.items()},
            "gap_s": round(self.gap_s, 3),
            "break_s": round(self.break_s, 3),
        }


def from_data(data: Mapping[str, Any] | None) -> Learned:
    """Return what an older day learned, from its `to_data`; nothing where there is none."""
    if not data:
        return Learned()
    return Learned(
        fields={key: Pace(int(row[0]), *map(float, row[1:])) for key, row in data.get("fields", {}).items()},
        counters={key: Habit(int(row[0]), float(row[1])) for key, row in data.get("counters", {}).items()},
        gap_s=float(data.get("gap_s", 10.0)),
        break_s=float(data.get("break_s", 600.0)),
    )


def learn(before: Lobby, fact: Fact) -> Learned:
    """Return what is known after `fact`, which happens to `before`."""
    learned, counter = before.learned, fact.counter
    if counter is None:
        return learned
    if fact.kind is EntryKind.TICKET_CALLED:
        return _called(learned, before, counter, fact)
    if fact.kind is EntryKind.COUNTER_RESUMED and counter in learned.free:
        learned = _break_seen(learned, (fact.at - learned.free[counter]).total_seconds())
    held = before.in_hand(counter)
    if fact.kind in _ENDINGS and held is not None and _is_of(fact, held) and fact.data.get("by") != "day":
        learned = _occupied(learned, held, counter, fact.at)
    return replace(learned, free={**learned.free, counter: fact.at}) if fact.kind in _FREE_AFTER else learned


def _is_of(fact: Fact, held: Card) -> bool:
    return fact.ticket is not None and fact.ticket.ticket == held.id


def _occupied(learned: Learned, held: Card, counter: str, until: datetime) -> Learned:
    if held.ticket.called_at is None:
        return learned
    took = (until - held.ticket.called_at).total_seconds()
    service = held.ticket.service
    pace = learned.pace(service).seen(took)
    habit = learned.habit(counter).seen(took / max(SHORTEST_S, pace.mean_s))
    return replace(learned, fields={**learned.fields, service: pace}, counters={**learned.counters, counter: habit})


def _called(learned: Learned, before: Lobby, counter: str, fact: Fact) -> Learned:
    if fact.ticket is None:
        return learned
    free = learned.free.get(counter)
    if free is not None and fact.ticket.issued_at <= free:
        gap = min(LONGEST_GAP_S, (fact.at - free).total_seconds())
        learned = replace(learned, gap_s=learned.gap_s + (gap - learned.gap_s) / REMEMBERED)
    passing = _PASSING.get(str(fact.data.get("turn")))
    if passing is None:
        return learned
    service = fact.ticket.service
    pace = learned.pace(service)
    pace = replace(pace, passed=pace.passed + (passing - pace.passed) / REMEMBERED)
    return replace(learned, fields={**learned.fields, service: pace})


def _break_seen(learned: Learned, seconds: float) -> Learned:
    if seconds > LONGEST_BREAK_S:
        return learned
    return replace(learned, break_s=learned.break_s + (seconds - learned.break_s) / SURE_AFTER / 2)


def _rounded(*values: float) -> list[float]:
    return [round(value, 4) for value in values]
