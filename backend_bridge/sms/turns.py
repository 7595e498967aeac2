"""Tells citizens who asked for it that it is nearly their turn: the numbers awaited are asked about one by one."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from backend_bridge.sms.looking import Looking
from backend_bridge.sms.numbers import masked
from backend_bridge.sms.replying import ahead_in
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.store import Store
from backend_bridge.sms.ticket_answers import how_it_stands
from backend_bridge.sms.ticket_wishes import TicketWish, TicketWishes, day_of, next_look
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Ahead, Reply
from lobby.contract.requests import TicketAhead
from lobby.contract.ticket import ENDED, TicketState
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

SPACED_S = 1.0
"""Seconds between two questions: a full list of wishes is far less than the hub takes from one device."""
LATER = timedelta(seconds=60)


class Turns(Looking[TicketWish]):
    """Looks at each wish the sooner, the fewer wait before it; none is told beyond the day's budget."""

    def __init__(
        self, link: DeviceLink, wishes: TicketWishes, store: Store, settings: SmsSettings, clock: Clock
    ) -> None:
        super().__init__(clock, SPACED_S)
        self._link = link
        self._wishes = wishes
        self._store = store
        self._office = settings.office
        self._before = settings.people_before
        self._per_day = settings.limits.per_day
        self.written: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Nothing to begin: `step` looks for what is due."""

    def _ask(self, now: datetime) -> TicketWish | None:
        wish = self._wishes.next_due(now)
        if wish is None:
            return None
        if wish.day != day_of(now):
            # Tomorrow the same number is another citizen's.
            self._wishes.forget(wish)
            return None
        self._link.ask(TicketAhead(id=str(uuid.uuid4()), number=wish.ticket), self._replies.put)
        return wish

    def _hear(self, wish: TicketWish, reply: Reply | None, now: datetime) -> None:
        told = ahead_in(reply)
        if _is_over(told, reply):
            self._wishes.forget(wish)
        elif told is None or told.state in (TicketState.PARKED, TicketState.NO_SHOW):
            self._wishes.later(wish, now + LATER)
        elif told.state is TicketState.WAITING and told.ahead > self._before:
            self._wishes.later(wish, next_look(told.ahead - self._before, now))
        else:
            self._tell(wish, told, now)

    def _tell(self, wish: TicketWish, told: Ahead, now: datetime) -> None:
        if self._store.sent_today(now) >= self._per_day:
            self._wishes.later(wish, now + LATER)
        elif self._wishes.fulfil(wish, how_it_stands(told, self._office), now):
            self.written()
            log.info("%s is told that it is nearly the turn", masked(wish.number))


def _is_over(told: Ahead | None, reply: Reply | None) -> bool:
    if told is not None:
        return told.state in ENDED - {TicketState.NO_SHOW} or told.state is TicketState.SERVING
    return reply is not None and reply.error is not None and reply.error.code is ErrorCode.UNKNOWN_TICKET
