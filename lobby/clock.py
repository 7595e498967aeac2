"""Time, handed in: the system's clock and a twin that tests move by hand."""

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


class SystemClock:
    """The machine's clock, in the office's zone whatever the machine's own."""

    def now(self) -> datetime:
        return datetime.now(OFFICE_ZONE)

    def monotonic(self) -> float:
        return time.monotonic()


class HandClock:
    """The twin: stands still until moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(OFFICE_ZONE)
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def forward(self, seconds: float) -> None:
        """Let `seconds` pass on both clocks."""
        self._seconds += seconds
        self._now += timedelta(seconds=seconds)

    def jump(self, to: datetime) -> None:
        """Set the wall clock alone, as a machine without a clock battery does."""
        self._now = to.astimezone(OFFICE_ZONE)
