"""What a head reads of the whole hall: counters, who waits, who calls for help, what is broken: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TypedDict

from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.words import PHASES, TICKET_STATES, minutes_words, wait_words
from ticketing.hub.door import CounterDay

# A citizen is served, or a call stands, longer than these: worth a head's look.
LONG_SERVICE_S = 30 * 60.0
LONG_CALL_S = 3 * 60.0
LONG_WAIT_S = 30 * 60.0


@dataclass(frozen=True)
class Hall:
    """What the hub says of all counters and fields; `lines` are the tickets that each counter could call."""

    counters: Sequence[CounterState]
    queues: Sequence[QueueState]
    lines: Iterable[Sequence[Ticket]] = ()
    days: Mapping[str, CounterDay] = field(default_factory=dict)
    seated: Mapping[str, str] = field(default_factory=dict)
    helping: frozenset[str] = frozenset()


class CounterRow(TypedDict):
    """One counter: who works there, which ticket it holds for how long, and its day."""

    counter: str
    name: str
    officer: str
    phase: str
    tone: str
    number: str
    doing: str
    minutes: str
    long: bool
    helps: bool
    served: int
    missed: int
    average: str


class FieldRow(TypedDict):
    """One field: how many wait, the longest of them, and what newcomers are told."""

    name: str
    waiting: int
    priority: int
    longest: str
    long: bool
    told: str
    closed: str


class Figures(TypedDict):
    """The site's day in figures."""

    waiting: int
    served: int
    missed: int
    open: int
    counters: int
    average: str
    waited: str


def counter_rows(hall: Hall, now: datetime) -> list[CounterRow]:
    """Return a row for each counter, in the settings' order."""
    return [_counter(hall, counter, now) for counter in hall.counters]


def field_rows(hall: Hall, now: datetime) -> list[FieldRow]:
    """Return a row for each field, in the settings' order."""
    longest = _longest(hall.lines, now)
    return [_field(queue, longest.get(queue.service)) for queue in hall.queues]


def figures(hall: Hall) -> Figures:
    """Return the day's totals."""
    days = list(hall.days.values())
    return Figures(
        waiting=sum(queue.waiting for queue in hall.queues),
        served=sum(day.served for day in days),
        missed=sum(day.missed for day in days),
        open=sum(counter.state is CounterPhase.OPEN for counter in hall.counters),
        counters=len(hall.counters),
        average=_usual([seconds for day in days for seconds in day.service_s]),
        waited=_usual([seconds for day in days for seconds in day.wait_s]),
    )


def _counter(hall: Hall, counter: CounterState, now: datetime) -> CounterRow:
    day, ticket = hall.days.get(counter.counter, CounterDay()), counter.ticket
    seconds, limit = _in_hand(ticket, now)
    reason = f": {counter.pause_reason}" if counter.pause_reason and counter.state is CounterPhase.PAUSED else ""
    return CounterRow(
        counter=counter.counter,
        name=counter.name,
        officer=hall.seated.get(counter.counter, ""),
        phase=PHASES[counter.state] + reason,
        tone={CounterPhase.OPEN: "ok", CounterPhase.PAUSED: "warn"}.get(counter.state, ""),
        number=ticket.number if ticket is not None else "",
        doing=TICKET_STATES[ticket.state] if ticket is not None else "",
        minutes=minutes_words(seconds) if ticket is not None else "",
        long=seconds > limit,
        helps=counter.counter in hall.helping,
        served=day.served,
        missed=day.missed,
        average=_usual(day.service_s),
    )


def _in_hand(ticket: Ticket | None, now: datetime) -> tuple[float, float]:
    """Return for how many seconds a ticket is in hand as it is, and how many would be long."""
    if ticket is None:
        return 0.0, LONG_SERVICE_S
    serving = ticket.state is TicketState.SERVING
    since = ticket.served_at if serving else ticket.called_at
    seconds = (now - since).total_seconds() if since is not None else 0.0
    return max(0.0, seconds), LONG_SERVICE_S if serving else LONG_CALL_S


def _field(queue: QueueState, longest: float | None) -> FieldRow:
    return FieldRow(
        name=queue.name,
        waiting=queue.waiting,
        priority=queue.waiting_priority,
        longest=minutes_words(longest) if longest is not None else "–",
        long=longest is not None and longest > LONG_WAIT_S,
        told=wait_words(queue.wait) or "–",
        closed="" if queue.open else queue.closed_reason or "Chưa nhận số",
    )


def _longest(lines: Iterable[Sequence[Ticket]], now: datetime) -> dict[str, float]:
    longest: dict[str, float] = {}
    for line in lines:
        for ticket in line:
            waited = (now - ticket.issued_at).total_seconds()
            longest[ticket.service] = max(waited, longest.get(ticket.service, 0.0))
    return longest


def _usual(seconds: Sequence[float]) -> str:
    return minutes_words(round(median(seconds) / 60) * 60) if seconds else "–"
