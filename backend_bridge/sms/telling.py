"""Tells citizens who asked for it that their result is ready: one dossier looked at after the other, by day."""

from __future__ import annotations

import logging
import queue
import uuid
from datetime import datetime, timedelta

from backend_bridge.sms import answers
from backend_bridge.sms.looking import Looking
from backend_bridge.sms.numbers import masked
from backend_bridge.sms.replying import found_in
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.store import Store
from backend_bridge.sms.wishes import Wish, Wishes
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DossiersChanged
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

AFTER_A_FAULT = timedelta(minutes=10)
SPACED_S = 5.0
"""Seconds between two dossiers: well within what the bridge lets one device ask, questions of citizens beside them."""
DAY = (7, 20)
PRUNES_EVERY_S = 3600.0


class Telling(Looking[Wish]):
    """Looks at each wish every `looks_every_s`, and when its dossier changed, from 7:00 to 20:00; none is told beyond
    the day's budget."""

    def __init__(self, link: DeviceLink, wishes: Wishes, store: Store, settings: SmsSettings, clock: Clock) -> None:
        super().__init__(clock, SPACED_S)
        self._link = link
        self._wishes = wishes
        self._store = store
        self._office = settings.office
        self._per_day = settings.limits.per_day
        self._blocked = settings.rules.blocked
        self._every = timedelta(seconds=settings.looks_every_s)
        self._heard: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
        self._prune_due = 0.0

    def start(self) -> None:
        """Listen for dossiers that changed, so that nobody waits for the next look at theirs."""
        topic = self._link.topics.dossiers_changed()
        self._link.watch(DossiersChanged, topic, lambda told: self._heard.put(told.codes))

    def _ask(self, now: datetime) -> Wish | None:
        self._look_sooner()
        if self._clock.monotonic() >= self._prune_due:
            self._prune_due = self._clock.monotonic() + PRUNES_EVERY_S
            self._wishes.prune(now, self._blocked)
        if not DAY[0] <= now.astimezone(OFFICE_ZONE).hour < DAY[1] or self._store.sent_today(now) >= self._per_day:
            return None
        wish = self._wishes.next_due(now)
        if wish is not None:
            self._link.ask(DossierFind(id=str(uuid.uuid4()), code=wish.code, fresh=True), self._replies.put)
        return wish

    def _look_sooner(self) -> None:
        while not self._heard.empty():
            self._wishes.look_now(self._heard.get_nowait(), self._clock.now())

    def _hear(self, wish: Wish, reply: Reply | None, now: datetime) -> None:
        found = found_in(reply)
        if found is None or not found.fresh:
            self._wishes.later(wish, now + max(AFTER_A_FAULT, self._every))
        elif found.dossier.status not in answers.OVER:
            self._wishes.later(wish, now + self._every)
        elif self._wishes.fulfil(wish, answers.standing(found, self._office, now), now):
            log.info("%s is told that a result is ready", masked(wish.number))
