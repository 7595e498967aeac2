"""Which buttons the work screen has, which stand out, and which must wait a moment: pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState

OPEN, CLOSE, PAUSE, RESUME = "counter/open", "counter/close", "counter/pause", "counter/resume"
NEXT, CALL, RECALL, SERVE = "counter/next", "counter/call", "counter/recall", "counter/serve"
FINISH, NO_SHOW, PARK, TRANSFER = "counter/finish", "counter/no-show", "counter/park", "counter/transfer"
# The same verb with a dossier's code: a button of its own, so that whoever has none is asked nothing.
FINISH_WITH = "counter/finish#dossier"
LESSER = (RECALL, NO_SHOW, TRANSFER, PARK, FINISH_WITH, CALL, PAUSE, CLOSE)


@dataclass(frozen=True)
class Waits:
    """Whole seconds: before a ticket is called again, before "next" may end one just called, before a no-show."""

    recall_s: int = 10
    next_s: int = 3
    no_show_s: int = 45


class Actions(TypedDict):
    """Verbs in the order of their buttons; the first `leading` stand out; `may` are those allowed now.

    `waits` are the seconds before one of them is allowed.
    """

    order: list[str]
    leading: int
    may: list[str]
    waits: dict[str, float]
    next_words: str


def may(counter: CounterState, anyone_waits: bool) -> list[str]:
    """Return the verbs that make sense at `counter` now; the hub decides all the same."""
    if counter.state is CounterPhase.CLOSED:
        return [OPEN]
    paused = counter.state is CounterPhase.PAUSED
    turning = [RESUME] if paused else [PAUSE, CALL, *([NEXT] if anyone_waits else [])]
    if counter.ticket is None:
        return [*turning, CLOSE]
    if counter.ticket.state is TicketState.SERVING:
        return [*turning, FINISH, TRANSFER, PARK]
    return [*turning, SERVE, NO_SHOW, TRANSFER, PARK, *([] if paused else [RECALL])]


def waits_of(counter: CounterState, call_s: float, waits: Waits) -> dict[str, float]:
    """Return the seconds before a verb is allowed, for those that must wait since the newest call `call_s` ago."""
    if counter.ticket is None or counter.ticket.state is not TicketState.CALLED:
        return {}
    due = {RECALL: waits.recall_s - call_s, NEXT: waits.next_s - call_s}
    return {verb: round(seconds, 1) for verb, seconds in due.items() if seconds > 0}


def actions_of(counter: CounterState, anyone_waits: bool, waits: dict[str, float]) -> Actions:
    """Return the buttons of `counter`; `waits` are the seconds before some are allowed."""
    leading = _leading(counter)
    allowed = may(counter, anyone_waits)
    # "Next" ends the ticket in hand as served: beside a citizen who has not come yet it does not stand out.
    lesser = [NEXT if verb in leading else verb for verb in LESSER]
    return Actions(
        order=[*leading, *lesser],
        leading=len(leading),
        may=[*allowed, *([FINISH_WITH] if FINISH in allowed else [])],
        waits=waits,
        next_words="Gọi số tiếp theo" if counter.ticket is None else "Xong, gọi tiếp",
    )


def _leading(counter: CounterState) -> list[str]:
    if counter.state is CounterPhase.CLOSED:
        return [OPEN]
    turning = [RESUME] if counter.state is CounterPhase.PAUSED else []
    if counter.ticket is None:
        return turning or [NEXT]
    if counter.ticket.state is TicketState.SERVING:
        return [*turning, FINISH] if turning else [FINISH, NEXT]
    return [*turning, SERVE] if turning else [SERVE, RECALL]
