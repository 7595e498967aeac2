"""Time, handed in: the system's clock, a fast one for simulated days, and a twin that tests move by hand."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Protocol

from lobby.contract.base import OFFICE_ZONE


class Clock(Protocol):
    """What programs know of time."""

    def now(self) -> datetime:
        """Return the wall time, aware, in the office's zone."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards, from an unknown start."""

    def age_s(self, moment: datetime) -> float:
        """Return the seconds that people have really lived since the wall time `moment`."""


class SystemClock:
    """The machine's clock, in the office's zone whatever the machine's own."""

    def now(self) -> datetime:
        return datetime.now(OFFICE_ZONE)

    def monotonic(self) -> float:
        return time.monotonic()

    def age_s(self, moment: datetime) -> float:
        return (self.now() - moment).total_seconds()


class FastClock:
    """A wall clock that stands at `start` when the machine's stands at `since`, and then runs `speed` times as fast.

    Before that it runs as the machine's does, while the site's programs come up one after another. All programs of a
    simulated site are given the same three, so they agree on the time of day. `monotonic` stays real: it times links,
    retries and screens, which are as slow as ever; and so does `age_s`, for what is fresh to a reader.
    """

    def __init__(self, start: datetime, speed: float, since: datetime) -> None:
        self._start = start.astimezone(OFFICE_ZONE)
        self._speed = speed
        self._since = since

    def now(self) -> datetime:
        passed = datetime.now(OFFICE_ZONE) - self._since
        return self._start + (passed * self._speed if passed > timedelta(0) else passed)

    def monotonic(self) -> float:
        return time.monotonic()

    def age_s(self, moment: datetime) -> float:
        return (self.now() - moment).total_seconds() / self._speed


class HandClock:
    """The twin: stands still until moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(OFFICE_ZONE)
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def age_s(self, moment: datetime) -> float:
        return (self._now - moment).total_seconds()

    def forward(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self._seconds += seconds
        self._now += timedelta(seconds=seconds)

    def jump(self, to: datetime) -> None:
        """Set the wall clock alone, as a machine without a clock battery does."""
        self._now = to.astimezone(OFFICE_ZONE)
