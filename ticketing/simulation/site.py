"""The engine's view of a simulated office."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crowd.office import Hours, Office
from lobby.contract.base import OFFICE_ZONE
from ticketing.engine import hours as engine_hours
from ticketing.engine.site import Counter, Profile, Rules, Service, Site

TYPICAL_S = 300


def site_of(
    office: Office, typical_s: int = TYPICAL_S, rules: Rules | None = None, profile: Profile = Profile.LONGEST
) -> Site:
    """Return the site of `office`; all fields have the same `typical_s`, as settings that nobody has tuned."""
    services = {
        field.id: Service(field.id, field.id, chr(ord("A") + place), typical_s=typical_s)
        for place, field in enumerate(office.fields)
    }
    counters = {key: Counter(key, key, fields, profile) for key, fields in office.counters.items()}
    return Site(services, counters, frozenset(office.priorities), rules=rules or Rules(), hours=hours_of(office.hours))


def hours_of(hours: Hours) -> engine_hours.Hours:
    """Return the hours as the rules ask for them, the same on every day of the week."""
    morning, afternoon = _period(hours.opens, hours.lunch), _period(hours.back, hours.closes)
    return engine_hours.Hours(
        ((morning, afternoon),) * 7,
        early_min=int(hours.opens - hours.doors) // 60,
        before_lunch_min=int(hours.last_ticket_s) // 60,
        before_end_min=int(hours.last_ticket_s) // 60,
    )


def midnight(day: date) -> datetime:
    """Return the first moment of a day at the office."""
    return datetime.combine(day, datetime.min.time(), OFFICE_ZONE)


def moment(day: date, seconds: float) -> datetime:
    """Return the moment `seconds` after midnight."""
    return midnight(day) + timedelta(seconds=seconds)


def _period(opens: float, closes: float) -> engine_hours.Period:
    return engine_hours.Period(int(opens // 60), int(closes // 60))
