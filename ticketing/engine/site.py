"""What the rules know of a site: its fields, its counters, its classes of priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PRIORITY_WORDS: Mapping[str, str] = {
    "elderly": "người cao tuổi",
    "disabled": "người khuyết tật",
    "pregnant": "phụ nữ mang thai",
    "small-child": "người có con nhỏ",
    "merit": "người có công",
    "far-away": "người ở thôn bản xa",
}


@dataclass(frozen=True)
class Service:
    """A field: its series of numbers, whether it takes people, and `typical_s` seconds a person takes."""

    id: str
    name: str
    prefix: str = ""
    first: int = 1
    last: int = 999
    open: bool = True
    closed_reason: str | None = None
    typical_s: int = 300

    def number(self, serial: int) -> str:
        """Return what people read for `serial` (7 → A007)."""
        return f"{self.prefix}{serial:03d}"


@dataclass(frozen=True)
class Counter:
    """A counter and the fields it serves."""

    id: str
    name: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """Fields and counters by id, in the settings' order."""

    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    priorities: frozenset[str]
    rating_open_s: int = 60

    def serving(self, service: str) -> tuple[str, ...]:
        """Return the ids of the counters that serve `service`."""
        return tuple(counter.id for counter in self.counters.values() if service in counter.services)

    def counter_name(self, counter: str | None) -> str:
        """Return the name people read, or the id of a counter that left the settings."""
        known = self.counters.get(counter or "")
        return known.name if known is not None else counter or ""


def priority_words(priority: str) -> str:
    """Return a class of priority as people read it."""
    return PRIORITY_WORDS.get(priority, priority)
