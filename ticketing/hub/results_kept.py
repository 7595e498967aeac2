"""Keeps the on-time counts that the backend gave last on each day, so that reports can quote them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from lobby.contract.codec import decode
from lobby.contract.dossiers import Results
from lobby.contract.errors import Malformed
from lobby.link.bus import Incoming
from ticketing.engine.days import office_date
from ticketing.journal import on_time
from ticketing.journal.store import Journal

log = logging.getLogger(__name__)

# The counts may change with every dossier; a memory card need not take them all.
EVERY_S = 600.0


class ResultsKept:
    """What came last waits here for its turn to be written within `writing`, which holds off all other writing."""

    def __init__(self, journal: Journal, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._journal = journal
        self._writing = writing
        self._lock = threading.Lock()
        self._waiting: dict[date, on_time.Given] = {}
        self._due = 0.0

    def on_results(self, incoming: Incoming) -> None:
        """Take what the bridge says; what is not understood is logged and left."""
        if not incoming.payload:
            return
        try:
            told = decode(Results, incoming.payload)
        except Malformed as fault:
            log.error("%s not understood: %s", incoming.topic, fault.detail)
            return
        given = on_time.Given(office_date(told.as_of), told.source, told.as_of, told.counts.model_dump())
        with self._lock:
            self._waiting[given.day] = given

    def step(self, now: float) -> None:
        """Write what waits where it is due at `now`, in seconds that only grow; raises sqlite3.Error or Refused."""
        if now >= self._due and self._waiting:
            self.write()
            self._due = now + EVERY_S

    def write(self) -> None:
        """Write what waits; where that fails it waits on."""
        with self._lock:
            waiting = dict(self._waiting)
        if not waiting:
            return
        with self._writing(), self._journal.transaction() as writer:
            for given in waiting.values():
                on_time.keep(writer, given)
        with self._lock:
            for day, given in waiting.items():
                if self._waiting.get(day) is given:
                    del self._waiting[day]
