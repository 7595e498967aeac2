"""Sends what the hub must hear, one thing at a time, each until it is answered: nothing lost, nothing twice."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.presenters.effects import Tell
from kiosk.register import Register
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Reply
from lobby.contract.requests import NumbersUsed, Request, TicketCancel

log = logging.getLogger(__name__)

AGAIN_S = 5.0
_REFUSES_FOR_GOOD = frozenset({ErrorCode.BAD_REQUEST, ErrorCode.WRONG_STATE})
_COMES_AGAIN = frozenset({ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INTERNAL})

Ask = Callable[[Request, Callable[[Reply | None], None]], None]


class Outbox:
    """First what is given back, then the numbers given without the hub in the order of their times, then slips.

    A number waits while a question of another citizen is open: the ticket that it may have been granted for the same
    receipt is given back first. One that is refused for the moment lets the next ones pass.
    """

    def __init__(self, register: Register, ask: Ask, on_taken_in: Callable[[], None], clock: Clock) -> None:
        self._register = register
        self._ask = ask
        self._on_taken_in = on_taken_in
        self._clock = clock
        self._questions: set[str] = set()
        self._tells: list[Request] = []
        self._used: list[NumbersUsed] = []
        self._due: dict[str, float] = {}
        self._asked: str | None = None

    def open(self, tells: list[Request], used: list[NumbersUsed]) -> None:
        """Take what an earlier run left."""
        self._tells, self._used = list(tells), list(used)

    def question(self, request_id: str) -> None:
        """A number is asked for; `closed` ends it."""
        self._questions.add(request_id)

    def closed(self, kept: str | None) -> None:
        """A question is answered, and what its answer needs is kept."""
        self._questions.discard(kept or "")

    def tell(self, effect: Tell) -> None:
        """Have the hub hear a request."""
        self._register.tell(effect)
        self._tells.append(effect.request)
        self.closed(effect.closes)

    def given(self) -> None:
        """A number was given without the hub, and its slip is begun."""
        self._used = self._register.waiting()

    @property
    def waiting(self) -> int:
        """How many numbers wait to be taken in."""
        return len(self._used)

    def step(self, reached: bool) -> None:
        """Send the next thing, when the hub is there and has answered the last."""
        if self._asked is not None or not reached:
            return
        request = self._next(self._clock.monotonic())
        if request is not None:
            self._asked = request.id
            self._ask(request, lambda reply: self._replied(request, reply))

    def _next(self, now: float) -> Request | None:
        cancels = [told for told in self._tells if isinstance(told, TicketCancel)]
        others = [told for told in self._tells if not isinstance(told, TicketCancel)]
        numbers = [] if self._questions or cancels else self._used
        # A slip's end is told after its number is taken in: before that the hub does not know the ticket.
        waiting = {used.ticket for used in self._used}
        slips = [told for told in others if getattr(told, "ticket", None) not in waiting]
        return next((one for one in (*cancels, *numbers, *slips) if self._due.get(one.id, now) <= now), None)

    def _replied(self, request: Request, reply: Reply | None) -> None:
        self._asked = None
        if reply is None:
            return
        if isinstance(request, NumbersUsed):
            self._number_replied(request, reply)
        elif reply.error is not None and reply.error.code in _COMES_AGAIN:
            self._later(request)
        else:
            self._over(request, reply)

    def _number_replied(self, used: NumbersUsed, reply: Reply) -> None:
        if reply.error is None:
            self._register.taken(used)
        elif reply.error.code in _REFUSES_FOR_GOOD:
            self._register.put_aside(used, reply.error.message)
        else:
            log.warning("number %s given without the hub not taken in yet: %s", used.number, reply.error.code)
            self._later(used)
            return
        self._used = [one for one in self._used if one.id != used.id]
        if not self._used:
            self._on_taken_in()

    def _over(self, request: Request, reply: Reply) -> None:
        if reply.error is not None:
            log.warning("%s refused: %s", request.verb, reply.error.code)
        self._register.drop(request.id)
        self._tells = [one for one in self._tells if one.id != request.id]

    def _later(self, request: Request) -> None:
        self._due[request.id] = self._clock.monotonic() + AGAIN_S
