"""Tells whether one of the office's notices is to be shown at some time."""

from __future__ import annotations

from datetime import datetime

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notice

_DAY = 24 * 60


def is_due(notice: Notice, at: datetime) -> bool:
    """Tell whether `notice` is for the date, the weekday and the hour of `at`."""
    if (notice.from_ is not None and at < notice.from_) or (notice.until is not None and at >= notice.until):
        return False
    there = at.astimezone(OFFICE_ZONE)
    if notice.weekdays and there.isoweekday() not in notice.weekdays:
        return False
    begins, ends = _minutes(notice.hours_from, 0), _minutes(notice.hours_until, _DAY)
    now = there.hour * 60 + there.minute
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def _minutes(hour: str | None, otherwise: int) -> int:
    return int(hour[:2]) * 60 + int(hour[3:]) if hour is not None else otherwise
