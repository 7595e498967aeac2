"""Brings the backend's own figures to the results board: asked regularly, retained at the broker."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime

from backend_bridge.adapters.backend import Backend, Figures, Unreachable
from backend_bridge.reach import Reach
from backend_bridge.result_pages import paged
from backend_bridge.store.lookups import LastFigures
from lobby.clock import Clock
from lobby.contract.codec import encode
from lobby.contract.dossiers import Ready, Results, ResultsPage
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

LONGEST_SOURCE = 200


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
        self._told: dict[int, tuple[Ready, ...]] = {}

    def listen(self) -> None:
        """Publish the last figures again after each reconnect: a broker may have lost what it retained."""
        self._link.bus.when_linked(self._on_linked)

    def step(self) -> float:
        """Ask and publish once; return after how many seconds to come again."""
        try:
            figures = self._reach.call(self._backend.results, also_none=False)
            if figures is not None:
                self._tell(figures, self._clock.now())
        except Unreachable:
            log.debug("no figures: the ones before stand, with their time")
        except sqlite3.Error as fault:
            log.error("figures cannot be kept: %s", fault)
        return self._every_s

    def _tell(self, figures: Figures, now: datetime) -> None:
        rev = self._last.next_rev(now)
        first, *rest = paged(figures.ready)
        results = Results(
            rev=rev,
            at=now,
            as_of=figures.as_of,
            source=figures.source[:LONGEST_SOURCE],
            counts=figures.counts,
            ready=first,
            ready_total=len(figures.ready),
            pages=1 + len(rest),
        )
        pages = [ResultsPage(rev=rev, at=now, page=number, ready=ready) for number, ready in enumerate(rest, 2)]
        gone = range(len(pages) + 2, self._last.pages() + 1)
        self._last.save([encode(one).decode() for one in (results, *pages)])
        self._link.send(results, self._link.topics.results())
        for page in pages:
            self._tell_page(page)
        for number in gone:
            self._told.pop(number, None)
            self._link.bus.publish(self._link.topics.results_page(number), b"", retained=True)

    def _tell_page(self, page: ResultsPage) -> None:
        # Hundreds of codes that wait for weeks need not go through the lobby every half a minute.
        if self._told.get(page.page) != page.ready and self._link.send(page, self._link.topics.results_page(page.page)):
            self._told[page.page] = page.ready

    def _on_linked(self, linked: bool) -> None:
        self._told = {}
        names = self._link.topics
        for number, body in enumerate(self._last.last() if linked else (), 1):
            topic = names.results() if number == 1 else names.results_page(number)
            self._link.bus.publish(topic, body.encode(), retained=True)
