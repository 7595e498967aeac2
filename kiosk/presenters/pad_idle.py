"""What the pad shows when nothing is to be rated: the number in hand, or how the counter stands."""

from __future__ import annotations

from kiosk.presenters import pad_words as words
from kiosk.presenters.pad_views import Host, Idle
from kiosk.presenters.wording import Say
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import Ticket, TicketState

WORKING = frozenset({TicketState.CALLED, TicketState.SERVING})


def idle_of(state: CounterState | None, name: str, host: Host | None, say: Say) -> Idle:
    """Return the page; `name` is the counter's as far as it is known before the hub has told of it."""
    if state is None:
        return Idle(name or say(words.WELCOME), "", None, say(words.WAIT), "calm")
    if state.state is not CounterPhase.OPEN and state.ticket is None:
        return Idle(state.name, "", None, _not_working(state, say), "calm")
    return _with_ticket(state, state.ticket, host, say)


def stands_of(page: Idle) -> str:
    """Return in one line how the counter stands, for the head of a notice."""
    return f"{page.lead} {page.number}" if page.number is not None else page.detail


def in_hand(state: CounterState | None) -> Ticket | None:
    """Return the ticket that is called or served at the counter."""
    ticket = state.ticket if state is not None else None
    return ticket if ticket is not None and ticket.state in WORKING else None


def calls(state: CounterState | None) -> bool:
    """Tell whether somebody is being called to the counter."""
    ticket = in_hand(state)
    return ticket is not None and ticket.state is TicketState.CALLED


def _with_ticket(state: CounterState, ticket: Ticket | None, host: Host | None, say: Say) -> Idle:
    if ticket is not None and ticket.state is TicketState.CALLED:
        return Idle(state.name, say(words.CALLED), ticket.number, say(words.COME), "call", host)
    if ticket is not None and ticket.state is TicketState.SERVING:
        return Idle(state.name, say(words.SERVING), ticket.number, say(words.KEEP_SLIP), "ok", host)
    return Idle(state.name, say(words.WELCOME), None, say(words.YOUR_TURN), "calm", host)


def _not_working(state: CounterState, say: Say) -> str:
    if state.state is CounterPhase.CLOSED:
        return say(words.CLOSED)
    if state.pause_reason:
        return say(words.PAUSED_FOR).format(reason=state.pause_reason)
    return say(words.PAUSED)
