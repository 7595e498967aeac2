"""Makes the report of an office by its settings, its journal and its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from ticketing.hub.hours_of import hours_of
from ticketing.hub.settings import HubSettings
from ticketing.reports.making import Frame, report
from ticketing.reports.model import Period, Report
from ticketing.reports.names import Names
from ticketing.reports.period import before, year_ago
from ticketing.reports.reading import gather
from ticketing.reports.sums import Dimensions, Sums, Total

_SATURDAY = 5


def make(
    settings: HubSettings,
    now: datetime,
    period: Period,
    officers: Mapping[str, str] | None,
    cross: Dimensions = (),
) -> Report:
    """Return the report of `period` as the journal knows it at `now`; `cross` names the dimensions of a cross table.

    `officers` are people's names by user name, None for whoever may not see an officer's figures: then `cross` must not
    have officers either. Raises FileNotFoundError where there is no journal, NewerJournal, or sqlite3.Error.
    """
    sums, last, same = Sums(period, cross), Total(before(period)), Total(year_ago(period))
    if same.period == last.period:
        same = last
    found = gather(settings.state, sums, (last,) if same is last else (last, same))
    frame = Frame(
        names=names_of(settings, officers or {}),
        made_at=now,
        small_below=settings.reports.small_below,
        with_officers=officers is not None,
        works=_works(settings),
        begins=found.begins,
        reasons={one.id: one.vi for one in settings.rating.reasons},
    )
    return report(frame, sums, last, same, found.on_time)


def names_of(settings: HubSettings, officers: Mapping[str, str]) -> Names:
    """Return what the site's parts are called by its settings; `officers` by user name."""
    return Names(
        site=settings.site,
        office=settings.office.name,
        place=settings.office.place,
        fields={one.id: one.name for one in settings.services},
        counters={one.id: one.name for one in settings.counters},
        officers=officers,
    )


def _works(settings: HubSettings) -> Callable[[date], bool]:
    """Tell days of work by the settings' hours; without any, Monday to Friday."""
    if settings.hours is None:
        return lambda day: day.weekday() < _SATURDAY
    hours = hours_of(settings.hours)
    return lambda day: bool(hours.periods(day))
