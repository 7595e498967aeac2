"""Today's figures and those of the days beside it, added up as the head's page needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.daybook import Daybook
from ticketing.engine.hours_words import WEEKDAYS
from ticketing.journal.figure import Figure, Key
from ticketing.reports.measuring import measures
from ticketing.reports.model import Measures

Hours = Mapping[int, Figure]
ALL_DAY = 24
WEEKS = 4
LOOKED_BACK_DAYS = 10


@dataclass(frozen=True)
class Past:
    """A day before, by the hour."""

    day: date
    hours: Hours


@dataclass(frozen=True)
class Seen:
    """Today's figures at `now`, also by the hour; how many wait, and waited at most in each hour.

    `before` is the last day with figures, `usual` are those of the same weekday in the four weeks before that have
    figures; `small_below` marks small numbers.
    """

    now: datetime
    today: Mapping[Key, Figure]
    hours: Hours
    peaks: Mapping[int, int]
    waiting: int
    before: Past | None
    usual: Sequence[Past]
    small_below: int


def seen_now(daybook: Daybook, now: datetime, waiting: int, small_below: int) -> Seen:
    """Return what `daybook` knows at `now`."""
    today = now.astimezone(OFFICE_ZONE).date()
    days = (
        Past(day, daybook.hours_of(day)) for day in (today - timedelta(back) for back in range(1, LOOKED_BACK_DAYS))
    )
    weeks = (
        Past(day, daybook.hours_of(day)) for day in (today - timedelta(weeks=back) for back in range(1, WEEKS + 1))
    )
    known = daybook.today()
    rows = {key: figure for key, figure in known.rows.items() if key.day == today.isoformat()}
    return Seen(
        now=now.astimezone(OFFICE_ZONE),
        today=rows,
        hours=by_hour(rows),
        peaks=_peaks(known.peaks, now.astimezone(OFFICE_ZONE).hour, waiting),
        waiting=waiting,
        before=next((past for past in days if past.hours), None),
        usual=[past for past in weeks if past.hours],
        small_below=small_below,
    )


def _peaks(written: Mapping[int, int], hour: int, waiting: int) -> Mapping[int, int]:
    """Return how many waited at most in each hour, also in those since the newest entry: at lunch nobody writes."""
    if not waiting:
        return written
    silent = dict.fromkeys(range(max(written, default=hour) + 1, hour + 1), waiting)
    return {**written, **silent, hour: max(waiting, written.get(hour, 0))}


def measured(seen: Seen, by: Callable[[Key], str]) -> dict[str, Measures]:
    """Return today's measures of each counter or field, as `by` names it."""
    return {name: measures(figure, seen.small_below) for name, figure in grouped(seen.today, by).items()}


def by_hour(rows: Mapping[Key, Figure]) -> dict[int, Figure]:
    """Return the figures of one day by the hour."""
    return {int(hour): figure for hour, figure in grouped(rows, lambda key: f"{key.hour}").items()}


def grouped(rows: Mapping[Key, Figure], by: Callable[[Key], str]) -> dict[str, Figure]:
    """Return figures added up by what `by` says of their keys."""
    groups: dict[str, Figure] = {}
    for key, figure in rows.items():
        groups.setdefault(by(key), Figure()).merge(figure)
    return groups


def day_words(day: date, today: date) -> str:
    """Return what a day before is called beside `today`: Hôm qua, or its weekday and date."""
    weekday = WEEKDAYS[day.weekday()]
    date_ = f"{day.day}/{day.month}"
    return f"Hôm qua {date_}" if (today - day).days == 1 else f"{weekday[:1].upper()}{weekday[1:]} {date_}"


def together(hours: Hours, until: int = ALL_DAY) -> Figure:
    """Return the hours before `until` as one."""
    whole = Figure()
    for hour, figure in hours.items():
        if hour < until:
            whole.merge(figure)
    return whole


def measures_until(seen: Seen, hours: Hours, until: int = ALL_DAY) -> Measures:
    """Return what is said of the hours before `until`."""
    return measures(together(hours, until), seen.small_below)
