"""Sends journal entries to the bridge in order, a window at a time, until it says that it holds them."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable

from lobby.clock import Clock
from lobby.contract.errors import ErrorCode, Refused
from lobby.link.device import DeviceLink
from ticketing.engine.facts import Fact
from ticketing.journal.store import Journal

log = logging.getLogger(__name__)

WINDOW = 100
STALLED_S = 5.0


class Outbox:
    """What the bridge has not taken yet. `pump` is one thread's; the others may be called from any.

    While the bridge is away only what happens now is published, once, for whoever listens.
    """

    def __init__(self, link: DeviceLink, journal: Journal, clock: Clock, newest: Callable[[], int]) -> None:
        self._link = link
        self._journal = journal
        self._clock = clock
        self._newest = newest
        self._lock = threading.Lock()
        self._taken = 0
        self._sent = 0
        self._moved = 0.0
        self._online = False
        self._latest: deque[Fact] = deque(maxlen=WINDOW)

    @property
    def taken(self) -> int:
        """The seq through which the bridge holds everything."""
        return self._taken

    def open(self, taken: int) -> None:
        """Begin after the mark of an earlier run."""
        with self._lock:
            self._taken, self._sent = taken, self._newest()

    def hear(self, facts: Iterable[Fact]) -> None:
        """Remember durable facts, so that what is told at once need not be read back."""
        self._latest.extend(facts)

    def forget(self) -> None:
        """Read from the journal what is told next: it holds entries that were never heard of."""
        self._latest.clear()

    def bridge_is(self, online: bool) -> None:
        """Note whether the bridge is there; one that comes is sent again whatever it has not taken."""
        with self._lock:
            if online and not self._online:
                self._from_taken()
            self._online = online

    def bridge_took(self, through: int) -> None:
        """Note that the bridge holds all up to `through`; raises Refused for entries that never were.

        A bridge whose store was lost holds less than it once said: it is sent again from there.
        """
        if through > self._newest():
            raise Refused(ErrorCode.BAD_REQUEST, detail=f"taken through {through}, newest is {self._newest()}")
        with self._lock:
            lost = through < self._taken
            self._taken = through
            if lost:
                log.warning("the bridge holds entries up to %d only; sent again from there", through)
                self._from_taken()
                return
            self._sent = max(self._sent, through)
            self._moved = self._clock.monotonic()

    def again(self) -> None:
        """Send from the mark again, since what was under way may be lost with the link."""
        with self._lock:
            if self._online:
                self._from_taken()
            else:
                self._sent = self._newest()

    def pump(self) -> None:
        """Publish what may be sent now."""
        if not self._link.bus.linked:
            return
        after, limit = self._due()
        if limit <= 0:
            return
        for fact in self._read(after, limit):
            self._link.send(fact.entry(), self._link.topics.journal())
            after = fact.seq
        with self._lock:
            self._sent = max(self._sent, after)

    def _read(self, after: int, limit: int) -> list[Fact]:
        latest = list(self._latest)
        if latest and latest[0].seq <= after + 1:
            return [fact for fact in latest if fact.seq > after][:limit]
        return self._journal.facts_after(after, limit)

    def _due(self) -> tuple[int, int]:
        with self._lock:
            newest = self._newest()
            if not self._online:
                after = max(self._sent, newest - WINDOW)
                return after, newest - after
            if self._sent == self._taken:
                self._moved = self._clock.monotonic()
            elif self._clock.monotonic() - self._moved >= STALLED_S:
                self._from_taken()
            return self._sent, min(newest - self._sent, WINDOW - (self._sent - self._taken))

    def _from_taken(self) -> None:
        self._sent = self._taken
        self._moved = self._clock.monotonic()
