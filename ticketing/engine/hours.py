"""When numbers are given: weekly hours with lunch, public holidays, the site's own closed and extra days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from lobby.contract.base import OFFICE_ZONE
from ticketing.engine.hours_words import BEFORE, NEVER, NO_WORK, OVER_FOR_NOW, OVER_TODAY, off, pause, sentence
from ticketing.engine.site import Site

MINUTES_A_DAY = 24 * 60
HORIZON_DAYS = 370


@dataclass(frozen=True)
class Period:
    """A time at work, in minutes after midnight: 450 to 690 is 07:30 to 11:30."""

    opens: int
    closes: int


@dataclass(frozen=True)
class ExtraDay:
    """A day at work that the week does not say: `periods` of its own, or those of the weekday `like` (0 is Monday)."""

    periods: tuple[Period, ...] = ()
    like: int | None = None


@dataclass(frozen=True)
class Hours:
    """The hours of a site or a field, at the office's own time; implements `site.WhenOpen`.

    `week` has the periods of each weekday from Monday, in order and apart from each other. Numbers are given from
    `early_min` before a period begins until `before_lunch_min` before it ends, `before_end_min` for the day's last one;
    with `through_lunch` also between the periods. `holiday` tells what is celebrated on a day, in the words that follow
    "Nghỉ" ("lễ Quốc khánh"). A day in `extra` is open whatever else is said of it; one in `closed` stays shut for the
    reason given.
    """

    week: tuple[tuple[Period, ...], ...]
    holiday: Callable[[date], str | None] = lambda _day: None
    closed: Mapping[date, str] = field(default_factory=dict)
    extra: Mapping[date, ExtraDay] = field(default_factory=dict)
    early_min: int = 0
    before_lunch_min: int = 0
    before_end_min: int = 0
    through_lunch: bool = False

    def periods(self, day: date) -> tuple[Period, ...]:
        """Return when the office works on `day`."""
        extra = self.extra.get(day)
        if extra is not None:
            return extra.periods if extra.like is None else self.week[extra.like]
        return () if self.day_off(day) is not None else self.week[day.weekday()]

    def day_off(self, day: date) -> str | None:
        """Return what is said of a day that is kept free, as people read it; None of any other."""
        if day in self.extra:
            return None
        reason = self.closed.get(day)
        if reason is not None:
            return reason
        name = self.holiday(day)
        return off(name) if name is not None else None

    def refusal(self, at: datetime) -> str | None:
        """Return why no number is given at `at`, telling when it opens again; None where one is."""
        local = at.astimezone(OFFICE_ZONE)
        day, minute = local.date(), local.hour * 60 + local.minute
        if any(first <= minute < end for first, end in self._windows(day)):
            return None
        opening = self.next_opening(at)
        return sentence(self._why(day, minute, opening), opening, day)

    def ends(self, day: date) -> datetime | None:
        """Return when the last period of `day` ends; None on a day without any."""
        periods = self.periods(day)
        return _moment(day, periods[-1].closes) if periods else None

    def work(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return from when to when counters work on `day`, in order."""
        return tuple((_moment(day, period.opens), _moment(day, period.closes)) for period in self.periods(day))

    def next_change(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` when `refusal` may change; midnight at the latest."""
        local = at.astimezone(OFFICE_ZONE)
        day = local.date()
        return next(moment for moment in self._edges(day) if moment > local)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return when numbers are given again after `at`; None where not within a year."""
        local = at.astimezone(OFFICE_ZONE)
        return self._opening(local.date(), local.hour * 60 + local.minute)

    def next_end(self, at: datetime) -> datetime | None:
        """Return when the numbers that are given at `at` end; None where none are."""
        local = at.astimezone(OFFICE_ZONE)
        day, minute = local.date(), local.hour * 60 + local.minute
        return next((_moment(day, end) for first, end in self._windows(day) if first <= minute < end), None)

    def _windows(self, day: date) -> list[tuple[int, int]]:
        """Return from which minute to which numbers are given."""
        periods = self.periods(day)
        if not periods:
            return []
        if self.through_lunch:
            periods = (Period(periods[0].opens, periods[-1].closes),)
        windows: list[tuple[int, int]] = []
        for place, period in enumerate(periods):
            first = max(0, period.opens - self.early_min)
            end = period.closes - (self.before_lunch_min if place < len(periods) - 1 else self.before_end_min)
            if windows and first <= windows[-1][1]:
                first = windows.pop()[0]
            if first < end:
                windows.append((first, end))
        return windows

    def _edges(self, day: date) -> Iterator[datetime]:
        works = [(period.opens, period.closes) for period in self.periods(day)]
        edges = {minute for edge in (*works, *self._windows(day)) for minute in edge}
        yield from (_moment(day, minute) for minute in sorted(edges) if minute < MINUTES_A_DAY)
        yield _moment(day, MINUTES_A_DAY)

    def _opening(self, day: date, minute: int) -> datetime | None:
        for ahead in range(HORIZON_DAYS):
            later = day + timedelta(days=ahead)
            first = next((one for one, _ in self._windows(later) if ahead or one > minute), None)
            if first is not None:
                return _moment(later, first)
        return None

    def _why(self, day: date, minute: int, opening: datetime | None) -> str:
        free = self.day_off(day)
        if free is not None:
            return free
        periods = self.periods(day)
        if not periods:
            return self._free_before(day, opening) or NO_WORK
        if opening is not None and opening.date() == day:
            return self._within(periods, minute)
        if opening is None:
            return NEVER
        free = self._free_before(day, opening)
        return f"{OVER_TODAY} {free}" if free is not None else OVER_TODAY

    def _within(self, periods: tuple[Period, ...], minute: int) -> str:
        if minute < periods[0].opens:
            return BEFORE
        gaps = ((first.closes, then.opens) for first, then in pairwise(periods))
        return next((pause(*gap) for gap in gaps if gap[0] <= minute < gap[1]), OVER_FOR_NOW)

    def _free_before(self, day: date, opening: datetime | None) -> str | None:
        """Return what the first day kept free after `day` is for, which is why it opens no sooner."""
        last = opening.date() if opening is not None else day + timedelta(days=HORIZON_DAYS)
        days = (day + timedelta(days=ahead) for ahead in range(1, (last - day).days))
        return next((free for one in days if (free := self.day_off(one)) is not None), None)


def next_change(site: Site, at: datetime) -> datetime | None:
    """Return the first moment after `at` when some field of `site` may open or close; None without any hours."""
    hours = {id(one): one for service in site.services if (one := site.hours_of(service)) is not None}
    return min((change for one in hours.values() if (change := one.next_change(at)) is not None), default=None)


def _moment(day: date, minute: int) -> datetime:
    midnight = datetime.combine(day, datetime.min.time(), OFFICE_ZONE)
    return midnight + timedelta(minutes=minute)
