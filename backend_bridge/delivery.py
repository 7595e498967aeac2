"""Delivers the outbox to the backend: in order, in batches, once, whatever dies in between."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from enum import StrEnum

from backend_bridge.adapters.backend import Failed, Rejected
from backend_bridge.courier import Courier
from backend_bridge.numbering import Numbering
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.store.outbox import POISONED, REFUSED, Kept, Outbox
from backend_bridge.words import about
from lobby.clock import Clock
from lobby.contract.base import wire_time

log = logging.getLogger(__name__)

BATCH_BYTES = 512 * 1024
IDLE_S = 5.0
DISAGREED_S = 60.0
POISON_TRIES = 6  # an entry the backend falls over alone so often, and only then its stand-in is tried
ALL_REFUSED = 10  # so many refused one after another are not the entries' fault


class Disagreement(StrEnum):
    """The backend's count of entries and ours do not meet; a person must look."""

    BACKEND_AHEAD = "backend_ahead"
    BACKEND_BEHIND = "backend_behind"
    ALL_REFUSED = "all_refused"


class Delivery(Courier):
    """One batch a `step`, in order; who looks finds in `disagreement` what only a person can settle."""

    def __init__(
        self,
        outbox: Outbox,
        backend: Numbering,
        reach: Reach,
        clock: Clock,
        backoff: Backoff,
        gap_ends: Callable[[], int | None],
    ) -> None:
        super().__init__(clock, backoff)
        self._outbox = outbox
        self._backend = backend
        self._reach = reach
        self._gap_ends = gap_ends
        self.disagreement: Disagreement | None = None

    def _deliver(self) -> float:
        ends = self._gap_ends()
        if ends is not None:
            self._catch_up(ends)
        batch = self._outbox.first(self._size, BATCH_BYTES)
        if not batch:
            return IDLE_S
        try:
            through = self._send(batch)
        except Rejected as fault:
            return self._narrow(batch, fault)
        except Failed as fault:
            return self._doubt(batch, fault)
        return self._settle(batch, through)

    def _send(self, batch: Sequence[Kept]) -> int:
        return self._reach.call(lambda: self._backend.send(batch))

    def _held(self) -> int:
        """Return the last entry that the backend holds, 0 where it tells that of entries alone; raises Unreachable."""
        try:
            return self._send(())
        except Rejected as fault:
            log.warning("the backend takes no question without entries: %s", about(fault.detail, {}))
            return 0

    def _catch_up(self, ends: int) -> None:
        """The hub no longer sends the entries up to `ends`, which this store lacks: go on after those that the backend
        holds already. Of entries that are here it is asked when they are sent."""
        through = min(self._held(), ends)
        if through > self._outbox.head():
            log.warning("the backend holds entries up to %d already: going on from there", through)
            self._outbox.adopt(through)
            self._tries = 0

    def _settle(self, batch: Sequence[Kept], through: int) -> float:
        if through > self._outbox.head():
            return self._disagree(Disagreement.BACKEND_AHEAD, through)
        if through < batch[0].seq - 1:
            return self._disagree(Disagreement.BACKEND_BEHIND, through)
        self.disagreement = None
        if through < batch[0].seq:
            return self._wait(self._backoff.failed())
        self._outbox.delivered(through)
        self._tries = 0
        self._backoff.good()
        self._grow()
        if any(not kept.stand_in and kept.seq <= through for kept in batch):
            self._refused = 0
        return 0.0

    def _narrow(self, batch: Sequence[Kept], fault: Rejected) -> float:
        """Find the one entry that is refused by halving, and set it aside so that it blocks no other."""
        if len(batch) > 1:
            return self._halve(len(batch))
        if self._refused >= ALL_REFUSED:
            self.disagreement = Disagreement.ALL_REFUSED
            return self._wait(self._backoff.failed())
        self._refused += not batch[0].stand_in
        words = about(fault.detail, batch[0].fields())
        log.error("entry %d refused by the backend, set aside: %s", batch[0].seq, words)
        self._outbox.set_aside(batch[0], REFUSED, wire_time(self._clock.now()), words)
        return 0.0

    def _doubt(self, batch: Sequence[Kept], fault: Failed) -> float:
        """Find the one entry that the backend falls over; raises Unreachable where it fails without entries too."""
        self._held()
        if len(batch) > 1:
            return self._halve(len(batch))
        self._tries += 1
        words = about(fault.detail, batch[0].fields())
        log.warning("backend failed over entry %d, try %d: %s", batch[0].seq, self._tries, words)
        if self._tries < POISON_TRIES:
            return self._wait(self._backoff.failed())
        if batch[0].stand_in or self._refused >= ALL_REFUSED or not self._stands_in(batch[0], words):
            self.disagreement = Disagreement.ALL_REFUSED
            return self._wait(self._backoff.failed())
        log.error("entry %d set aside: the backend fails over it and takes others", batch[0].seq)
        self._refused += 1
        return 0.0

    def _stands_in(self, kept: Kept, words: str) -> bool:
        """Set `kept` aside if the backend takes its stand-in: else it falls over every entry, and this one is good."""
        # First, so that no kill in between loses it.
        self._outbox.set_aside(kept, POISONED, wire_time(self._clock.now()), words)
        taken = False
        try:
            # Past `reach`: the backend has just answered without entries, so lookups need not be held back.
            taken = self._backend.send(self._outbox.first(1, BATCH_BYTES)) >= kept.seq
        except (Rejected, Failed) as fault:
            log.warning("stand-in of entry %d not taken: %s", kept.seq, about(fault.detail, kept.fields()))
        finally:
            if not taken:
                self._outbox.take_back(kept, POISONED)
        return taken

    def _disagree(self, how: Disagreement, through: int) -> float:
        if self.disagreement is not how:
            log.error("%s: the backend holds %d, this store %d", how, through, self._outbox.head())
        self.disagreement = how
        return self._wait(DISAGREED_S)
