"""Paces what one address may try at a door: so many in a window, then a pause."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from lobby.clock import Clock

ADDRESSES_AT_MOST = 4096


class Pacer:
    """Lets `at_most` attempts of each key through in any `window_s` seconds; forgets the oldest of many keys."""

    def __init__(self, clock: Clock, at_most: int, window_s: float) -> None:
        self._clock = clock
        self._at_most = at_most
        self._window_s = window_s
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Count one attempt of `key`; False where it is one too many."""
        now = self._clock.monotonic()
        with self._lock:
            tries = self._recent(key, now)
            if len(tries) >= self._at_most:
                return False
            tries.append(now)
            return True

    def spent(self, key: str) -> bool:
        """Tell whether `key` has no attempt left, without counting one."""
        with self._lock:
            return len(self._recent(key, self._clock.monotonic())) >= self._at_most

    def spent_any(self, start: str) -> bool:
        """Tell whether any key that begins with `start` has no attempt left."""
        now = self._clock.monotonic()
        with self._lock:
            return any(len(self._recent(key, now)) >= self._at_most for key in [*self._seen] if key.startswith(start))

    def forget(self, key: str) -> None:
        """Give `key` all its attempts back."""
        with self._lock:
            self._seen.pop(key, None)

    def forget_all(self, start: str) -> None:
        """Give every key that begins with `start` all its attempts back."""
        with self._lock:
            for key in [key for key in self._seen if key.startswith(start)]:
                del self._seen[key]

    def _recent(self, key: str, now: float) -> deque[float]:
        tries = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while tries and tries[0] <= now - self._window_s:
            tries.popleft()
        while len(self._seen) > ADDRESSES_AT_MOST:
            self._seen.popitem(last=False)
        return tries
