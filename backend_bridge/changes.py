"""Takes what the backend tells of dossiers that changed: the cache stays true, who waits for a result is told soon."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from backend_bridge.adapters.backend import Backend, Changes, Looked, Rejected, Unreachable
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.store.changes import Cursor
from backend_bridge.store.lookups import Cache
from backend_bridge.words import about
from lobby.clock import Clock
from lobby.contract.dossiers import DONE_WITH, Dossier, DossiersChanged
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

AWAY_S = 5.0
NONE_SUCH_S = 3600.0
"""Seconds after which a backend that has no such call is asked whether it has one now."""
CODES_A_MESSAGE = 200
AT_ONCE_S = 0.2
"""Seconds between two questions at least, whatever the backend answers."""


class ChangesJob:
    """Asks for what changed since the cursor, from now on where there is none. Lookups never wait for it, nor does it
    say anything of whether the backend is reached: a long poll that a proxy cuts off is no outage."""

    def __init__(
        self,
        link: DeviceLink,
        backend: Backend,
        reach: Reach,
        cache: Cache,
        cursor: Cursor,
        clock: Clock,
        backoff: Backoff,
        every_s: float,
        wait_s: float,
    ) -> None:
        self._link = link
        self._backend = backend
        self._reach = reach
        self._cache = cache
        self._cursor = cursor
        self._clock = clock
        self._backoff = backoff
        self._every_s = every_s
        self._wait_s = wait_s

    def step(self) -> float:
        """Ask once; return after how many seconds to come again."""
        if not self._every_s:
            return NONE_SUCH_S
        if self._reach.away is not None:
            return AWAY_S
        try:
            return self._ask()
        except Unreachable as fault:
            log.info("changes not fetched: %s", about(fault.detail, {}))
        except sqlite3.Error as fault:
            log.error("changes cannot be kept: %s", fault)
        return self._backoff.failed()

    def _ask(self) -> float:
        begun, cursor = self._clock.monotonic(), self._cursor.get()
        try:
            changes = self._backend.changes(cursor, self._wait_s)
        except Rejected as fault:
            log.warning("changes are told from now on: %s", about(fault.detail, {}))
            self._cursor.drop()
            return self._backoff.failed()
        if changes is None:
            return NONE_SUCH_S
        self._take(changes, cursor)
        self._backoff.good()
        if changes.changes or changes.gone:
            return AT_ONCE_S
        return max(AT_ONCE_S, self._every_s - (self._clock.monotonic() - begun))

    def _take(self, changes: Changes, cursor: str | None) -> None:
        """Keep what came, then the cursor: what a power cut comes between is taken once more, without harm."""
        if cursor is not None:
            dossiers, odd = _read(changes.changes)
            if odd:
                log.warning("%d changes are not of the agreed form", len(odd))
            as_of = min(changes.as_of, self._clock.now())
            for dossier in dossiers:
                self._cache.put(Looked(dossier=dossier, as_of=as_of))
            for code in (*odd, *changes.gone):
                self._cache.forget(code.upper())
            self._tell([one.code.upper() for one in dossiers if one.status in DONE_WITH])
        if changes.next != cursor:
            self._cursor.set(changes.next)

    def _tell(self, codes: list[str]) -> None:
        for start in range(0, len(codes), CODES_A_MESSAGE):
            told = DossiersChanged(at=self._clock.now(), codes=tuple(codes[start : start + CODES_A_MESSAGE]))
            self._link.send(told, self._link.topics.dossiers_changed())


def _read(records: Iterable[Any]) -> tuple[list[Dossier], list[str]]:
    """Return the dossiers among `records`, and the codes of those that cannot be read, empty where even that cannot."""
    dossiers: list[Dossier] = []
    odd: list[str] = []
    for record in records:
        try:
            dossiers.append(Dossier.model_validate(record))
        except ValidationError:
            code = record.get("code") if isinstance(record, dict) else None
            odd.append(code if isinstance(code, str) else "")
    return dossiers, odd
