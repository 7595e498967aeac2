"""What a head reads of the whole hall: counters, who waits, who calls for help, what is broken: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.charts import percent
from ticketing.desk.figure_words import count_words, median_words, p90_words, satisfied_words
from ticketing.desk.words import PHASES, TICKET_STATES, minutes_words, wait_words
from ticketing.reports.model import Measures

# A citizen is served, or a call stands, longer than these: worth a head's look.
LONG_SERVICE_S = 30 * 60.0
LONG_CALL_S = 3 * 60.0
LONG_WAIT_S = 30 * 60.0


@dataclass(frozen=True)
class Hall:
    """What the hub says of all counters and fields; `lines` are the tickets that each counter could call.

    `at_counters` and `in_fields` is what the journal says of each today; those with nothing are left out.
    """

    counters: Sequence[CounterState]
    queues: Sequence[QueueState]
    lines: Iterable[Sequence[Ticket]] = ()
    at_counters: Mapping[str, Measures] = field(default_factory=dict)
    in_fields: Mapping[str, Measures] = field(default_factory=dict)
    seated: Mapping[str, str] = field(default_factory=dict)
    helping: frozenset[str] = frozenset()


class Done(TypedDict):
    """What was done today at a counter or in a field."""

    served: str
    missed: str
    wait: str
    wait_p90: str
    service: str
    service_p90: str
    satisfied: str


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
    done: Done


class FieldRow(TypedDict):
    """One field: how many wait (also in percent of the fullest), the longest of them, what newcomers are told, and its
    day."""

    name: str
    waiting: int
    percent: float
    priority: int
    longest: str
    long: bool
    told: str
    closed: str
    done: Done


def counter_rows(hall: Hall, now: datetime) -> list[CounterRow]:
    """Return a row for each counter, in the settings' order."""
    return [_counter(hall, counter, now) for counter in hall.counters]


def field_rows(hall: Hall, now: datetime) -> list[FieldRow]:
    """Return a row for each field, in the settings' order."""
    longest = _longest(hall.lines, now)
    fullest = max((queue.waiting for queue in hall.queues), default=0)
    return [_field(hall, queue, longest.get(queue.service), fullest) for queue in hall.queues]


def open_words(hall: Hall) -> str:
    """Return how many of the counters are open: 3/4."""
    return f"{sum(counter.state is CounterPhase.OPEN for counter in hall.counters)}/{len(hall.counters)}"


def done_words(measures: Measures | None) -> Done:
    """Return a day's figures in words; dashes for None."""
    if measures is None:
        return Done(served="0", missed="0", wait="–", wait_p90="", service="–", service_p90="", satisfied="–")
    return Done(
        served=count_words(measures.served),
        missed=count_words(measures.missed),
        wait=median_words(measures.wait),
        wait_p90=p90_words(measures.wait) if measures.wait.n else "",
        service=median_words(measures.service),
        service_p90=p90_words(measures.service) if measures.service.n else "",
        satisfied=satisfied_words(measures.rated),
    )


def _counter(hall: Hall, counter: CounterState, now: datetime) -> CounterRow:
    ticket = counter.ticket
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
        done=done_words(hall.at_counters.get(counter.counter)),
    )


def _in_hand(ticket: Ticket | None, now: datetime) -> tuple[float, float]:
    """Return for how many seconds a ticket is in hand as it is, and how many would be long."""
    if ticket is None:
        return 0.0, LONG_SERVICE_S
    serving = ticket.state is TicketState.SERVING
    since = ticket.served_at if serving else ticket.called_at
    seconds = (now - since).total_seconds() if since is not None else 0.0
    return max(0.0, seconds), LONG_SERVICE_S if serving else LONG_CALL_S


def _field(hall: Hall, queue: QueueState, longest: float | None, fullest: int) -> FieldRow:
    return FieldRow(
        name=queue.name,
        waiting=queue.waiting,
        percent=percent(queue.waiting, fullest),
        priority=queue.waiting_priority,
        longest=minutes_words(longest) if longest is not None else "–",
        long=longest is not None and longest > LONG_WAIT_S,
        told=wait_words(queue.wait) or "–",
        closed="" if queue.open else queue.closed_reason or "Chưa nhận số",
        done=done_words(hall.in_fields.get(queue.service)),
    )


def _longest(lines: Iterable[Sequence[Ticket]], now: datetime) -> dict[str, float]:
    longest: dict[str, float] = {}
    for line in lines:
        for ticket in line:
            waited = (now - ticket.issued_at).total_seconds()
            longest[ticket.service] = max(waited, longest.get(ticket.service, 0.0))
    return longest
