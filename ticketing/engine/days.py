"""The business day: opened by the first command of a later local date, closed with everything that still waited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import ENDED, Ticket, TicketState
from ticketing.engine.facts import Draft
from ticketing.engine.state import Lobby

_END_OF_DAY = {"by": "day", "reason": "Hết ngày làm việc"}


def moment(lobby: Lobby, now: datetime) -> datetime:
    """Return `now` in whole milliseconds, or the newest entry's time where the clock ran backwards.

    So entry times never run backwards and a clock that jumps back neither opens a day nor restarts numbers.
    """
    whole = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return whole if lobby.at is None else max(whole, lobby.at)


def office_date(now: datetime) -> date:
    """Return the date at the office."""
    return now.astimezone(OFFICE_ZONE).date()


def turn(lobby: Lobby, now: datetime) -> tuple[Draft, ...]:
    """Return the entries that close an older day and open today's; none where the day is open already."""
    today = office_date(now)
    opened = Draft(EntryKind.DAY_OPENED, data={"day": today.isoformat()}, day=today)
    if lobby.day is None:
        return (opened,)
    if today <= lobby.day:
        return ()
    closed = Draft(EntryKind.DAY_CLOSED, data={"day": lobby.day.isoformat()})
    return (*_unfinished(lobby, now), *_left_open(lobby), closed, opened)


def _unfinished(lobby: Lobby, now: datetime) -> Iterator[Draft]:
    for card in sorted(lobby.cards.values(), key=lambda card: card.issued_seq):
        if card.ticket.state not in ENDED:
            yield _ended(card.ticket, now)


def _ended(ticket: Ticket, now: datetime) -> Draft:
    # Who sat at the counter was served, though nobody pressed finish; everyone else's number is void.
    serving = ticket.state is TicketState.SERVING
    state = TicketState.SERVED if serving else TicketState.EXPIRED
    kind = EntryKind.TICKET_SERVED if serving else EntryKind.TICKET_EXPIRED
    ended = ticket.model_copy(update={"state": state, "ended_at": now})
    return Draft(kind, ticket.counter, ended, _END_OF_DAY)


def _left_open(lobby: Lobby) -> Iterator[Draft]:
    for counter, desk in lobby.desks.items():
        if desk.phase is not CounterPhase.CLOSED:
            yield Draft(EntryKind.COUNTER_CLOSED, counter, data=_END_OF_DAY)
