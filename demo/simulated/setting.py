"""What makes the demo's site a simulated one: a fast clock for all programs, the office's hours, a desk that asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from crowd.office import SEVEN, Hours, Office, at
from demo.places import Places
from demo.plan import EVERY_PART, Plan
from demo.site import HUB, SMS, SPEAKER, Device
from demo.tables import Table
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.roles import Role

DESK = Device("desk-1", Role.DESK)
BEFORE_DOORS_S = 300.0
# How long the parts take to come up, with screens and without, on a small machine.
UP_S, UP_BARE_S = 60.0, 15.0
_LAST_DAY = "simulated-day"
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True)
class Setting:
    """The day that is played, how fast, and when on the machine's clock it begins."""

    day: date
    speed: float
    since: datetime
    office: Office
    bare: bool
    spoken: bool

    @property
    def midnight(self) -> datetime:
        """The first moment of the day that is played."""
        return datetime.combine(self.day, datetime.min.time(), OFFICE_ZONE)

    @property
    def start(self) -> datetime:
        """The time of day at which the clock becomes fast."""
        return self.midnight + timedelta(seconds=self.office.hours.doors - BEFORE_DOORS_S)

    def plan(self) -> Plan:
        """Return how the demo's site is to be run for it."""
        # Nobody of the simulated day sends messages.
        silent = tuple(part for part in EVERY_PART if part is not SMS and (part is not SPEAKER or self.spoken))
        parts = () if self.bare else silent
        return Plan(parts, (DESK,), self._altered, accounts=not self.bare)

    def _altered(self, name: str, table: Table) -> Table:
        if "broker" not in table:
            return table
        told: dict[str, Any] = {**table, "clock": self._clock()}
        return {**told, **_hub(told, self.office.hours), "pages": self._pages(table)} if name == HUB.id else told

    def _pages(self, table: Table) -> Table:
        # A board's page runs in a browser, which knows the machine's clock alone.
        pages: dict[str, Any] = table["pages"]
        return {**pages, "board": {**pages["board"], "clock": self._clock()}}

    def _clock(self) -> Table:
        return {"start": self.start.isoformat(), "speed": self.speed, "since": self.since.isoformat()}


def choose(places: Places, speed: float, half_day: bool, bare: bool, spoken: bool) -> Setting:
    """Return the setting of the next working day: today's, or the one after the last that was played here."""
    now = datetime.now(OFFICE_ZONE)
    day = _next_working_day(places, now.date())
    office = replace(SEVEN, hours=Hours(lunch=at(11, 30), back=at(11, 30), closes=at(11, 30))) if half_day else SEVEN
    since = now + timedelta(seconds=UP_BARE_S if bare else UP_S)
    return Setting(day, speed, since, office, bare, spoken)


def remember(places: Places, setting: Setting) -> None:
    """Keep in mind that this day was played, since a journal's days never go back."""
    (places.root / _LAST_DAY).write_text(setting.day.isoformat() + "\n", encoding="utf-8")


def _next_working_day(places: Places, today: date) -> date:
    last = places.root / _LAST_DAY
    day = today
    if last.exists():
        day = max(today, date.fromisoformat(last.read_text(encoding="utf-8").strip()) + timedelta(days=1))
    while day.weekday() >= len(_WEEK):
        day += timedelta(days=1)
    return day


def _hub(table: Table, hours: Hours) -> Table:
    # The devices of a whole day ask within minutes, so the pace of each is let go.
    rules = {"requests_per_s": 1000, "requests_burst": 10000}
    devices = [*table["devices"], {"id": DESK.id, "role": DESK.role.value}]
    return {"rules": rules, "devices": devices, "hours": _hours(hours)}


def _hours(hours: Hours) -> Table:
    periods = [_period(hours.opens, hours.lunch)]
    if hours.back < hours.closes:
        periods.append(_period(hours.back, hours.closes))
    last_ticket = int(hours.last_ticket_s) // 60
    return {
        "public_holidays": False,
        "early_min": int(hours.opens - hours.doors) // 60,
        "before_lunch_min": last_ticket,
        "before_end_min": last_ticket,
        "week": dict.fromkeys(_WEEK, periods),
    }


def _period(opens: float, closes: float) -> str:
    return "-".join(f"{int(one // 3600):02}:{int(one % 3600 // 60):02}" for one in (opens, closes))
