"""What an officer does with the ticket in hand: serve, finish, no-show, park, transfer."""

from __future__ import annotations

from typing import Any

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Finished, Missed, TicketData
from lobby.contract.requests import CounterFinish, CounterNoShow, CounterPark, CounterServe, CounterTransfer
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.cases import Case, Decision, in_hand, known_counter, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.selection import is_served
from ticketing.engine.state import Card


def serve(case: Case, request: CounterServe) -> Decision:
    """The citizen has come."""
    card = in_hand(case, request.counter)
    if card.ticket.state is not TicketState.CALLED:
        raise wrong(f"Số {card.ticket.number} đang được phục vụ rồi.")
    ticket = card.ticket.model_copy(update={"state": TicketState.SERVING, "served_at": case.now})
    draft = Draft(EntryKind.TICKET_SERVING, request.counter, ticket)
    return Decision((draft,), lambda _after: TicketData(ticket=ticket))


def finish(case: Case, request: CounterFinish) -> Decision:
    """The service is done, also where nobody pressed serve; opens the rating."""
    card = in_hand(case, request.counter)
    draft = served(case, request.counter, card, "finish", request.dossier)
    ticket = draft.ticket or card.ticket
    return Decision((draft,), lambda _after: Finished(ticket=ticket, rate=case.fresh.rate))


def served(case: Case, counter: str, card: Card, by: str, dossier: str | None = None) -> Draft:
    """Return the entry that ends `card` as served and opens its rating; `by` names the verb that ended it."""
    ticket = card.ticket.model_copy(update={"state": TicketState.SERVED, "ended_at": case.now})
    data = {"by": by, "dossier": dossier} if dossier else {"by": by}
    private = {"rate": case.fresh.rate, "rate_s": case.site.rating_open_s, "track": card.track}
    return Draft(EntryKind.TICKET_SERVED, counter, ticket, data, private)


def no_show(case: Case, request: CounterNoShow) -> Decision:
    """The citizen did not come: the ticket comes back after the site's time, until it was missed too often."""
    card = in_hand(case, request.counter)
    if card.ticket.state is not TicketState.CALLED:
        raise wrong("Công dân đã đến quầy nên không ghi vắng mặt được.")
    ticket = card.ticket.model_copy(update={"state": TicketState.NO_SHOW, "ended_at": case.now})
    rules, misses = case.site.rules, card.misses + 1
    returns = rules.missed_return_s if misses < rules.missed_out_after else None
    data = {"misses": misses} if returns is None else {"misses": misses, "returns_after": returns}
    draft = Draft(EntryKind.TICKET_NO_SHOW, request.counter, ticket, data)
    return Decision((draft,), lambda _after: Missed(ticket=ticket, returns_after=returns))


def park(case: Case, request: CounterPark) -> Decision:
    """Set the ticket aside, for instance while the citizen fetches a paper."""
    card = in_hand(case, request.counter)
    ticket = card.ticket.model_copy(update={"state": TicketState.PARKED})
    draft = Draft(EntryKind.TICKET_PARKED, request.counter, ticket, _set_aside(case, request))
    return Decision((draft,), lambda _after: TicketData(ticket=ticket))


def _set_aside(case: Case, request: CounterPark) -> dict[str, Any]:
    if request.supplement:
        return {"reason": request.reason, "supplement": True}
    returns = request.returns_s or case.site.rules.parked_return_s
    return {"reason": request.reason, "returns_after": returns} if returns else {"reason": request.reason}


def transfer(case: Case, request: CounterTransfer) -> Decision:
    """Send the ticket to another field's line, or to wait for one counter alone."""
    card = in_hand(case, request.counter)
    _check_aim(case, request)
    ticket = _back_in_line(card.ticket, request.service or card.ticket.service)
    data = {"from_service": card.ticket.service, "place": request.place.value}
    if request.to is not None:
        data["to"] = request.to
    draft = Draft(EntryKind.TICKET_TRANSFERRED, request.counter, ticket, data)
    return Decision((draft,), lambda _after: TicketData(ticket=ticket))


def _check_aim(case: Case, request: CounterTransfer) -> None:
    if (request.service is None) == (request.to is None):
        raise Refused(ErrorCode.BAD_REQUEST, detail="either service or to is wanted")
    if request.service is not None and request.service not in case.site.services:
        raise Refused(ErrorCode.UNKNOWN_SERVICE)
    if request.service is not None and not is_served(case.site, request.service):
        raise wrong("Lĩnh vực này chưa có quầy nào phục vụ nên không chuyển đến được.")
    if request.to is not None:
        known_counter(case, request.to)


def _back_in_line(ticket: Ticket, service: str) -> Ticket:
    changes = {"state": TicketState.WAITING, "service": service, "counter": None, "called_at": None, "served_at": None}
    return ticket.model_copy(update=changes)
