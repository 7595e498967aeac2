"""What a press on the work screen asks of the hub: the officer's own counter, its own line, and colleagues' help."""

from __future__ import annotations

from typing import Any

from lobby.contract.base import Uuid
from lobby.contract.codec import read
from lobby.contract.errors import ErrorCode, Malformed, Refused
from lobby.contract.requests import VERBS, CounterHelp, CounterRequest, Request, TicketPrioritize, TicketReturn
from lobby.contract.states import CounterState
from ticketing.desk.acting import NEXT, RECALL
from ticketing.hub.door import HubDoor

WRONG_COUNTER = "Bạn không ngồi ở quầy này. Hãy tải lại trang."
NOT_HERE = "Số này không còn trong danh sách của quầy."
TOO_SOON = {
    RECALL: "Số {number} vừa được gọi. Hãy đợi {seconds} giây rồi gọi lại.",
    NEXT: "Số {number} vừa được gọi. Hãy đợi {seconds} giây rồi gọi số tiếp theo.",
}
# What a page counts and what the hub's machine counts differ by the way between them.
_GRACE_S = 0.5


def read_act(verb: str, fields: dict[str, Any], counter: CounterState, door: HubDoor) -> Request:
    """Return what a page at `counter` asks; raises Malformed, or Refused for what is not this counter's to ask."""
    kind = VERBS.get(verb)
    if kind in (TicketReturn, TicketPrioritize):
        return _about_ticket(verb, fields, counter.counter, door)
    if kind is None or not issubclass(kind, CounterRequest):
        raise Malformed(f"{verb} is no act of an officer")
    asked = read(kind, fields)
    if asked.counter != counter.counter and not _ends_a_colleagues_call(asked, door):
        raise Refused(ErrorCode.FORBIDDEN, WRONG_COUNTER)
    return asked


def check_wait(verb: str, counter: CounterState, waits: dict[str, float]) -> None:
    """Let pass what need not wait any more; raises Refused."""
    left = waits.get(verb, 0.0)
    if left > _GRACE_S and counter.ticket is not None:
        sentence = TOO_SOON[verb].format(number=counter.ticket.number, seconds=max(1, round(left)))
        raise Refused(ErrorCode.TOO_MANY_REQUESTS, sentence)


def _about_ticket(verb: str, fields: dict[str, Any], counter: str, door: HubDoor) -> Request:
    here = door.waiting(counter) if verb == TicketPrioritize.verb else door.aside(counter)
    ticket: Uuid | None = next((one.ticket for one in here if one.number == fields.get("number")), None)
    if fields.get("counter") != counter:
        raise Refused(ErrorCode.FORBIDDEN, WRONG_COUNTER)
    if ticket is None:
        raise Refused(ErrorCode.UNKNOWN_TICKET, NOT_HERE)
    named = {key: fields[key] for key in ("v", "id", "priority", "reason") if fields.get(key)}
    return read(VERBS[verb], {**named, "ticket": ticket})


def _ends_a_colleagues_call(asked: CounterRequest, door: HubDoor) -> bool:
    calling = {call.counter for call in door.helps()}
    return isinstance(asked, CounterHelp) and not asked.active and asked.counter in calling
