"""What a citizen's question asks of the hub and the bridge, and what is answered to what they reply."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError

from backend_bridge.sms import answers, ticket_answers, ticket_wishes, wishes
from backend_bridge.sms.reading import Kind, Question
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.ticket_wishes import TicketWish, TicketWishes
from backend_bridge.sms.wishes import Wish, Wishes
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Ahead, Found, Reply
from lobby.contract.requests import DossierFind, Request, TicketAhead
from lobby.contract.ticket import TicketState

log = logging.getLogger(__name__)

_REFUSED = frozenset({ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST, ErrorCode.UNKNOWN_TICKET})
"""What asking again would not change."""


class Answer(NamedTuple):
    """What is sent, of which kind, and what else is written down with it."""

    text: str
    kind: str
    also: Callable[[sqlite3.Connection], None] | None = None


class Replies:
    """Knows the two kinds of things that are asked about: dossiers and numbers of today. Raises sqlite3.Error."""

    def __init__(self, wanted: Wishes, awaited: TicketWishes, settings: SmsSettings) -> None:
        self._wanted = wanted
        self._awaited = awaited
        self._office = settings.office
        self._before = settings.people_before

    def stop(self, number: str) -> Answer:
        """Return the answer to a telephone that wants to be told nothing more."""

        def forget(rows: sqlite3.Connection) -> None:
            wishes.take_back(rows, number)
            ticket_wishes.take_back(rows, number)

        return Answer(answers.will_not_be_told(self._office), "stopped", forget)

    def answer(self, question: Question, number: str, reply: Reply | None, now: datetime) -> Answer | None:
        """Return the answer, None where it may be had later."""
        if reply is None or (reply.error is not None and reply.error.code not in _REFUSED):
            return None
        if question.kind is Kind.AHEAD:
            return self._of_a_number(question, number, reply, now)
        return self._of_a_dossier(question, number, reply, now)

    def given_up(self, question: Question) -> Answer:
        """Return the answer where nothing could be learned in time."""
        if question.kind is Kind.AHEAD:
            return Answer(ticket_answers.cannot_be_known(question.code, self._office), "ahead")
        return Answer(answers.cannot_be_known(question.code, self._office), "standing")

    def _of_a_dossier(self, question: Question, number: str, reply: Reply, now: datetime) -> Answer | None:
        if reply.error is not None:
            unknown = reply.error.code is ErrorCode.NOT_FOUND
            said = answers.unknown_code(question.code, self._office) if unknown else answers.wrong_code(self._office)
            return Answer(said, "standing")
        found = found_in(reply)
        if found is None:
            return None
        if question.kind is Kind.TELL and found.dossier.status not in answers.OVER:
            return self._wish(Wish(number, question.code), now)
        return Answer(answers.standing(found, self._office, now), "standing")

    def _wish(self, wish: Wish, now: datetime) -> Answer:
        if not self._wanted.has_room(wish):
            return Answer(answers.no_room(self._office), "no_room")
        said = answers.will_be_told(wish.code, self._office)
        return Answer(said, "wish", lambda rows: wishes.keep(rows, wish, now))

    def _of_a_number(self, question: Question, number: str, reply: Reply, now: datetime) -> Answer | None:
        if reply.error is not None:
            unknown = reply.error.code is ErrorCode.UNKNOWN_TICKET
            return (
                Answer(ticket_answers.unknown_number(question.code, self._office), "ahead")
                if unknown
                else self.given_up(question)
            )
        told = ahead_in(reply)
        if told is None:
            return None
        if told.state is not TicketState.WAITING or told.ahead <= self._before:
            return Answer(ticket_answers.how_it_stands(told, self._office), "ahead")
        if not self._awaited.has_room(number, told.number, now):
            return Answer(ticket_answers.not_promised(told, self._office), "ahead")
        wish = TicketWish(number, told.number, ticket_wishes.day_of(now))
        due = ticket_wishes.next_look(told.ahead - self._before, now)
        said = ticket_answers.will_be_told(told, self._before, self._office)
        return Answer(said, "wish", lambda rows: ticket_wishes.keep(rows, wish, due))


def request_of(question: Question, request_id: str) -> Request:
    """Return what is asked on the bus for a question about a dossier or a number."""
    if question.kind is Kind.AHEAD:
        return TicketAhead(id=request_id, number=question.code)
    return DossierFind(id=request_id, code=question.code, fresh=True)


def found_in(reply: Reply | None) -> Found | None:
    """Return the dossier of a reply to a lookup, None where it holds none."""
    if reply is None or not reply.ok:
        return None
    try:
        return Found.model_validate(reply.data)
    except ValidationError:
        log.error("the answer to a lookup is not understood")
        return None


def ahead_in(reply: Reply | None) -> Ahead | None:
    """Return how a number stands by a reply, None where it does not say."""
    if reply is None or not reply.ok:
        return None
    try:
        return Ahead.model_validate(reply.data)
    except ValidationError:
        log.error("the answer about a number is not understood")
        return None
