"""Keeps the backend's list of agencies: asked for once a day, kept on disk, used by lookups here and told to nobody."""

from __future__ import annotations

import logging
import sqlite3

from backend_bridge.adapters.backend import AgencyList, Backend, Unreachable
from backend_bridge.agencies import MOST, Agencies, read_agencies
from backend_bridge.reach import Reach
from backend_bridge.store.agencies import KeptAgencies
from lobby.clock import Clock

log = logging.getLogger(__name__)

FIRST_S = 2.0
"""A site that starts has what it was told before; more urgent things come first."""
AGAIN_S = 600.0
OFF_S = 86400.0


class AgencyBook:
    """`now` is the list that counts: any thread may look into it."""

    def __init__(self) -> None:
        self.now = Agencies()


class AgenciesJob:
    """Fetches the list every `every_s` seconds, never where that is 0; one that cannot be used leaves the old one."""

    def __init__(
        self, backend: Backend, reach: Reach, kept: KeptAgencies, book: AgencyBook, clock: Clock, every_s: float
    ) -> None:
        self._backend = backend
        self._reach = reach
        self._kept = kept
        self._book = book
        self._clock = clock
        self._every_s = every_s
        self._recalled = False

    def step(self) -> float:
        """Fetch the list; return after how many seconds to come again."""
        try:
            if not self._recalled:
                self._book.now, self._recalled = Agencies(self._kept.get()), True
                return FIRST_S
            if not self._every_s:
                return OFF_S
            if self._reach.away is not None:
                return AGAIN_S
            self._take(self._backend.agencies())
            return self._every_s
        except Unreachable as fault:
            log.warning("agencies not fetched: %s", fault.detail)
        except sqlite3.Error as fault:
            log.error("agencies cannot be kept: %s", fault)
        return AGAIN_S

    def _take(self, told: AgencyList | None) -> None:
        if told is None:
            self._kept.drop()
            self._book.now = Agencies()
            return
        found, odd = read_agencies(told.agencies[:MOST])
        odd += len(told.agencies[MOST:])
        if odd:
            log.warning("%d agencies are left out", odd)
        if not found:
            raise Unreachable("no agency that can be used")
        self._kept.put(found, self._clock.now())
        self._book.now = Agencies(found)
