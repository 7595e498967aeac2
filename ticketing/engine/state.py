"""The queue of one business day as values that never change: a step gives a new Lobby."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket, TicketState

# Where a ticket stands in line: rank first (negative: before all others), then a journal seq.
Standing = tuple[int, int]


@dataclass(frozen=True)
class Card:
    """A ticket and what the wire does not show of it: its place in line, the counter it is bound `to`, its token."""

    ticket: Ticket
    issued_seq: int
    place: Standing
    track: str
    to: str | None = None
    lang: str | None = None

    @property
    def id(self) -> str:
        return self.ticket.ticket


@dataclass(frozen=True)
class Desk:
    """A counter's day: the ticket in hand, its newest call, who presented it, the rating that stands open."""

    phase: CounterPhase = CounterPhase.CLOSED
    pause_reason: str | None = None
    ticket: str | None = None
    call_id: str | None = None
    shown: frozenset[tuple[str, str]] = frozenset()
    after_priority: bool = False
    rating: str | None = None

    def shown_as(self, how: str) -> int:
        """Return how many devices presented the newest call as `how`."""
        return sum(1 for _, as_ in self.shown if as_ == how)


@dataclass(frozen=True)
class Rating:
    """A rating that was opened by its one-time token `rate`."""

    rate: str
    ticket: str
    number: str
    counter: str
    opened_at: datetime
    closes_at: datetime
    given: bool = False


@dataclass(frozen=True)
class Lobby:
    """All of one day: exactly the fold of that day's journal entries.

    `seq` and `at` are those of the newest entry; `numbers` maps each number ever given today to its ticket;
    `waiting` has a line for each field, so that a long line in one costs the others nothing.
    """

    day: date | None = None
    seq: int = 0
    at: datetime | None = None
    cards: Mapping[str, Card] = field(default_factory=dict)
    waiting: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    tracks: Mapping[str, str] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)
    last_issued: Mapping[str, str] = field(default_factory=dict)
    last_called: Mapping[str, str] = field(default_factory=dict)
    durations: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)

    def desk(self, counter: str) -> Desk:
        """Return the counter's day; a counter that was not opened yet is closed."""
        return self.desks.get(counter, Desk())

    def line(self, service: str) -> Mapping[str, Card]:
        """Return who waits in a field, by ticket id."""
        return self.waiting.get(service, {})

    def in_hand(self, counter: str) -> Card | None:
        """Return the ticket that the counter holds."""
        held = self.desk(counter).ticket
        return self.cards[held] if held is not None else None

    def with_card(self, card: Card) -> Lobby:
        """Return the lobby where `card` stands as given, in line or not by its state."""
        service = card.ticket.service
        line = {**self.line(service), card.id: card}
        if card.ticket.state is not TicketState.WAITING:
            del line[card.id]
        return replace(self, cards={**self.cards, card.id: card}, waiting={**self.waiting, service: line})

    def with_desk(self, counter: str, desk: Desk) -> Lobby:
        """Return the lobby where `counter` stands as `desk`."""
        return replace(self, desks={**self.desks, counter: desk})
