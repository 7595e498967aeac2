"""The work screen as plain data, decided here and drawn by the browser: pure, time is an argument."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.acting import Actions, Waits, actions_of, waits_of
from ticketing.desk.aside import Aside, Line, aside_of, line_of, notes_of
from ticketing.desk.margins import Figure, Help, Undo, day_of, helps_of, undo_of
from ticketing.desk.words import PHASES, priority_words
from ticketing.hub.door import CounterDay, HelpCall, Standing, Undoable


@dataclass(frozen=True)
class Seen:
    """What the hub says of a counter; `aside` may be called again, `call_s` seconds since the newest call was seen.

    `quiet_s` seconds since a speaker spoke any call of the site, `unspoken` where one told that it failed to speak;
    `standings` of the tickets named here, by their UUID.
    """

    counter: CounterState
    line: Sequence[Ticket] = ()
    aside: Sequence[Ticket] = ()
    why: str = ""
    call_s: float = 0.0
    quiet_s: float = math.inf
    unspoken: bool = False
    standings: Mapping[str, Standing] = field(default_factory=dict)
    undoable: Undoable | None = None
    helps: Sequence[HelpCall] = ()
    hushed: HelpCall | None = None
    day: CounterDay = field(default_factory=CounterDay)


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
    notes: str
    why: str


class CallShown(TypedDict):
    """What became of the newest call; `seconds` since it, `words` say what is counted.

    `quiet` are the seconds for which this call stood and no speaker spoke any; `no_show_s` seconds after the call it is
    usual to note that nobody came.
    """

    displayed: int
    spoken: int
    unspoken: bool
    asked: bool
    seconds: float
    quiet: float
    words: str
    no_show_s: int


class Picture(TypedDict):
    """All that the work screen draws; `seq` is the journal entry it shows, `hushed` the counter that let the
    loudspeakers fall silent."""

    run: str
    rev: int
    seq: int
    phase: Phase
    hand: Hand
    call: CallShown | None
    actions: Actions
    line: Line
    aside: Aside
    undo: Undo | None
    helps: list[Help]
    hushed: str
    day: list[Figure]


def draw(seen: Seen, names: Mapping[str, str], now: datetime, waits: Waits) -> Picture:
    """Return the picture of a counter; `names` of services; `run` and `rev` are left empty for who knows them."""
    counter, line = seen.counter, seen.line
    words = PHASES[counter.state]
    # At a counter of one field its name beside each number would say nothing.
    named = dict(names) | {service: "" for service in counter.services if len(counter.services) == 1}
    if counter.pause_reason:
        words = f"{words}: {counter.pause_reason}"
    return Picture(
        run="",
        rev=0,
        seq=counter.rev,
        phase=Phase(state=counter.state.value, words=words),
        hand=_hand(seen, names),
        call=_call(seen, now, waits),
        actions=actions_of(counter, bool(line), waits_of(counter, seen.call_s, waits)),
        line=line_of(line, named, seen.standings, now),
        aside=aside_of(seen.aside, seen.standings, now, may=counter.state is CounterPhase.OPEN),
        undo=undo_of(seen.undoable, now),
        helps=helps_of(seen.helps, counter.counter, now),
        hushed=seen.hushed.counter_name if seen.hushed is not None else "",
        day=day_of(seen.day),
    )


def _hand(seen: Seen, names: Mapping[str, str]) -> Hand:
    counter, ticket = seen.counter, seen.counter.ticket
    if ticket is None:
        number, explain = _idle(counter, bool(seen.line))
        return Hand(tone="idle", label="", number=number, service="", priority="", notes="", why=explain)
    serving = ticket.state is TicketState.SERVING
    return Hand(
        tone="serving" if serving else "called",
        label="Đang phục vụ" if serving else ("Đang gọi" if ticket.calls < 2 else f"Đang gọi lần {ticket.calls}"),
        number=ticket.number,
        service=names.get(ticket.service, ticket.service),
        priority=priority_words(ticket.priority),
        notes=notes_of(seen.standings.get(ticket.ticket)),
        why=seen.why,
    )


def _idle(counter: CounterState, anyone_waits: bool) -> tuple[str, str]:
    if counter.state is CounterPhase.CLOSED:
        return "Quầy đang đóng", "Mở quầy để bắt đầu gọi số."
    if counter.state is CounterPhase.PAUSED:
        return "Quầy đang tạm nghỉ", counter.pause_reason or "Chọn «Tiếp tục» khi làm việc trở lại."
    if anyone_waits:
        return "Sẵn sàng", "Chọn «Gọi số tiếp theo» để mời công dân đến quầy."
    return "Chưa có ai chờ", "Khi có công dân lấy số, số sẽ hiện ở danh sách người chờ."


def _call(seen: Seen, now: datetime, waits: Waits) -> CallShown | None:
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
        no_show_s=waits.no_show_s,
    )
