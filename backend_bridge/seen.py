"""Dossiers seen lately, found under the code on the receipt as under the one of today."""

from __future__ import annotations

import logging
import sqlite3

from backend_bridge.adapters.backend import Looked
from backend_bridge.agency_book import AgencyBook
from backend_bridge.store.lookups import Cache
from lobby.clock import Clock

log = logging.getLogger(__name__)


class Seen:
    """The cache as lookups use it; a failing disk costs only that. Any thread may call."""

    def __init__(self, cache: Cache, book: AgencyBook, clock: Clock) -> None:
        self._cache = cache
        self._book = book
        self._clock = clock

    def get(self, code: str) -> Looked | None:
        """Return what was seen of the dossier lately, with the code that was asked for."""
        try:
            looked = self._cache.get(code, self._clock.now())
            today = self._book.now.successor(code) if looked is None else None
            if today is not None:
                looked = self._cache.get(today, self._clock.now())
        except sqlite3.Error as fault:
            log.error("cache cannot be read: %s", fault)
            return None
        return called(looked, code) if looked is not None else None

    def keep(self, looked: Looked | None, code: str) -> None:
        """Keep the backend's answer for `code`, None where it has no such dossier."""
        try:
            if looked is None:
                self._cache.forget(code)
            else:
                self._cache.put(looked)
        except sqlite3.Error as fault:
            log.error("cache cannot be written: %s", fault)


def called(looked: Looked, code: str) -> Looked:
    """Return the dossier by the code on its receipt."""
    if looked.dossier.code.upper() == code:
        return looked
    return looked.model_copy(update={"dossier": looked.dossier.model_copy(update={"code": code})})
