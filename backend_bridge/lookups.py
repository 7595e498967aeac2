"""The door of lookups: paces who asks, and answers on threads of its own, which never wait for a slow backend."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from concurrent.futures import Future
from typing import NamedTuple

from backend_bridge.finding import Finder
from backend_bridge.pace import Pace
from backend_bridge.remembering import Remembering
from backend_bridge.settings import LookupSettings
from backend_bridge.store.lookups import Cache, Replies
from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import Request, id_in
from lobby.link.answering import Answerer
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

ROOM = "dossier"
PRUNE_EVERY_S = 3600.0
LEAVES_WITHIN_S = 5.0
THREADS = 4
WAIT_AT_MOST = 256
"""Requests that came together; each is taken up in milliseconds."""


class _Waiting(NamedTuple):
    key: tuple[str, str | None]
    incoming: Incoming


class Lookups:
    """Listens for `dossier/...` requests of every device; replies go out from the workers' threads."""

    def __init__(
        self,
        link: DeviceLink,
        finder: Finder,
        replies: Replies,
        cache: Cache,
        settings: LookupSettings,
        clock: Clock,
    ) -> None:
        self._link = link
        self._finder = finder
        self._replies = replies
        self._remembering = Remembering(replies, clock)
        self._cache = cache
        self._clock = clock
        self._of_device = Pace(settings.per_device_per_minute)
        self._of_site = Pace(settings.per_site_per_minute)
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(WAIT_AT_MOST)
        self._in_hand: set[tuple[str, str | None]] = set()
        self._owed: set[tuple[str, str | None]] = set()
        self._lock = threading.Lock()
        self._prune_due = 0.0
        self._answerer = Answerer(link.bus, link.topics, self._answer, _is_ours)
        self._busy = Answerer(link.bus, link.topics, self._too_many, _is_ours)
        self._threads = [threading.Thread(target=self._work, name=f"lookup-{n}", daemon=True) for n in range(THREADS)]

    def start(self) -> None:
        self._finder.start()
        for thread in self._threads:
            thread.start()
        self._link.bus.subscribe(self._link.topics.under(topics.DO, device=topics.EVERY, verb=f"{ROOM}/#"), self._take)

    def step(self) -> None:
        """Forget old replies and dossiers when due."""
        self._finder.step()
        if self._clock.monotonic() < self._prune_due:
            return
        self._prune_due = self._clock.monotonic() + PRUNE_EVERY_S
        try:
            self._replies.prune(self._clock.now())
            self._cache.prune(self._clock.now())
        except sqlite3.Error as fault:
            log.error("old replies not pruned: %s", fault)

    def stop(self) -> None:
        for _ in self._threads:
            try:
                self._queue.put(None, timeout=LEAVES_WITHIN_S)
            except queue.Full:
                log.warning("workers still busy")
                return
        for thread in self._threads:
            thread.join(LEAVES_WITHIN_S)
        self._finder.stop()

    def _take(self, incoming: Incoming) -> None:
        asked = self._link.topics.asked(incoming.topic)
        if asked is None or incoming.retained:
            return
        key = (asked.device, id_in(incoming.payload))
        with self._lock:
            if key[1] is not None and key in self._in_hand:
                return  # asked again while it is being answered: that answer serves
            self._in_hand.add(key)
        if not self._let_in(_Waiting(key, incoming), asked.device):
            self._done(key)
            self._busy.take(incoming)

    def _let_in(self, waiting: _Waiting, device: str) -> bool:
        now = self._clock.monotonic()
        if not (self._of_device.lets(device, now) and self._of_site.lets("", now)):
            return False
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            return False
        return True

    def _work(self) -> None:
        while (waiting := self._queue.get()) is not None:
            try:
                self._answerer.take(waiting.incoming)
            finally:
                self._done(waiting.key, unless_owed=True)

    def _answer(self, device: str, request: Request) -> Reply | Future[Reply]:
        reply, key = self._finder.answer(device, request), (device, request.id)
        if isinstance(reply, Future):
            with self._lock:
                self._owed.add(key)
            reply.add_done_callback(lambda _: self._done(key))
        return reply

    def _done(self, key: tuple[str, str | None], unless_owed: bool = False) -> None:
        with self._lock:
            if not (unless_owed and key in self._owed):
                self._owed.discard(key)
                self._in_hand.discard(key)

    def _too_many(self, device: str, request: Request) -> Reply:
        reply = refuse(request.id, Refused(ErrorCode.TOO_MANY_REQUESTS))
        return self._remembering.remember(device, reply, durable=False)


def _is_ours(verb: str) -> bool:
    return verb.startswith(f"{ROOM}/")
