"""What takes batches to the backend: the next one at once, after a failure only when a growing wait is over."""

from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod

from backend_bridge.adapters.backend import Rejected, Unreachable
from backend_bridge.pace import Backoff
from lobby.clock import Clock

log = logging.getLogger(__name__)

BATCH = 100


class Courier(ABC):
    """One batch a `step`. After a failure it waits, also when it is stepped early because there is more to send."""

    def __init__(self, clock: Clock, backoff: Backoff) -> None:
        self._clock = clock
        self._backoff = backoff
        self._size = BATCH
        self._refused = 0
        self._tries = 0
        self._not_before = 0.0

    def step(self) -> float:
        """Deliver what is due; return after how many seconds to come again."""
        early = self._not_before - self._clock.monotonic()
        if early > 0:
            return early
        try:
            return self._deliver()
        except (Unreachable, Rejected):
            return self._wait(self._backoff.failed())
        except sqlite3.Error as fault:
            log.error("%s: the store cannot be used: %s", type(self).__name__, fault)
            return self._wait(self._backoff.failed())

    @abstractmethod
    def _deliver(self) -> float:
        """Take one batch there; return after how many seconds to come again."""

    def _wait(self, seconds: float) -> float:
        self._not_before = self._clock.monotonic() + seconds
        return seconds

    def _halve(self, batch: int) -> float:
        """Send half of a batch that is not taken, to find the one that is the reason."""
        self._size = batch // 2
        return 0.0

    def _grow(self) -> None:
        self._size = min(BATCH, self._size * 2)
