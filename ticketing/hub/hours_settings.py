"""The settings of opening hours: weekly periods, closed and extra days, and when numbers are given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from lobby.settings.load import Strict
from ticketing.engine.hours import MINUTES_A_DAY, Period

LONGEST_CLOSED = timedelta(days=366)
_PERIOD = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")

Minutes = Annotated[int, Field(ge=0, le=180)]


class Weekday(StrEnum):
    """A day of the week as the settings name it, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _period(text: object) -> object:
    if not isinstance(text, str):
        return text
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise ValueError("hãy viết giờ mở và giờ đóng như «07:30-11:30»")
    hour, minute, until_hour, until_minute = (int(part) for part in found.groups())
    period = Period(hour * 60 + minute, until_hour * 60 + until_minute)
    if max(minute, until_minute) > 59 or period.closes > MINUTES_A_DAY:
        raise ValueError("không có giờ này trong ngày")
    if period.opens >= period.closes:
        raise ValueError("giờ đóng phải sau giờ mở")
    return period


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise ValueError("không có ngày này; hãy viết năm-tháng-ngày như 2026-09-02") from fault


def _in_order(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    ordered = tuple(sorted(periods, key=lambda one: (one.opens, one.closes)))
    for first, then in pairwise(ordered):
        if then.opens <= first.closes:
            raise ValueError(f"{in_words(first)} và {in_words(then)} chồng lên nhau hoặc liền nhau; hãy sửa hoặc gộp")
    return ordered


def in_words(period: Period) -> str:
    """Return a period as the settings write it (07:30-11:30)."""
    hours = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (period.opens, period.closes))
    return "-".join(hours)


Day = Annotated[date, BeforeValidator(_day)]
Periods = Annotated[tuple[Annotated[Period, BeforeValidator(_period)], ...], AfterValidator(_in_order)]


class WeekSettings(Strict):
    """The periods of each weekday, for instance `monday = ["07:30-11:30", "13:30-17:00"]`; a day left out is free."""

    monday: Periods = ()
    tuesday: Periods = ()
    wednesday: Periods = ()
    thursday: Periods = ()
    friday: Periods = ()
    saturday: Periods = ()
    sunday: Periods = ()

    @model_validator(mode="after")
    def _is_ever_open(self) -> WeekSettings:
        if not any(self.days()):
            raise ValueError("chưa có giờ mở cửa ở ngày nào trong tuần")
        return self

    def days(self) -> tuple[tuple[Period, ...], ...]:
        """Return the periods of each weekday, Monday first."""
        return tuple(getattr(self, day.value) for day in Weekday)


class ClosedDay(Strict):
    """A day, or the days through `until`, on which the office stays shut, and why as people shall read it."""

    day: Day
    until: Day | None = None
    reason: str = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> ClosedDay:
        if self.until is not None and not self.day <= self.until <= self.day + LONGEST_CLOSED:
            raise ValueError("«until» phải từ «day» trở đi và không quá một năm sau")
        return self

    def days(self) -> Iterable[date]:
        """Return each day."""
        last = self.until or self.day
        return (self.day + timedelta(days=ahead) for ahead in range((last - self.day).days + 1))


class ExtraDaySettings(Strict):
    """A day at work that the week or a holiday says is free: `periods`, or those of the weekday it is worked for."""

    day: Day
    periods: Periods = ()
    like: Weekday | None = None

    @model_validator(mode="after")
    def _says_when(self) -> ExtraDaySettings:
        if bool(self.periods) == (self.like is not None):
            raise ValueError("viết «periods», hoặc «like» là thứ được làm bù; chỉ một trong hai")
        return self


class DaysSettings(Strict):
    """What the hours of a site and of a field have in common."""

    week: WeekSettings
    closed_days: tuple[ClosedDay, ...] = ()
    extra_days: tuple[ExtraDaySettings, ...] = ()

    @model_validator(mode="after")
    def _extra_days_have_periods(self) -> DaysSettings:
        days = [one.day for one in self.extra_days]
        for twice in sorted({one for one in days if days.count(one) > 1}):
            raise ValueError(f"«extra_days»: ngày {twice} có hai lần")
        for one in self.extra_days:
            if one.like is not None and not getattr(self.week, one.like.value):
                raise ValueError(f"«extra_days»: ngày {one.day} làm như «{one.like}», nhưng ngày ấy không có giờ mở")
        return self


class HoursSettings(DaysSettings):
    """When the office works and gives numbers; minutes before a period begins and before it ends."""

    public_holidays: bool = True
    early_min: Minutes = 15
    before_lunch_min: Minutes = 15
    before_end_min: Minutes = 30
    through_lunch: bool = False


class FieldHours(DaysSettings):
    """A field's own week; what is left out is the site's."""

    public_holidays: bool | None = None
    early_min: Minutes | None = None
    before_lunch_min: Minutes | None = None
    before_end_min: Minutes | None = None
    through_lunch: bool | None = None
