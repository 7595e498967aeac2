"""The time of an appointment, where what was said with a ticket is one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from lobby.contract.base import OFFICE_ZONE


def appointed(said: str | None, now: datetime, late_s: int) -> datetime | None:
    """Return the time that `said` names (RFC 3339, or HH:MM today).

    None where it is no time, is not of today, or passed more than `late_s` seconds ago: then it is kept as said, and
    the ticket waits like any other.
    """
    at = _time(said, now) if said else None
    if at is None or at.astimezone(OFFICE_ZONE).date() != now.astimezone(OFFICE_ZONE).date():
        return None
    return at if now - at <= timedelta(seconds=late_s) else None


def _time(said: str, now: datetime) -> datetime | None:
    today = now.astimezone(OFFICE_ZONE).date()
    try:
        if len(said) <= 5:
            return datetime.combine(today, time.fromisoformat(said.zfill(5)), OFFICE_ZONE)
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    if abs(at.year - today.year) > 1:
        return None  # the ends of the calendar cannot be counted with
    return at if at.tzinfo is not None else at.replace(tzinfo=OFFICE_ZONE)
