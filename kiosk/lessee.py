"""Asks the hub for numbers to hold, so that this dispenser can go on without it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from pydantic import ValidationError

from kiosk.outbox import Ask
from kiosk.register import Register
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Leased, Reply
from lobby.contract.requests import NumbersLease

log = logging.getLogger(__name__)

AGAIN_S = 30.0
REFRESH_S = 900.0
"""Seconds after which the lease is asked for anew: fields and the size of leases may have changed at the hub."""


class Lessee:
    """Asks at the start, when the day changes, after numbers were used, and now and then."""

    def __init__(self, register: Register, ask: Ask, clock: Clock, new_id: Callable[[], str]) -> None:
        self._register = register
        self._ask = ask
        self._clock = clock
        self._new_id = new_id
        self._due = 0.0
        self._asked_on: date | None = None
        self._asking = False
        self._afresh: str | None = None

    def want(self) -> None:
        """Numbers were used: ask for more."""
        self._due = 0.0

    def step(self, reached: bool) -> None:
        """Ask when it is due and the hub is there."""
        today = self._clock.now().astimezone(OFFICE_ZONE).date()
        due = self._clock.monotonic() >= self._due or today != self._asked_on
        if self._asking or not reached or not due:
            return
        self._asking, self._asked_on = True, today
        self._due = self._clock.monotonic() + AGAIN_S
        self._ask(self._request(), self._replied)

    def _request(self) -> NumbersLease:
        if not self._register.afresh:
            return NumbersLease(id=self._new_id())
        # The same id until it is answered: each new one has the hub give up the numbers it leased for the last.
        self._afresh = self._afresh or self._new_id()
        return NumbersLease(id=self._afresh, afresh=True)

    def _replied(self, reply: Reply | None) -> None:
        self._asking = False
        if reply is None or reply.error is not None:
            log.warning("no lease: %s", "no answer" if reply is None or reply.error is None else reply.error.code)
            # A refusal may be remembered for its id.
            self._afresh = self._afresh if reply is None else None
            return
        try:
            lease = Leased.model_validate(reply.data)
        except ValidationError:
            log.error("lease not understood")
            return
        self._register.leased(lease)
        covered = self._register.covers(self._clock.now())
        self._due = self._clock.monotonic() + (REFRESH_S if covered else AGAIN_S)
