"""Working days and hours of the office, for invented dates (weekends only: public holidays are not known here)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from lobby.contract.base import OFFICE_ZONE

SATURDAY = 5
CLOSES = time(17, 0)


def is_working(day: date) -> bool:
    """Tell whether the office works on `day`."""
    return day.weekday() < SATURDAY


def shift(day: date, working_days: int) -> date:
    """Return the working day that lies `working_days` after `day` (before it, where negative)."""
    onward = 1 if working_days > 0 else -1
    left = abs(working_days)
    while left or not is_working(day):
        day += timedelta(days=onward)
        left -= is_working(day) and left > 0
    return day


def at(day: date, minutes: int) -> datetime:
    """Return the moment `minutes` of working time into `day`: 07:30–11:30, then 13:30–17:00."""
    start = datetime.combine(day, time(7, 30), OFFICE_ZONE)
    lunch = 120 if minutes >= 240 else 0
    return start + timedelta(minutes=minutes + lunch)


def closing(day: date) -> datetime:
    """Return when the office closes on `day`: what a deadline means."""
    return datetime.combine(day, CLOSES, OFFICE_ZONE)
