"""Reads when a notice is to be shown from the fields of a form: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from lobby.contract.base import FIRST_YEAR, LAST_YEAR
from lobby.contract.notices import TIME_OF_DAY
from ticketing.notices import words
from ticketing.notices.item import SECONDS, USUAL_SECONDS, Plan
from ticketing.notices.words import NoticeError


def plan_of(fields: Mapping[str, str], weekdays: Iterable[str]) -> Plan:
    """Return the plan that a form's `fields` and chosen `weekdays` (1 to 7) describe; raises NoticeError."""
    first, last = _day(fields.get("first", "")), _day(fields.get("last", ""))
    if first is not None and last is not None and last < first:
        raise NoticeError(words.DATES_CROSSED)
    begins, ends = _hour(fields.get("hours_from", "")), _hour(fields.get("hours_until", ""))
    if (begins is None) != (ends is None):
        raise NoticeError(words.HALF_HOURS)
    if begins is not None and begins == ends:
        raise NoticeError(words.SAME_HOURS)
    return Plan(first, last, begins, ends, _weekdays(weekdays), _seconds(fields.get("seconds", "")))


def _day(given: str) -> date | None:
    if not given.strip():
        return None
    try:
        day = date.fromisoformat(given.strip())
    except ValueError as fault:
        raise NoticeError(words.WRONG_DATE.format(given=given[:20])) from fault
    # The day after the last is told to boards, so the last year is one too many.
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise NoticeError(words.WRONG_DATE.format(given=given[:20]))
    return day


def _hour(given: str) -> str | None:
    if not given.strip():
        return None
    hour = given.strip()[:5]
    if not re.match(TIME_OF_DAY, hour):
        raise NoticeError(words.WRONG_HOUR.format(given=given[:20]))
    return hour


def _weekdays(given: Iterable[str]) -> tuple[int, ...]:
    chosen = sorted({int(one) for one in given if one in ("1", "2", "3", "4", "5", "6", "7")})
    return () if len(chosen) == 7 else tuple(chosen)


def _seconds(given: str) -> int:
    if not given.strip():
        return USUAL_SECONDS
    least, most = SECONDS
    figure = given.strip()
    if not figure.isdecimal() or len(figure) > 6 or not least <= int(figure) <= most:
        raise NoticeError(words.WRONG_SECONDS.format(least=least, most=most))
    return int(figure)
