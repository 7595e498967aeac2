"""Delivers reports to the backend: in batches, after waits where it is away, and dropping what it refuses."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from backend_bridge.adapters.backend import Backend, Failed, Rejected
from backend_bridge.courier import Courier
from backend_bridge.pace import Backoff
from backend_bridge.store.reports import Kept, Reports
from lobby.clock import Clock

log = logging.getLogger(__name__)

IDLE_S = 60.0
NO_SUCH_CALL_S = 3600.0
POISON_TRIES = 6
AT_ONCE = 10  # so many refused one after another: the backend takes none, and is asked slowly


class Sending(Courier):
    """One batch a `step`. The backend counts as away for nobody else where only reports cannot be sent."""

    def __init__(self, reports: Reports, backend: Backend, clock: Clock, backoff: Backoff) -> None:
        super().__init__(clock, backoff)
        self._reports = reports
        self._backend = backend

    def _deliver(self) -> float:
        batch = self._reports.first(self._size)
        if not batch:
            return IDLE_S
        try:
            taken = self._backend.report([one.fields() for one in batch])
        except Rejected as fault:
            return self._narrow(batch, fault.detail)
        except Failed as fault:
            return self._doubt(batch, fault)
        return self._settle(batch, taken)

    def _settle(self, batch: Sequence[Kept], taken: int | None) -> float:
        self._tries = self._refused = 0
        self._backoff.good()
        if taken is None:
            self._reports.clear()
            return self._wait(NO_SUCH_CALL_S)
        self._reports.delivered(batch)
        self._grow()
        return 0.0

    def _narrow(self, batch: Sequence[Kept], detail: str) -> float:
        """Find the one report that is refused by halving, and drop it."""
        if len(batch) > 1:
            return self._halve(len(batch))
        log.error("a report refused by the backend, dropped: %s", detail)
        self._reports.refused(batch[0], self._clock.now())
        self._tries = 0
        self._refused += 1
        return 0.0 if self._refused < AT_ONCE else self._wait(self._backoff.failed())

    def _doubt(self, batch: Sequence[Kept], fault: Failed) -> float:
        """Find the one report that the backend falls over; raises Unreachable where it fails without any, too."""
        self._backend.report(())
        if len(batch) > 1:
            return self._halve(len(batch))
        self._tries += 1
        if self._tries >= POISON_TRIES:
            return self._narrow(batch, fault.detail)
        return self._wait(self._backoff.failed())
