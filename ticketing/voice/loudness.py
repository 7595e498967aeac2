"""How loud calls are: by the time of day, and, where a microphone listens, by the noise of the hall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

FULL = 1.0
SILENT_DB = -120.0


@dataclass(frozen=True)
class Hours:
    """From `begins` until `ends` of each day, over midnight where it ends earlier, the volume is `volume` 0..1."""

    begins: time
    ends: time
    volume: float

    def holds(self, at: time) -> bool:
        """Tell whether `at` lies within; the end does not."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True)
class Bounds:
    """At `quiet_db` (dBFS of the hall) and below calls are `low` times as loud, at `loud_db` and above `high` times;
    the noise counts by its average over `slow_s` seconds."""

    quiet_db: float = -55.0
    loud_db: float = -30.0
    low: float = 0.6
    high: float = FULL
    slow_s: float = 60.0


class Loudness:
    """Answers how loud the next call is; `hear` may be called from another thread than `volume`.

    Without `bounds` the noise does not count. Nothing but one running average of the level is kept.
    """

    def __init__(self, volume: float, hours: Sequence[Hours] = (), bounds: Bounds | None = None) -> None:
        self._volume = volume
        self._hours = tuple(hours)
        self._bounds = bounds
        self._average: float | None = None
        self._heard_at = 0.0

    def volume(self, now: datetime) -> float:
        """Return the volume 0..1 at the office's time `now`; the first of the hours that holds counts."""
        at = now.time()
        base = next((one.volume for one in self._hours if one.holds(at)), self._volume)
        return min(FULL, base * self._share())

    def hear(self, level_db: float, now: float) -> None:
        """Take the level of the hall in dBFS, measured at `now` (monotonic seconds) while nobody was called."""
        if self._bounds is None or not math.isfinite(level_db):
            return
        if self._average is None:
            self._average = level_db
        else:
            share = 1 - math.exp(-max(0.0, now - self._heard_at) / self._bounds.slow_s)
            self._average += share * (level_db - self._average)
        self._heard_at = now

    def forget(self) -> None:
        """Let the noise count no more until it is heard again."""
        self._average = None

    def _share(self) -> float:
        bounds, level = self._bounds, self._average
        if bounds is None:
            return FULL
        if level is None:
            return bounds.high
        place = (level - bounds.quiet_db) / (bounds.loud_db - bounds.quiet_db)
        return bounds.low + (bounds.high - bounds.low) * min(1.0, max(0.0, place))
