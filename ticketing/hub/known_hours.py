"""Opening hours that mean something only while the time of day is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from ticketing.engine.site import Site, WhenOpen


@dataclass(frozen=True)
class KnownHours:
    """The `hours` while the time of day `is_known`; else always open, since whoever works then knows better."""

    hours: WhenOpen
    is_known: Callable[[], bool]

    def refusal(self, at: datetime) -> str | None:
        return self.hours.refusal(at) if self.is_known() else None

    def ends(self, day: date) -> datetime | None:
        return self.hours.ends(day) if self.is_known() else None

    def next_change(self, at: datetime) -> datetime | None:
        return self.hours.next_change(at)

    def work(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return self.hours.work(day) if self.is_known() else ()


def by_known_hours(site: Site, is_known: Callable[[], bool]) -> Site:
    """Return `site` with its hours, and those of its fields, kept only while the time of day `is_known`."""
    known: dict[int, KnownHours] = {}

    def trusted(hours: WhenOpen | None) -> WhenOpen | None:
        # Fields that share their hours still do, so that each is asked once.
        return known.setdefault(id(hours), KnownHours(hours, is_known)) if hours is not None else None

    services = {key: replace(one, hours=trusted(one.hours)) for key, one in site.services.items()}
    return replace(site, services=services, hours=trusted(site.hours))
