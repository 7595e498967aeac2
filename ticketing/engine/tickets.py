"""What concerns one ticket outside a counter: its slip, following it, giving it back, its priority."""

from __future__ import annotations

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Ahead, Nothing, TicketData
from lobby.contract.requests import (
    TicketAhead,
    TicketCancel,
    TicketPrinted,
    TicketPrioritize,
    TicketReprint,
    TicketTrack,
)
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from ticketing.engine.cases import Case, Decision, by_ticket_or_track, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.following import tracked
from ticketing.engine.issuing import check_priority
from ticketing.engine.place import ahead
from ticketing.engine.series import as_written
from ticketing.engine.state import Card, Reprint

_MAY_CANCEL = frozenset({TicketState.WAITING, TicketState.PARKED, TicketState.CALLED})


def printed(case: Case, request: TicketPrinted) -> Decision:
    """Note what became of a slip."""
    card = by_ticket_or_track(case, request.ticket, None)
    data = {"outcome": request.outcome.value, "device": case.asking.device}
    if request.detail:
        data["detail"] = request.detail
    draft = Draft(EntryKind.TICKET_PRINTED, ticket=card.ticket, data=data)
    return Decision((draft,), lambda _after: Nothing())


def track(case: Case, request: TicketTrack) -> Decision:
    """Tell whoever holds the token how the ticket stands."""
    card = by_ticket_or_track(case, None, request.track)
    return Decision((), lambda _after: tracked(case.site, case.lobby, card, case.now))


def people_ahead(case: Case, request: TicketAhead) -> Decision:
    """Tell anybody how many wait before a number, and nothing about whose it is."""
    number = as_written(case.site.services.values(), case.lobby, request.number)
    card = case.lobby.cards.get(case.lobby.numbers.get(number, ""))
    if card is None:
        raise Refused(ErrorCode.UNKNOWN_TICKET)
    people = ahead(case.site, case.lobby, card, case.now)
    return Decision((), lambda _after: Ahead(number=number, state=card.ticket.state, ahead=people))


def cancel(case: Case, request: TicketCancel) -> Decision:
    """Give a number back; a counter that had called it is free again."""
    card = _to_cancel(case, request)
    if card.ticket.state not in _MAY_CANCEL and card.returns_at is None:
        raise wrong("Số này đang được phục vụ hoặc đã kết thúc nên không hủy được.")
    ticket = card.ticket.model_copy(update={"state": TicketState.CANCELLED, "ended_at": case.now})
    draft = Draft(EntryKind.TICKET_CANCELLED, counter=card.ticket.counter, ticket=ticket)
    return Decision((draft,), lambda _after: TicketData(ticket=ticket))


def prioritize(case: Case, request: TicketPrioritize) -> Decision:
    """Give a ticket that waits a class of priority, or take it away; what already is changes nothing."""
    check_priority(case, request.priority)
    card = by_ticket_or_track(case, request.ticket, None)
    if not card.waits:
        raise wrong(f"Số {card.ticket.number} không còn chờ nên không đổi được diện ưu tiên.")
    ticket = card.ticket.model_copy(update={"priority": request.priority})
    data = {"reason": request.reason, "from": card.ticket.priority, "to": request.priority}
    draft = Draft(EntryKind.TICKET_PRIORITIZED, ticket=ticket, data=data)
    drafts = () if card.ticket.priority == request.priority else (draft,)
    return Decision(drafts, lambda _after: TicketData(ticket=ticket))


def reprint(case: Case, request: TicketReprint) -> Decision:
    """Have a slip printed once more at a device that prints; while that is still open, asking again changes nothing."""
    card = by_ticket_or_track(case, request.ticket, None)
    if card.is_over:
        raise wrong(f"Số {card.ticket.number} đã kết thúc nên không in lại phiếu.")
    device = _printing(case, request.device, card)
    if Reprint(card.id, device) in case.lobby.reprints.values():
        return Decision((), lambda _after: Nothing())
    draft = Draft(EntryKind.TICKET_REPRINT, ticket=card.ticket, data={"device": device, "job": case.fresh.call})
    return Decision((draft,), lambda _after: Nothing())


def _printing(case: Case, wanted: str | None, card: Card) -> str:
    known = case.site.printing
    if wanted is not None:
        if wanted not in known:
            raise Refused(ErrorCode.BAD_REQUEST, f"Không có máy lấy số «{wanted}».", detail="unknown device")
        return wanted
    if card.device in known:
        return card.device or ""
    if not known:
        raise wrong("Không có máy lấy số nào để in lại phiếu.")
    return known[0]


def _to_cancel(case: Case, request: TicketCancel) -> Card:
    if request.track is None and request.ticket is not None and case.asking.role is not Role.DESK:
        raise Refused(ErrorCode.FORBIDDEN, detail="only the desk cancels by ticket")
    return by_ticket_or_track(case, request.ticket, request.track)
