"""Brings the backend's own figures to the results board: asked regularly, retained at the broker."""

from __future__ import annotations

import logging
import sqlite3

from backend_bridge.adapters.backend import Backend, Unreachable
from backend_bridge.reach import Reach
from backend_bridge.store.lookups import LastFigures
from lobby.clock import Clock
from lobby.contract.codec import encode
from lobby.contract.dossiers import Results
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

READY_AT_MOST = 200  # a message holds 64 KiB


class FiguresJob:
    """Asks every `every_s` seconds; figures are passed on as they came, never computed here."""

    def __init__(
        self, link: DeviceLink, backend: Backend, reach: Reach, last: LastFigures, clock: Clock, every_s: float
    ) -> None:
        self._link = link
        self._backend = backend
        self._reach = reach
        self._last = last
        self._clock = clock
        self._every_s = every_s

    def listen(self) -> None:
        """Publish the last figures again after each reconnect: a broker may have lost what it retained."""
        self._link.bus.when_linked(self._on_linked)

    def step(self) -> float:
        """Ask and publish once; return after how many seconds to come again."""
        try:
            figures = self._reach.call(self._backend.results)
            now = self._clock.now()
            results = Results(
                rev=self._last.next_rev(now),
                at=now,
                as_of=figures.as_of,
                source=figures.source,
                counts=figures.counts,
                ready=figures.ready[:READY_AT_MOST],
            )
            self._last.save(encode(results).decode())
            self._link.send(results, self._link.topics.results())
        except Unreachable:
            log.debug("no figures: the ones before stand, with their time")
        except sqlite3.Error as fault:
            log.error("figures cannot be kept: %s", fault)
        return self._every_s

    def _on_linked(self, linked: bool) -> None:
        body = self._last.last() if linked else None
        if body is not None:
            self._link.bus.publish(self._link.topics.results(), body.encode(), retained=True)
