"""What concerns one ticket outside a counter: whether its slip came out, following it, giving it back."""

from __future__ import annotations

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Nothing, TicketData, Tracked
from lobby.contract.requests import TicketCancel, TicketPrinted, TicketTrack
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from ticketing.engine import estimate
from ticketing.engine.cases import Case, Decision, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.state import Card

_MAY_CANCEL = frozenset({TicketState.WAITING, TicketState.PARKED, TicketState.CALLED})


def printed(case: Case, request: TicketPrinted) -> Decision:
    """Note what became of a slip."""
    card = _card(case, request.ticket)
    data = {"outcome": request.outcome.value, "device": case.asking.device}
    if request.detail:
        data["detail"] = request.detail
    draft = Draft(EntryKind.TICKET_PRINTED, ticket=card.ticket, data=data)
    return Decision((draft,), lambda _after: Nothing())


def track(case: Case, request: TicketTrack) -> Decision:
    """Tell whoever holds the token how the ticket stands."""
    card = _tracked(case, request.track)
    people = estimate.ahead(case.lobby, card)
    waits = card.ticket.state is TicketState.WAITING
    wait = estimate.wait(case.site, case.lobby, card.ticket.service, people) if waits else None
    return Decision((), lambda _after: Tracked(ticket=card.ticket, ahead=people, wait=wait))


def cancel(case: Case, request: TicketCancel) -> Decision:
    """Give a number back; a counter that had called it is free again."""
    card = _to_cancel(case, request)
    if card.ticket.state not in _MAY_CANCEL:
        raise wrong("Số này đang được phục vụ hoặc đã kết thúc nên không hủy được.")
    ticket = card.ticket.model_copy(update={"state": TicketState.CANCELLED, "ended_at": case.now})
    draft = Draft(EntryKind.TICKET_CANCELLED, counter=card.ticket.counter, ticket=ticket)
    return Decision((draft,), lambda _after: TicketData(ticket=ticket))


def _to_cancel(case: Case, request: TicketCancel) -> Card:
    if request.track is not None:
        return _tracked(case, request.track)
    if request.ticket is None:
        raise Refused(ErrorCode.BAD_REQUEST, detail="ticket or track is wanted")
    if case.asking.role is not Role.DESK:
        raise Refused(ErrorCode.FORBIDDEN, detail="only the desk cancels by ticket")
    return _card(case, request.ticket)


def _card(case: Case, ticket: str) -> Card:
    card = case.lobby.cards.get(ticket)
    if card is None:
        raise Refused(ErrorCode.UNKNOWN_TICKET)
    return card


def _tracked(case: Case, token: str) -> Card:
    return _card(case, case.lobby.tracks.get(token, ""))
