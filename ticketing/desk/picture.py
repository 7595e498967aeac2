"""The work screen as plain data, decided here and drawn by the browser: pure, time is an argument."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.words import PHASES, minutes_words, priority_words

OPEN, CLOSE, PAUSE, RESUME = "counter/open", "counter/close", "counter/pause", "counter/resume"
NEXT, CALL, RECALL, SERVE = "counter/next", "counter/call", "counter/recall", "counter/serve"
FINISH, NO_SHOW, PARK, TRANSFER = "counter/finish", "counter/no-show", "counter/park", "counter/transfer"
LESSER = (RECALL, NO_SHOW, TRANSFER, PARK, CALL, PAUSE, CLOSE)
LINE_AT_MOST = 100
ASIDE_AT_MOST = 50


@dataclass(frozen=True)
class Seen:
    """What the hub says of a counter; `aside` may be called again, `call_s` seconds since the newest call was seen.

    `quiet_s` seconds since a speaker spoke any call of the site, `unspoken` where one told that it failed to speak.
    """

    counter: CounterState
    line: Sequence[Ticket] = ()
    aside: Sequence[Ticket] = ()
    why: str = ""
    call_s: float = 0.0
    quiet_s: float = math.inf
    unspoken: bool = False


class Phase(TypedDict):
    """Whether the counter works, in a word."""

    state: str
    words: str


class Hand(TypedDict):
    """The ticket in hand, or what to read in its place."""

    tone: str
    label: str
    number: str
    service: str
    priority: str
    why: str


class CallShown(TypedDict):
    """What became of the newest call; `seconds` since it, `words` say what is counted.

    `quiet` are the seconds for which this call stood and no speaker spoke any.
    """

    displayed: int
    spoken: int
    unspoken: bool
    asked: bool
    seconds: float
    quiet: float
    words: str


class Actions(TypedDict):
    """Verbs in the order of their buttons; the first `leading` stand out; `may` are those allowed now."""

    order: list[str]
    leading: int
    may: list[str]
    next_words: str


class Row(TypedDict):
    """One who waits."""

    number: str
    service: str
    waited: str
    priority: str


class Line(TypedDict):
    """Who waits, in the order of calling; `total` counts also those beyond the rows."""

    total: int
    tickets: list[Row]


class AsideRow(TypedDict):
    """One who may be called again, and what became of the first call."""

    number: str
    words: str


class Aside(TypedDict):
    """Who was set aside or did not come; `may` tells whether one can be called now."""

    total: int
    tickets: list[AsideRow]
    may: bool


class Picture(TypedDict):
    """All that the work screen draws."""

    run: str
    rev: int
    phase: Phase
    hand: Hand
    call: CallShown | None
    actions: Actions
    line: Line
    aside: Aside


def draw(seen: Seen, names: dict[str, str], now: datetime) -> Picture:
    """Return the picture of a counter; `names` of services; `run` and `rev` are left empty for who knows them."""
    counter, line = seen.counter, seen.line
    words = PHASES[counter.state]
    # At a counter of one field its name beside each number would say nothing.
    named = names | {service: "" for service in counter.services if len(counter.services) == 1}
    if counter.pause_reason:
        words = f"{words}: {counter.pause_reason}"
    return Picture(
        run="",
        rev=0,
        phase=Phase(state=counter.state.value, words=words),
        hand=_hand(counter, names, seen.why, bool(line)),
        call=_call(seen, now),
        actions=_actions(counter, bool(line)),
        line=Line(total=len(line), tickets=[_row(ticket, named, now) for ticket in line[:LINE_AT_MOST]]),
        aside=_aside(counter, seen.aside),
    )


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


def _actions(counter: CounterState, anyone_waits: bool) -> Actions:
    leading = _leading(counter)
    # "Next" ends the ticket in hand as served: beside a citizen who has not come yet it does not stand out.
    lesser = [NEXT if verb in leading else verb for verb in LESSER]
    return Actions(
        order=[*leading, *lesser],
        leading=len(leading),
        may=may(counter, anyone_waits),
        next_words="Gọi số tiếp theo" if counter.ticket is None else "Xong, gọi số tiếp",
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


def _hand(counter: CounterState, names: dict[str, str], why: str, anyone_waits: bool) -> Hand:
    ticket = counter.ticket
    if ticket is None:
        number, explain = _idle(counter, anyone_waits)
        return Hand(tone="idle", label="", number=number, service="", priority="", why=explain)
    serving = ticket.state is TicketState.SERVING
    return Hand(
        tone="serving" if serving else "called",
        label="Đang phục vụ" if serving else ("Đang gọi" if ticket.calls < 2 else f"Đang gọi lần {ticket.calls}"),
        number=ticket.number,
        service=names.get(ticket.service, ticket.service),
        priority=priority_words(ticket.priority),
        why=why,
    )


def _idle(counter: CounterState, anyone_waits: bool) -> tuple[str, str]:
    if counter.state is CounterPhase.CLOSED:
        return "Quầy đang đóng", "Mở quầy để bắt đầu gọi số."
    if counter.state is CounterPhase.PAUSED:
        return "Quầy đang tạm nghỉ", counter.pause_reason or "Chọn «Tiếp tục» khi làm việc trở lại."
    if anyone_waits:
        return "Sẵn sàng", "Chọn «Gọi số tiếp theo» để mời công dân đến quầy."
    return "Chưa có ai chờ", "Khi có công dân lấy số, số sẽ hiện ở danh sách bên cạnh."


def _call(seen: Seen, now: datetime) -> CallShown | None:
    counter, ticket = seen.counter, seen.counter.ticket
    if ticket is None:
        return None
    serving = ticket.state is TicketState.SERVING
    seconds = seen.call_s
    if serving and ticket.served_at is not None:
        seconds = max(0.0, (now - ticket.served_at).total_seconds())
    return CallShown(
        displayed=counter.presented.displayed,
        spoken=counter.presented.spoken,
        unspoken=seen.unspoken,
        asked=not serving,
        seconds=round(seconds, 1),
        quiet=round(min(seen.call_s, seen.quiet_s), 1),
        words="Đã phục vụ" if serving else "Đã gọi",
    )


def _row(ticket: Ticket, names: dict[str, str], now: datetime) -> Row:
    waited = max(0.0, (now - ticket.issued_at).total_seconds())
    return Row(
        number=ticket.number,
        service=names.get(ticket.service, ticket.service),
        waited=f"chờ {minutes_words(waited)}",
        priority=priority_words(ticket.priority),
    )


def _aside(counter: CounterState, tickets: Sequence[Ticket]) -> Aside:
    shown = [AsideRow(number=ticket.number, words=_aside_words(ticket)) for ticket in tickets[:ASIDE_AT_MOST]]
    return Aside(total=len(tickets), tickets=shown, may=counter.state is CounterPhase.OPEN)


def _aside_words(ticket: Ticket) -> str:
    words = "Để chờ" if ticket.state is TicketState.PARKED else "Vắng mặt"
    at = ticket.called_at
    return words if at is None else f"{words} · {at.astimezone(OFFICE_ZONE):%H:%M}"
