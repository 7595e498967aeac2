"""Which retained topics of a watch still hold a message: one may be emptied while the link is away."""

from __future__ import annotations

import threading
from collections.abc import Callable

SETTLED_S = 10.0
"""Seconds after the last topic came again since the link is back, until what did not come counts as emptied."""


class Kept:
    """Safe from any thread; `gone` is called with a topic that held a message and does not any more.

    Where nothing at all comes again, the broker may have lost what it kept: nothing counts as emptied then.
    """

    def __init__(self, gone: Callable[[str], None]) -> None:
        self._gone = gone
        # Held while `gone` is called, so that a message that comes just then is handled after it.
        self._lock = threading.Lock()
        self._standing: set[str] = set()
        self._doubted: set[str] = set()
        self._due: float | None = None

    def heard(self, topic: str, now: float) -> None:
        """A message came on `topic`; `now` is monotonic seconds."""
        with self._lock:
            self._standing.add(topic)
            if topic in self._doubted:
                self._doubted.discard(topic)
                self._due = now + SETTLED_S

    def emptied(self, topic: str) -> None:
        """The topic was emptied while the link stood."""
        with self._lock:
            self._take_away(topic)

    def link_lost(self) -> None:
        """What is emptied from now on is not heard of."""
        with self._lock:
            self._doubted, self._due = set(self._standing), None

    def step(self, now: float) -> None:
        """Let go of what did not come again since the link is back."""
        with self._lock:
            if self._due is None or now < self._due:
                return
            for topic in sorted(self._doubted):
                self._take_away(topic)
            self._due = None

    def _take_away(self, topic: str) -> None:
        self._doubted.discard(topic)
        if topic in self._standing:
            self._standing.remove(topic)
            self._gone(topic)
