"""Answers the messages that came, in their order: judges, looks up, writes down what is to be sent."""

from __future__ import annotations

import logging
import queue
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from backend_bridge.sms import answers
from backend_bridge.sms.numbers import masked, mobile
from backend_bridge.sms.reading import Kind, Question, read
from backend_bridge.sms.rules import Verdict, Why, judge, not_from_a_citizen
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.store import Received, Store
from backend_bridge.sms.telling import found_in
from backend_bridge.sms.wishes import Wish, Wishes, keep, take_back
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

ASKS_AGAIN_S = 5.0
PRUNES_EVERY_S = 3600.0
_LATER = frozenset({ErrorCode.BACKEND_UNREACHABLE, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INTERNAL})


@dataclass
class _Asking:
    """The question in hand; a refusal is remembered by its id, so each try after one has another."""

    received: Received
    number: str
    question: Question
    refusals: int = 0
    again_at: float | None = None


class Clerk:
    """One question at a time, so that answers stand in the order of the questions. `written` is called when there is
    something to send."""

    def __init__(self, link: DeviceLink, store: Store, wishes: Wishes, settings: SmsSettings, clock: Clock) -> None:
        self._link = link
        self._store = store
        self._wishes = wishes
        self._settings = settings
        self._office = settings.office
        self._limits = settings.rules
        self._clock = clock
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._asking: _Asking | None = None
        self._prune_due = 0.0
        self.unwritable = False
        self.written: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Nothing to begin: `step` looks for what waits."""

    def stop(self) -> None:
        """Nothing to let go of: what is in hand stands in the store."""

    def step(self) -> None:
        """Go on with the question in hand, or take the next."""
        try:
            self._prune()
            if self._asking is None:
                self._take_next()
            else:
                self._go_on(self._asking)
            self.unwritable = False
        except sqlite3.Error as fault:
            if not self.unwritable:
                log.error("messages cannot be read or written: %s", fault)
            self.unwritable = True

    def _take_next(self) -> None:
        received = self._store.next_new()
        if received is None:
            return
        why = not_from_a_citizen(received.message, self._limits, self._clock.now())
        number = mobile(received.message.number)
        if why is not None or number is None:
            self._leave(received, why or Why.NO_TELEPHONE)
        else:
            self._judge(received, number)

    def _judge(self, received: Received, number: str) -> None:
        question = read(received.message.text, self._settings.code_pattern)
        verdict = judge(question, self._store.past(received, number, self._clock.now()), self._limits)
        if isinstance(verdict, Why):
            self._leave(received, verdict)
        elif verdict is Verdict.TOO_MANY:
            self._write(received, number, answers.too_many(self._office), "too_many")
        else:
            self._answer(received, number, question)

    def _answer(self, received: Received, number: str, question: Question) -> None:
        if question.kind is Kind.UNREADABLE:
            self._write(received, number, answers.how_to_ask(self._office), "help")
        elif question.kind is Kind.WRONG_CODE:
            self._write(received, number, answers.wrong_code(self._office), "help_code")
        elif question.kind is Kind.STOP:
            said = answers.will_not_be_told(self._office)
            self._write(received, number, said, "stopped", lambda rows: take_back(rows, number))
        else:
            self._asking = _Asking(received, number, question)
            self._ask(self._asking)

    def _ask(self, asking: _Asking) -> None:
        asking.again_at = None
        request = str(uuid.uuid5(asking.received.ask, str(asking.refusals)))
        self._link.ask(DossierFind(id=request, code=asking.question.code), self._replies.put)

    def _go_on(self, asking: _Asking) -> None:
        if asking.again_at is not None:
            if self._clock.monotonic() >= asking.again_at:
                self._ask(asking)
            return
        try:
            reply = self._replies.get_nowait()
        except queue.Empty:
            return
        if self._wish(asking, reply):
            return
        said = self._said(asking, reply)
        if said is None and self._has_patience(asking):
            asking.refusals += reply is not None
            asking.again_at = self._clock.monotonic() + ASKS_AGAIN_S
            return
        said = said or answers.cannot_be_known(asking.question.code, self._office)
        self._write(asking.received, asking.number, said, "standing")
        self._asking = None

    def _wish(self, asking: _Asking, reply: Reply | None) -> bool:
        """Keep the wish of who wants to be told, where there is a result to wait for; tells whether that was it."""
        found = found_in(reply) if asking.question.kind is Kind.TELL else None
        if found is None or found.dossier.status in answers.OVER:
            return False
        wish, now = Wish(asking.number, asking.question.code), self._clock.now()
        if self._wishes.has_room(wish):
            said = answers.will_be_told(wish.code, self._office)
            self._write(asking.received, asking.number, said, "wish", lambda rows: keep(rows, wish, now))
        else:
            self._write(asking.received, asking.number, answers.no_room(self._office), "no_room")
        self._asking = None
        return True

    def _said(self, asking: _Asking, reply: Reply | None) -> str | None:
        """Return the answer, None where it may be had later."""
        if reply is None or (reply.error is not None and reply.error.code in _LATER):
            return None
        if reply.error is not None:
            known = reply.error.code is not ErrorCode.NOT_FOUND
            return (
                answers.wrong_code(self._office) if known else answers.unknown_code(asking.question.code, self._office)
            )
        found = found_in(reply)
        return answers.standing(found, self._office, self._clock.now()) if found is not None else None

    def _has_patience(self, asking: _Asking) -> bool:
        return self._clock.age_s(asking.received.at) < self._settings.patience_s

    def _write(
        self,
        received: Received,
        number: str,
        text: str,
        kind: str,
        also: Callable[[sqlite3.Connection], None] | None = None,
    ) -> None:
        self._store.answered(received, number, text, kind, self._clock.now(), also)
        self.written()
        log.info("%s answered: %s", masked(number), kind)

    def _leave(self, received: Received, why: Why) -> None:
        self._store.left(received, why)
        log.info("%s left without an answer: %s", masked(received.message.number), why)

    def _prune(self) -> None:
        if self._clock.monotonic() < self._prune_due:
            return
        self._prune_due = self._clock.monotonic() + PRUNES_EVERY_S
        lost = self._store.prune(self._clock.now())
        if lost:
            log.error("%d answers given up: unsent for two days", lost)
