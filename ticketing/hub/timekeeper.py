"""The office's time: it always moves, never runs back, and ends no day because the machine's clock jumped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from ticketing.engine.days import after_midnight, office_date
from ticketing.engine.state import Lobby

# No entry can be older than the program: a clock before this day has lost its date.
FLOOR = datetime(2026, 1, 1, tzinfo=OFFICE_ZONE)
# A clock that is behind by less was put right; by more, it stands on an older day.
PUT_RIGHT = timedelta(hours=2)
# The longest that an office is closed, so that a clock further ahead needs someone's word.
LONGEST_PAUSE = timedelta(days=31)
LEAP = timedelta(seconds=60)
BEHIND = timedelta(minutes=1)
AGREES = timedelta(seconds=1)
LAST_HOUR = timedelta(hours=1)
CATCHING_UP = 0.9
_DAY = timedelta(days=1)


class Doubt(StrEnum):
    """Why the machine's clock is not simply believed."""

    BEHIND = "behind"
    LOST = "lost"
    AHEAD = "ahead"
    HELD = "held"


class Timekeeper:
    """A clock over the machine's clock and the journal's newest entry; every method is safe from any thread.

    What the machine's clock says is taken as it is where that is a little later than the time that runs here. Else:

    - It is behind: the time runs a tenth slower until the clock is there, or, where it stands on an older day, whole
      days are added to it, so that the time of day is right and days turn at midnight.
    - It lost its date (`Doubt.LOST`) or is more than 31 days ahead and neither synchronised nor confirmed
      (`Doubt.AHEAD`): the time runs on by the machine's monotonic clock and stays within the business day.
    - It leaps to another date while someone waits or stands at a counter (`Doubt.HELD`): the same, until nobody does or
      the clock's next midnight. Tickets of before a long stop of this program do not hold the day.
    """

    def __init__(self, clock: Clock, lobby: Callable[[], Lobby], synchronised: Callable[[], bool]) -> None:
        self._clock = clock
        self._lobby = lobby
        self._synchronised = synchronised
        self._lock = threading.Lock()
        self._given = FLOOR
        self._at_monotonic = 0.0
        self._claim: datetime | None = None
        self._held_on: date | None = None
        self._since = 0
        self._confirmed: datetime | None = None
        self._doubt: Doubt | None = None

    @property
    def doubt(self) -> Doubt | None:
        """Why the clock was not believed when it was last asked; None where it was."""
        return self._doubt

    @property
    def hour_is_known(self) -> bool:
        """Whether the time of day can be relied on, so that opening hours mean anything."""
        return self._doubt is None or (self._doubt is Doubt.BEHIND and self._synchronised())

    @property
    def is_sure(self) -> bool:
        """Whether someone vouches for the date: the network's time, or the site's keeper."""
        return self._vouched(self._clock.now())

    def start(self) -> None:
        """Begin at the newest entry of the lobby as it is folded now."""
        with self._lock:
            lobby, wall = self._lobby(), self._clock.now()
            self._given = lobby.at if lobby.at is not None else max(wall, FLOOR)
            self._at_monotonic = self._clock.monotonic()
            self._claim = self._held_on = self._doubt = None
            # Who waited before a short stop still does; a longer one, or a wrong clock, tells nothing of them.
            short = timedelta(0) - BEHIND <= wall - self._given <= PUT_RIGHT
            self._since = 0 if short else lobby.seq

    def now(self) -> datetime:
        """Return the office's time: at or after all it ever returned and the newest entry."""
        with self._lock:
            lobby, monotonic = self._lobby(), self._clock.monotonic()
            passed = timedelta(seconds=max(0.0, monotonic - self._at_monotonic))
            self._at_monotonic = monotonic
            if lobby.at is not None:
                self._given = max(self._given, lobby.at)
            wall = self._clock.now()
            self._given = wall if self._agrees(lobby, wall, passed) else self._next(lobby, wall, passed)
            return self._given

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def age_s(self, moment: datetime) -> float:
        return self._clock.age_s(moment + (self._clock.now() - self.now()))

    def confirm(self) -> None:
        """Take the site's keeper's word that the machine's date is right."""
        with self._lock:
            self._confirmed = self._clock.now()

    def _agrees(self, lobby: Lobby, wall: datetime, passed: timedelta) -> bool:
        """Tell whether the machine's clock went on as the time here did, on the day that is open: mostly it does."""
        if self._doubt is not None or self._held_on is not None or wall.date() != lobby.day:
            return False
        if wall < self._given or abs(wall - self._given - passed) > AGREES:
            return False
        self._claim = wall
        return True

    def _next(self, lobby: Lobby, wall: datetime, passed: timedelta) -> datetime:
        claim, before = self._claimed(wall, self._given + passed), self._claim
        self._claim = claim
        doubt = self._doubted(lobby, wall, passed, claim, before)
        if doubt is not Doubt.HELD:
            self._held_on = None
        if doubt is not None or claim is None:
            self._doubt = doubt
            return self._within(lobby, passed)
        is_same_day = lobby.day is None or office_date(claim) <= lobby.day
        slowly = passed * CATCHING_UP
        at = max(claim, self._within(lobby, slowly) if is_same_day else self._given + slowly)
        self._doubt = Doubt.BEHIND if wall < at - BEHIND else None
        return at

    def _doubted(
        self, lobby: Lobby, wall: datetime, passed: timedelta, claim: datetime | None, before: datetime | None
    ) -> Doubt | None:
        """Return why the time has to run on without the machine's clock; None where it need not."""
        if claim is None:
            return Doubt.LOST
        if wall - self._given > LONGEST_PAUSE and not self._vouched(wall):
            return Doubt.AHEAD
        if lobby.day is None or office_date(claim) <= lobby.day:
            return None
        return Doubt.HELD if self._must_hold(lobby, claim, claim > wall, passed, before) else None

    def _claimed(self, wall: datetime, running: datetime) -> datetime | None:
        """Return the time that the machine's clock stands for, None where it lost its date."""
        if wall < FLOOR:
            return None
        return wall + max(0, ceil((running - PUT_RIGHT - wall) / _DAY)) * _DAY

    def _must_hold(
        self, lobby: Lobby, claim: datetime, guessed: bool, passed: timedelta, before: datetime | None
    ) -> bool:
        if claim - (self._given + passed) <= LEAP:
            return False
        leapt = before is None or abs(claim - before - passed) > LEAP
        if self._held_on is None or leapt:
            self._held_on = office_date(claim)
        is_midnight_past = office_date(claim) > self._held_on
        # Days that were added are a guess, which nobody is sent home for.
        return not is_midnight_past and _is_anyone_here(lobby, 0 if guessed else self._since)

    def _within(self, lobby: Lobby, passed: timedelta) -> datetime:
        """Return the time `passed` later, slower and slower towards the midnight that the day may not cross."""
        left = after_midnight(lobby.day) - self._given if lobby.day is not None else timedelta.max
        if left <= timedelta(0):
            return self._given + passed
        return self._given + min(passed * min(1.0, left / LAST_HOUR), left / 2)

    def _vouched(self, wall: datetime) -> bool:
        confirmed = self._confirmed is not None and abs(wall - self._confirmed) <= LONGEST_PAUSE
        return confirmed or self._synchronised()


def _is_anyone_here(lobby: Lobby, since: int) -> bool:
    """Tell whether someone waits or is at a counter who took the number after the entry `since`."""
    held = (lobby.cards[desk.ticket] for desk in lobby.desks.values() if desk.ticket is not None)
    waiting = (card for line in lobby.waiting.values() for card in line.cards())
    return any(card.issued_seq > since for cards in (held, waiting) for card in cards)
