"""Keeps the answers to followed tickets for a moment, so that many phones cost the hub little."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from itertools import takewhile

from lobby.clock import Clock
from lobby.contract.replies import Tracked

FRESH_S = 3.0
WATCHED_S = 60.0
KEPT_AT_MOST = 2000


@dataclass(frozen=True)
class _Kept:
    at: float
    tracked: Tracked


class Glances:
    """Keeps answers for a few seconds: a hall full of phones asks the hub no more than one phone would."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, track: str, *, fresh: bool) -> Tracked | None:
        """Return what was kept for a token; only if it is younger than FRESH_S seconds where `fresh`."""
        with self._lock:
            kept = self._kept.get(track)
        if kept is None or (fresh and self._clock.monotonic() - kept.at > FRESH_S):
            return None
        return kept.tracked

    def drop(self, track: str) -> None:
        """Forget what was kept for a token: something was done to its ticket."""
        with self._lock:
            self._kept.pop(track, None)

    def watched(self) -> int:
        """Return how many tickets phones asked about in the last minute."""
        oldest = self._clock.monotonic() - WATCHED_S
        with self._lock:
            recent = (kept.at > oldest for kept in reversed(self._kept.values()))
            return sum(1 for _ in takewhile(bool, recent))

    def put(self, track: str, tracked: Tracked) -> None:
        with self._lock:
            self._kept[track] = _Kept(self._clock.monotonic(), tracked)
            self._kept.move_to_end(track)
            while len(self._kept) > KEPT_AT_MOST:
                self._kept.popitem(last=False)
