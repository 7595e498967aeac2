"""Calling to a counter: the next, a chosen number, once more."""

from __future__ import annotations

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Called
from lobby.contract.requests import CounterCall, CounterNext, CounterRecall
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.cases import Case, Decision, calling, in_hand, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.selection import Choice, Turn, choose, may_call_again
from ticketing.engine.serving import served
from ticketing.engine.state import Card


def next_(case: Case, request: CounterNext) -> Decision:
    """End the ticket in hand and call the next; where nobody waits, nothing changes."""
    calling(case, request.counter)
    choice = choose(case.site, case.lobby, request.counter, case.now)
    if choice is None:
        raise Refused(ErrorCode.NOBODY_WAITING)
    return _call(case, request.counter, choice)


def call(case: Case, request: CounterCall) -> Decision:
    """End the ticket in hand and call a chosen number: one that waits, was parked, or did not come before."""
    calling(case, request.counter)
    card = _numbered(case, request.number)
    _check_callable(case, request.counter, card)
    return _call(case, request.counter, Choice(card, Turn.CHOSEN, _chosen_because(card)))


def recall(case: Case, request: CounterRecall) -> Decision:
    """Call the ticket in hand once more."""
    card = in_hand(case, request.counter)
    calling(case, request.counter)
    if card.ticket.state is not TicketState.CALLED:
        raise wrong("Công dân đã đến quầy nên không gọi lại nữa.")
    ticket = card.ticket.model_copy(update={"calls": card.ticket.calls + 1})
    why = f"Gọi lần thứ {ticket.calls}: công dân chưa đến quầy."
    data = {"call_id": case.fresh.call, "nth": ticket.calls, "why": why}
    draft = Draft(EntryKind.TICKET_RECALLED, request.counter, ticket, data)
    return _called(case, (draft,), ticket, why)


def _call(case: Case, counter: str, choice: Choice) -> Decision:
    held = case.lobby.in_hand(counter)
    ending = (served(case, counter, held, "next"),) if held is not None else ()
    ticket = _ticket_called(case, counter, choice.card)
    data: dict[str, object] = {
        "call_id": case.fresh.call,
        "nth": ticket.calls,
        "turn": choice.turn.value,
        "why": choice.why,
    }
    if held is not None:
        data["ended"] = held.id
    draft = Draft(EntryKind.TICKET_CALLED, counter, ticket, data)
    return _called(case, (*ending, draft), ticket, choice.why)


def _ticket_called(case: Case, counter: str, card: Card) -> Ticket:
    changes = {
        "state": TicketState.CALLED,
        "called_at": case.now,
        "served_at": None,
        "ended_at": None,
        "counter": counter,
        "calls": card.ticket.calls + 1,
    }
    return card.ticket.model_copy(update=changes)


def _called(case: Case, drafts: tuple[Draft, ...], ticket: Ticket, why: str) -> Decision:
    return Decision(drafts, lambda _after: Called(ticket=ticket, call_id=case.fresh.call, why=why))


def _numbered(case: Case, number: str) -> Card:
    ticket = case.lobby.numbers.get(number.strip().upper())
    if ticket is None:
        raise Refused(ErrorCode.UNKNOWN_TICKET)
    return case.lobby.cards[ticket]


def _check_callable(case: Case, counter: str, card: Card) -> None:
    ticket = card.ticket
    if ticket.state in (TicketState.CALLED, TicketState.SERVING):
        if ticket.counter == counter:
            raise wrong(f"Số {ticket.number} đang ở quầy này. Hãy dùng nút gọi lại.")
        raise wrong(f"Số {ticket.number} đang ở {case.site.counter_name(ticket.counter)}.")
    if ticket.state not in (TicketState.WAITING, TicketState.PARKED, TicketState.NO_SHOW):
        raise wrong(f"Số {ticket.number} đã kết thúc.")
    if not may_call_again(case.site, counter, card):
        raise wrong(f"Số {ticket.number} không thuộc các lĩnh vực của quầy này.")


def _chosen_because(card: Card) -> str:
    if card.supplement:
        return "Công dân đã quay lại sau khi bổ sung giấy tờ."
    if card.ticket.state is TicketState.PARKED:
        return "Cán bộ gọi lại số đã tạm gác."
    if card.ticket.state is TicketState.NO_SHOW:
        return "Công dân quay lại sau khi vắng mặt."
    return "Cán bộ chọn gọi số này."
