"""The rules' view of opening hours, from the settings."""

from __future__ import annotations

from collections.abc import Iterable

from ticketing.engine.hours import ExtraDay, Hours
from ticketing.hub.calendar import holiday
from ticketing.hub.hours_settings import ExtraDaySettings, FieldHours, HoursSettings, Weekday, in_words

_NUMBER = {day: place for place, day in enumerate(Weekday)}


def hours_of(settings: HoursSettings) -> Hours:
    """Return the hours as the rules know them."""
    return Hours(
        week=settings.week.days(),
        holiday=holiday if settings.public_holidays else lambda _day: None,
        closed={day: _sentence(one.reason) for one in settings.closed_days for day in one.days()},
        extra={one.day: _extra(one) for one in settings.extra_days},
        early_min=settings.early_min,
        before_lunch_min=settings.before_lunch_min,
        before_end_min=settings.before_end_min,
        through_lunch=settings.through_lunch,
    )


def field_hours(site: HoursSettings | None, own: FieldHours) -> HoursSettings:
    """Return a field's hours: its own week, closed and extra days, and the site's for whatever it leaves out.

    Of the site's extra days it takes those worked for another weekday, with its own periods of that weekday: hours
    that the site names for one day are not this field's.
    """
    whole = site or HoursSettings(week=own.week)
    mine = {one.day for one in own.extra_days}
    swapped = (one for one in whole.extra_days if one.day not in mine and one.like and _works_on(own, one.like))
    said = own.model_dump(exclude_none=True, include=set(HoursSettings.model_fields) - set(_LISTS))
    return whole.model_copy(
        update={
            **said,
            "week": own.week,
            "closed_days": (*whole.closed_days, *own.closed_days),
            "extra_days": (*swapped, *own.extra_days),
        }
    )


def too_short(settings: HoursSettings) -> Iterable[str]:
    """Return a sentence for each weekday's period that ends before any number could be given."""
    if settings.through_lunch:
        return
    for day, periods in zip(Weekday, settings.week.days(), strict=True):
        for period in periods:
            key = "before_end_min" if period == periods[-1] else "before_lunch_min"
            if period.closes - getattr(settings, key) <= period.opens - settings.early_min:
                yield f"«week.{day}»: {in_words(period)} ngắn hơn «{key}» nên không lấy được số nào"


_LISTS = ("week", "closed_days", "extra_days")


def _works_on(own: FieldHours, day: Weekday) -> bool:
    return bool(own.week.days()[_NUMBER[day]])


def _extra(one: ExtraDaySettings) -> ExtraDay:
    return ExtraDay(one.periods, None if one.like is None else _NUMBER[one.like])


def _sentence(reason: str) -> str:
    words = reason.strip()
    return words if words.endswith((".", "!")) else f"{words}."
