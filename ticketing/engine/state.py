"""The queue of one business day as values that never change: a step gives a new Lobby."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from immutables import Map

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

    @property
    def waits(self) -> bool:
        return self.ticket.state is TicketState.WAITING

    @property
    def is_aside(self) -> bool:
        """Whether it may be called again by its number: it was parked, or nobody came."""
        return self.ticket.state in (TicketState.PARKED, TicketState.NO_SHOW)

    @property
    def is_first(self) -> bool:
        """Whether it was put before all others."""
        return self.place[0] < 0


_Rank = dict[str, Card]


@dataclass(frozen=True)
class Line:
    """Who waits in one field, each rank by ticket id in the order of `place`."""

    first: _Rank = field(default_factory=dict)
    priority: _Rank = field(default_factory=dict)
    normal: _Rank = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.first) + len(self.priority) + len(self.normal)

    def cards(self) -> Iterator[Card]:
        """Return everyone who waits, in no particular order."""
        return chain(self.first.values(), self.priority.values(), self.normal.values())

    def joined(self, card: Card) -> Line:
        """Return the line with `card` in its place."""
        name = _rank_of(card)
        rank: _Rank = getattr(self, name)
        longer = {**rank, card.id: card}
        if rank and rank[next(reversed(rank))].place > card.place:
            longer = dict(sorted(longer.items(), key=lambda item: item[1].place))
        return replace(self, **{name: longer})

    def left(self, card: Card) -> Line:
        """Return the line without `card`, which must wait in it."""
        name = _rank_of(card)
        return replace(self, **{name: {key: one for key, one in getattr(self, name).items() if key != card.id}})


def _rank_of(card: Card) -> str:
    if card.is_first:
        return "first"
    return "priority" if card.ticket.priority else "normal"


@dataclass(frozen=True)
class Desk:
    """A counter's day: the ticket in hand and why it was called, its newest call, who presented it, the rating that
    stands open."""

    phase: CounterPhase = CounterPhase.CLOSED
    pause_reason: str | None = None
    ticket: str | None = None
    why: str | None = None
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
    `waiting` has a line for each field, so that a long line in one costs the others nothing; `aside` has those who may
    be called again by their number; what grows all day is
    in maps that share what did not change, so that the last ticket of a day costs what the first did.
    """

    day: date | None = None
    seq: int = 0
    at: datetime | None = None
    cards: Map[str, Card] = field(default_factory=Map)
    waiting: Mapping[str, Line] = field(default_factory=dict)
    aside: Map[str, Card] = field(default_factory=Map)
    numbers: Map[str, str] = field(default_factory=Map)
    tracks: Map[str, str] = field(default_factory=Map)
    serials: Mapping[str, int] = field(default_factory=dict)
    last_issued: Mapping[str, str] = field(default_factory=dict)
    last_called: Mapping[str, str] = field(default_factory=dict)
    durations: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)

    def desk(self, counter: str) -> Desk:
        """Return the counter's day; a counter that was not opened yet is closed."""
        return self.desks.get(counter, Desk())

    def line(self, service: str) -> Line:
        """Return who waits in a field."""
        return self.waiting.get(service, Line())

    def in_hand(self, counter: str) -> Card | None:
        """Return the ticket that the counter holds."""
        held = self.desk(counter).ticket
        return self.cards[held] if held is not None else None

    def with_card(self, card: Card) -> Lobby:
        """Return the lobby where `card` stands as given, in line or not by its state."""
        waiting, before = dict(self.waiting), self.cards.get(card.id)
        if before is not None and before.waits:
            waiting[before.ticket.service] = self.line(before.ticket.service).left(before)
        if card.waits:
            waiting[card.ticket.service] = waiting.get(card.ticket.service, Line()).joined(card)
        return replace(self, cards=self.cards.set(card.id, card), waiting=waiting, aside=self._aside(card))

    def _aside(self, card: Card) -> Map[str, Card]:
        if card.is_aside:
            return self.aside.set(card.id, card)
        return self.aside.delete(card.id) if card.id in self.aside else self.aside

    def with_desk(self, counter: str, desk: Desk) -> Lobby:
        """Return the lobby where `counter` stands as `desk`."""
        return replace(self, desks={**self.desks, counter: desk})
