"""What the rules know of a site: its fields, its counters, its classes of priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from ticketing.engine.rating_rules import RatingRules

PRIORITY_WORDS: Mapping[str, str] = {
    "elderly": "người cao tuổi",
    "disabled": "người khuyết tật",
    "pregnant": "phụ nữ mang thai",
    "small-child": "người có con nhỏ",
    "merit": "người có công",
    "far-away": "người ở thôn bản xa",
}


class AtEnd(StrEnum):
    """What a series does after its last number."""

    WRAP = "wrap"
    STOP = "stop"


class Profile(StrEnum):
    """How a counter with several fields chooses: its first field first, or whoever waits longest."""

    LONGEST = "longest"
    ORDERED = "ordered"


class Precedence(StrEnum):
    """How priority goes first: always, or once in so many calls."""

    STRICT = "strict"
    RATIO = "ratio"


class WhenOpen(Protocol):
    """The hours of a site or of a field, as the rules ask for them."""

    def refusal(self, at: datetime) -> str | None:
        """Return why no number is given at `at`, telling when it opens again; None where one is."""

    def ends(self, day: date) -> datetime | None:
        """Return when the last period of `day` ends; None on a day without any."""

    def next_change(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` when `refusal` may change; None where it never does."""

    def work(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return from when to when counters work on `day`, in order."""


@dataclass(frozen=True)
class Rules:
    """The site's rules for everyone who waits; times in whole seconds.

    Of `priority_one_in` calls at a counter one is a priority ticket's (with `Precedence.RATIO`); a normal ticket that
    has waited `normal_bound_s` is passed by no priority ticket or appointment that came later. A missed ticket comes
    back after `missed_return_s`, `missed_out_after` misses end it; a parked one comes back after `parked_return_s`
    (0: only when called or sent back). An appointment holds until `appointment_late_s` after its time. Whoever waits
    `overrun_s` after closing is sent home, at once where no counter is open any more.
    """

    precedence: Precedence = Precedence.RATIO
    priority_one_in: int = 2
    normal_bound_s: int = 1800
    missed_return_s: int = 180
    missed_out_after: int = 3
    parked_return_s: int = 900
    appointment_late_s: int = 900
    overrun_s: int = 1800
    undo_s: int = 10
    quota: int | None = None
    lease_size: int = 0


@dataclass(frozen=True)
class Service:
    """A field: its series of numbers, whether it takes people, and `typical_s` seconds a person takes.

    `digits` is the least width of a number; a citizen with a receipt of one of `backend_fields` belongs here, and where
    it `collects`, one whose result is ready; `leased_from` is the first serial that only a dispenser without the hub
    gives; `quota` tickets are given a day; a series that `goes_on` does not begin anew each day.
    """

    id: str
    name: str
    prefix: str = ""
    first: int = 1
    last: int = 999
    open: bool = True
    closed_reason: str | None = None
    typical_s: int = 300
    digits: int = 3
    at_end: AtEnd = AtEnd.WRAP
    goes_on: bool = False
    quota: int | None = None
    leased_from: int | None = None
    hours: WhenOpen | None = None
    collects: bool = False
    backend_fields: tuple[str, ...] = ()

    def number(self, serial: int) -> str:
        """Return what people read for `serial` (7 → A007)."""
        return f"{self.prefix}{serial:0{self.digits}d}"


@dataclass(frozen=True)
class Counter:
    """A counter and the fields it serves."""

    id: str
    name: str
    services: tuple[str, ...] = ()
    profile: Profile = Profile.LONGEST


@dataclass(frozen=True)
class Site:
    """Fields and counters by id, in the settings' order, and the rules; without `hours` it is always open.

    `printing` has the ids of the devices that print slips.
    """

    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    priorities: frozenset[str]
    rating_open_s: int = 60
    ratings: RatingRules = field(default_factory=RatingRules)
    rules: Rules = Rules()
    hours: WhenOpen | None = None
    printing: tuple[str, ...] = ()

    def hours_of(self, service: str) -> WhenOpen | None:
        """Return when a field is open: its own hours, or the site's."""
        known = self.services.get(service)
        return known.hours if known is not None and known.hours is not None else self.hours

    def serving(self, service: str) -> tuple[str, ...]:
        """Return the ids of the counters that serve `service`."""
        return self._serving.get(service, ())

    @cached_property
    def keeps_hours(self) -> bool:
        """Whether the site or any of its fields is closed at any time."""
        return self.hours is not None or any(one.hours is not None for one in self.services.values())

    @cached_property
    def _serving(self) -> Mapping[str, tuple[str, ...]]:
        serving: dict[str, tuple[str, ...]] = {}
        for counter in self.counters.values():
            for service in counter.services:
                serving[service] = (*serving.get(service, ()), counter.id)
        return serving

    def counter_name(self, counter: str | None) -> str:
        """Return the name people read, or the id of a counter that left the settings."""
        known = self.counters.get(counter or "")
        return known.name if known is not None else counter or ""


def priority_words(priority: str) -> str:
    """Return a class of priority as people read it."""
    return PRIORITY_WORDS.get(priority, priority)
