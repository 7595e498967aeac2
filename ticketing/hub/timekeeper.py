"""The office's time: it always moves, never runs back, and ends no day because the machine's clock jumped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lobby.clock import Clock
from ticketing.engine.days import office_date
from ticketing.engine.state import Lobby
from ticketing.hub.here import is_anyone_here
from ticketing.hub.timesync import FLOOR, KeptBoot

# A clock that is behind by less was put right; by more, it stands on an older day.
PUT_RIGHT = timedelta(hours=2)
# A clock that someone vouches for is waited for, but not for weeks with one day and its numbers.
PATIENCE = timedelta(days=3)
# The longest that an office is closed, so that a clock further ahead needs someone's word.
LONGEST_PAUSE = timedelta(days=31)
LEAP = timedelta(seconds=60)
# Within it the opening hours still mean something, and a step within a day harms nobody.
SMALL_STEP = timedelta(minutes=15)
BEHIND = timedelta(minutes=1)
AGREES = timedelta(seconds=1)
QUIET = timedelta(minutes=30)
CATCHING_UP = 0.9
CATCHING_UP_ALONE = 0.1
_DAY = timedelta(days=1)


class Doubt(StrEnum):
    """Why the machine's clock is not simply believed."""

    BEHIND = "behind"
    LOST = "lost"
    AHEAD = "ahead"
    HELD = "held"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Reading:
    """The office's time `at` and the business day `day`, which stays where the date is in doubt."""

    at: datetime
    day: date


class Timekeeper:
    """A clock over the machine's clock and the journal's newest entry; every method is safe from any thread.

    What the machine's clock says is taken as it is where that is a little later than the time that runs here. Else:

    - It is behind: the time runs a tenth slower until the clock is there, and the day turns with the clock. Whole days
      are added to one that woke on an older day, unless someone vouches for it: the network's time or the keeper.
    - It lost its date (`Doubt.LOST`) or is more than 31 days ahead and nobody vouches for it (`Doubt.AHEAD`): the time
      runs on by the machine's monotonic clock, and the day does not turn.
    - It leaps while someone who took a number is here, to another date or without anyone's vouching (`Doubt.HELD`): the
      same, until nobody is or the clock's next midnight. Tickets of before a long stop of this program hold no day.
    - The machine was off and no battery drove its clock (`Doubt.UNSURE`): it is taken, but its time of day is not
      relied on, and its midnight sends nobody home.
    """

    def __init__(
        self,
        clock: Clock,
        lobby: Callable[[], Lobby],
        synchronised: Callable[[], bool],
        boot: KeptBoot | None = None,
    ) -> None:
        self._clock = clock
        self._lobby = lobby
        self._synchronised = synchronised
        self._boot = boot
        self._lock = threading.Lock()
        self._given = FLOOR
        self._at_monotonic = 0.0
        self._wall: datetime | None = None
        self._claim: datetime | None = None
        self._held_on: date | None = None
        self._since = 0
        self._confirmed: tuple[datetime, float] | None = None
        self._doubt: Doubt | None = None
        self._unsure = False
        self._woke = False
        self._trusted = False
        self._may_turn = True

    @property
    def doubt(self) -> Doubt | None:
        """Why the clock was not believed when it was last asked; None where it was."""
        return self._doubt

    @property
    def hour_is_known(self) -> bool:
        """Whether the time of day can be relied on, so that opening hours mean anything."""
        if self._doubt is None:
            return True
        wall = self._clock.now()
        is_near = self._given - wall <= SMALL_STEP
        return self._doubt is Doubt.BEHIND and is_near and self._vouched(wall)

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
            self._wall = self._claim = self._held_on = None
            if lobby.at is None and self._boot is not None:
                # Nothing was written yet, so nothing shows that the clock stood still meanwhile.
                self._boot.is_right()
            self._woke = self._boot is None or self._boot.ran_on()
            self._unsure, self._trusted = not self._woke, False
            self._may_turn = lobby.day is None or office_date(self._given) <= lobby.day
            self._learn(wall)
            self._doubt = Doubt.UNSURE if self._unsure else None
            # Who waited before a short stop still does; a longer one, or a wrong clock, tells nothing of them.
            is_short = not self._unsure and timedelta(0) - BEHIND <= wall - self._given <= PUT_RIGHT
            self._since = 0 if is_short else lobby.seq

    def now(self) -> datetime:
        """Return the office's time: at or after all it ever returned and the newest entry."""
        return self.read().at

    def read(self) -> Reading:
        """Return the office's time and its business day, both of one moment."""
        with self._lock:
            lobby, monotonic = self._lobby(), self._clock.monotonic()
            passed = timedelta(seconds=max(0.0, monotonic - self._at_monotonic))
            self._at_monotonic = monotonic
            if lobby.at is not None:
                self._given = max(self._given, lobby.at)
            wall = self._clock.now()
            reading = self._agreed(lobby, wall, passed) or self._next(lobby, wall, passed)
            self._given, self._wall = reading.at, wall
            return reading

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def age_s(self, moment: datetime) -> float:
        return self._clock.age_s(moment + (self._clock.now() - self.now()))

    def confirm(self) -> None:
        """Take the site's keeper's word that the machine's date is right, for as long as its clock runs on evenly."""
        with self._lock:
            self._confirmed = self._clock.now(), self._clock.monotonic()

    def _agreed(self, lobby: Lobby, wall: datetime, passed: timedelta) -> Reading | None:
        """Return the machine's time where it went on as the time here did, on the day that is open: mostly it does."""
        if self._doubt is not None or self._unsure or self._held_on is not None or wall.date() != lobby.day:
            return None
        if wall < self._given or abs(wall - self._given - passed) > AGREES:
            return None
        self._claim = wall
        return Reading(wall, lobby.day)

    def _next(self, lobby: Lobby, wall: datetime, passed: timedelta) -> Reading:
        self._learn(wall)
        if self._wall is not None and abs(wall - self._wall - passed) > LEAP:
            self._woke = self._trusted = False
        claim, before = self._claimed(wall, self._given + passed), self._claim
        self._claim = claim
        doubt = self._doubted(lobby, wall, passed, claim, before)
        if doubt is not Doubt.HELD:
            self._held_on = None
        self._may_turn = doubt is None
        if doubt is not None or claim is None:
            self._doubt = doubt
            at = self._given + passed
            return Reading(at, lobby.day or office_date(at))
        at = max(claim, self._given + passed * self._pace(lobby, claim))
        behind = Doubt.BEHIND if wall < at - BEHIND else None
        self._doubt = Doubt.UNSURE if self._unsure else behind
        day = office_date(claim)
        return Reading(at, day if lobby.day is None else max(day, lobby.day))

    def _doubted(
        self, lobby: Lobby, wall: datetime, passed: timedelta, claim: datetime | None, before: datetime | None
    ) -> Doubt | None:
        """Return why the time has to run on without the machine's clock; None where it need not."""
        if claim is None:
            return Doubt.LOST
        if wall - self._given > LONGEST_PAUSE and not self._vouched(wall):
            return Doubt.AHEAD
        leapt = self._wall is not None and (before is None or abs(claim - before - passed) > LEAP)
        ahead = claim - (self._given + passed)
        if lobby.day is None or office_date(claim) <= lobby.day:
            must_hold = ahead > SMALL_STEP and (leapt or self._held_on is not None) and not self._vouched(wall)
        else:
            must_hold = ahead > LEAP or leapt or self._unsure or not self._may_turn
        return Doubt.HELD if must_hold and self._holds(lobby, claim, leapt, claim > wall) else None

    def _holds(self, lobby: Lobby, claim: datetime, leapt: bool, guessed: bool) -> bool:
        if self._held_on is None or leapt:
            self._held_on = office_date(claim)
        is_midnight_past = office_date(claim) > self._held_on
        # Days that were added, and a restored clock's midnight, are guesses, which nobody is sent home for.
        return not is_midnight_past and is_anyone_here(lobby, 0 if guessed or self._unsure else self._since)

    def _claimed(self, wall: datetime, running: datetime) -> datetime | None:
        """Return the time that the machine's clock stands for, None where it lost its date."""
        if wall < FLOOR:
            return None
        behind = running - wall
        if behind <= PUT_RIGHT:
            return wall
        self._trusted = self._trusted or self._vouched(wall)
        if self._trusted and behind <= PATIENCE:
            return wall
        if self._woke and not self._trusted:
            # A night may have passed: the clock's time of day comes next.
            return wall - (PUT_RIGHT - behind) // _DAY * _DAY
        # No night has passed while this program ran, so no day may turn for it.
        return wall + (behind + PUT_RIGHT) // _DAY * _DAY

    def _pace(self, lobby: Lobby, claim: datetime) -> float:
        """Return how fast time runs until the clock is there: where nobody is held up by it, it all but waits."""
        is_far = self._given - claim > PUT_RIGHT
        is_quiet = is_far and (lobby.at is None or self._given - lobby.at > QUIET) and not is_anyone_here(lobby)
        return CATCHING_UP_ALONE if is_quiet else CATCHING_UP

    def _learn(self, wall: datetime) -> None:
        """Give up the doubt about a restored clock once someone vouches for it."""
        if self._unsure and self._vouched(wall):
            self._unsure = False
            if self._boot is not None:
                self._boot.is_right()

    def _vouched(self, wall: datetime) -> bool:
        return self._is_confirmed(wall) or self._synchronised()

    def _is_confirmed(self, wall: datetime) -> bool:
        if self._confirmed is None:
            return False
        at, monotonic = self._confirmed
        return abs(wall - at - timedelta(seconds=self._clock.monotonic() - monotonic)) <= SMALL_STEP
