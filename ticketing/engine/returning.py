"""Brings back a ticket that was set aside: by itself, or because its citizen is here again."""

from __future__ import annotations

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.requests import Place, TicketReturn
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from ticketing.engine.cases import Case, Decision, by_ticket_or_track, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.following import tracked
from ticketing.engine.state import Card


def return_(case: Case, request: TicketReturn) -> Decision:
    """Put a parked or missed ticket back in line; one that waits already is granted as it is."""
    if request.track is None and case.asking.role is not Role.DESK:
        raise Refused(ErrorCode.FORBIDDEN, detail="only the desk returns by ticket")
    card = by_ticket_or_track(case, request.ticket, request.track)
    if card.waits:
        return Decision((), lambda after: tracked(case.site, after, after.cards[card.id], case.now))
    if not card.is_aside:
        raise wrong("Số này không ở trong danh sách chờ gọi lại.")
    if card.ticket.state is TicketState.NO_SHOW and card.returns_at is None and request.track is not None:
        raise wrong("Số này đã được gọi nhiều lần. Mời Quý khách gặp cán bộ tại quầy.")
    return Decision(
        (back_in_line(card, place_of(card), "asked"),),
        lambda after: tracked(case.site, after, after.cards[card.id], case.now),
    )


def place_of(card: Card) -> Place:
    """Return where `card` goes when it comes back: who fetched papers is next, who missed a call comes last."""
    if card.supplement:
        return Place.FIRST
    return Place.BY_TIME if card.ticket.state is TicketState.PARKED else Place.LAST


def back_in_line(card: Card, place: Place, by: str) -> Draft:
    """Return the entry that puts `card` back in line; `by` tells what brought it."""
    changes = {
        "state": TicketState.WAITING,
        "counter": None,
        "called_at": None,
        "served_at": None,
        "ended_at": None,
    }
    ticket = card.ticket.model_copy(update=changes)
    data = {"place": place.value, "by": by}
    # Whoever set it aside knows the matter; who never came is anyone's.
    if card.ticket.state is TicketState.PARKED and card.ticket.counter is not None:
        data["to"] = card.ticket.counter
    return Draft(EntryKind.TICKET_RETURNED, card.ticket.counter, ticket, data)
