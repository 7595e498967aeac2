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
from backend_bridge.sms.replying import Answer, Replies, request_of
from backend_bridge.sms.rules import Verdict, Why, judge, not_from_a_citizen
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.store import Also, Received, Store
from lobby.clock import Clock
from lobby.contract.replies import Reply
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

ASKS_AGAIN_S = 5.0
PRUNES_EVERY_S = 3600.0


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

    def __init__(self, link: DeviceLink, store: Store, known: Replies, settings: SmsSettings, clock: Clock) -> None:
        self._link = link
        self._store = store
        self._known = known
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
        # Who wants no more messages gets none, also where there is no answer to say so.
        stop = self._known.stop(number) if question.kind is Kind.STOP else None
        if isinstance(verdict, Why):
            self._leave(received, verdict, stop.also if stop else None)
        elif verdict is Verdict.TOO_MANY:
            said = stop.text if stop else answers.too_many(self._office)
            self._write(received, number, Answer(said, "too_many", stop.also if stop else None))
        else:
            self._answer(received, number, question)

    def _answer(self, received: Received, number: str, question: Question) -> None:
        if question.kind is Kind.UNREADABLE:
            self._write(received, number, Answer(answers.how_to_ask(self._office), "help"))
        elif question.kind is Kind.WRONG_CODE:
            self._write(received, number, Answer(answers.wrong_code(self._office), "help_code"))
        elif question.kind is Kind.STOP:
            self._write(received, number, self._known.stop(number))
        else:
            self._asking = _Asking(received, number, question)
            self._ask(self._asking)

    def _ask(self, asking: _Asking) -> None:
        asking.again_at = None
        request = str(uuid.uuid5(asking.received.ask, str(asking.refusals)))
        self._link.ask(request_of(asking.question, request), self._replies.put)

    def _go_on(self, asking: _Asking) -> None:
        if asking.again_at is not None:
            if self._clock.monotonic() >= asking.again_at:
                self._ask(asking)
            return
        try:
            reply = self._replies.get_nowait()
        except queue.Empty:
            return
        answer = self._known.answer(asking.question, asking.number, reply, self._clock.now())
        if answer is None and self._has_patience(asking):
            asking.refusals += reply is not None
            asking.again_at = self._clock.monotonic() + ASKS_AGAIN_S
            return
        self._write(asking.received, asking.number, answer or self._known.given_up(asking.question))
        self._asking = None

    def _has_patience(self, asking: _Asking) -> bool:
        return self._clock.age_s(asking.received.at) < self._settings.patience_s

    def _write(self, received: Received, number: str, answer: Answer) -> None:
        self._store.answered(received, number, answer.text, answer.kind, self._clock.now(), answer.also)
        self.written()
        log.info("%s answered: %s", masked(number), answer.kind)

    def _leave(self, received: Received, why: Why, also: Also | None = None) -> None:
        self._store.left(received, why, also)
        log.info("%s left without an answer: %s", masked(received.message.number), why)

    def _prune(self) -> None:
        if self._clock.monotonic() < self._prune_due:
            return
        self._prune_due = self._clock.monotonic() + PRUNES_EVERY_S
        lost = self._store.prune(self._clock.now())
        if lost:
            log.error("%d answers given up: unsent for two days", lost)
