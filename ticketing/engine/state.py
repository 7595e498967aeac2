"""The queue of one business day as values that never change: a step gives a new Lobby."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from immutables import Map

from lobby.contract.journal import EntryKind
from lobby.contract.requests import PrintOutcome
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.learning import Learned

# Where a ticket stands in line: rank first (negative: before all others), then a time in milliseconds since 1970,
# then a journal seq.
Standing = tuple[int, int, int]


@dataclass(frozen=True)
class Card:
    """A ticket and what the wire does not show of it: its place in line, the counter it is bound `to`, its token.

    `device` gave it, `slip` is what became of its paper and `slip_device` told so; `returns_at` is when it comes back
    by itself; a `supplement` one waits for its citizen, who fetches papers; `offline` ones were given without the hub.
    """

    ticket: Ticket
    issued_seq: int
    place: Standing
    track: str
    to: str | None = None
    lang: str | None = None
    device: str | None = None
    dossier: str | None = None
    appointment: datetime | None = None
    offline: bool = False
    slip: PrintOutcome | None = None
    slip_device: str | None = None
    misses: int = 0
    returns_at: datetime | None = None
    supplement: bool = False

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

    def waited_s(self, now: datetime) -> float:
        """Return the seconds since it took its place in line."""
        return now.timestamp() - self.place[1] / 1000


_Rank = dict[str, Card]


@dataclass(frozen=True)
class Line:
    """Who waits in one field, each rank by ticket id in the order of `place`."""

    first: _Rank = field(default_factory=dict)
    booked: _Rank = field(default_factory=dict)
    priority: _Rank = field(default_factory=dict)
    normal: _Rank = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(rank) for rank in self.ranks())

    def cards(self) -> Iterator[Card]:
        """Return everyone who waits, in no particular order."""
        return chain.from_iterable(rank.values() for rank in self.ranks())

    def ranks(self) -> tuple[_Rank, ...]:
        """Return those put first, those with an appointment, those with priority, and the others."""
        return self.first, self.booked, self.priority, self.normal

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
        shorter = dict(getattr(self, name))
        del shorter[card.id]
        return replace(self, **{name: shorter})


def _rank_of(card: Card) -> str:
    if card.is_first:
        return "first"
    if card.appointment is not None:
        return "booked"
    return "priority" if card.ticket.priority else "normal"


@dataclass(frozen=True)
class Tally:
    """What a counter did today; seconds of each service, and what each citizen had waited when first called."""

    served: int = 0
    missed: int = 0
    parked: int = 0
    transferred: int = 0
    service_s: tuple[float, ...] = ()
    wait_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Undo:
    """What a counter's last act changed: the desk and the cards before it, the tickets as it left them."""

    kind: EntryKind
    at: datetime
    desk: Desk
    cards: tuple[Card, ...]
    left: tuple[Ticket, ...]


@dataclass(frozen=True)
class Desk:
    """A counter's day: the ticket in hand and why it was called, its newest call, who presented it, the rating that
    stands open; `since_priority` calls were made since the last priority ticket."""

    phase: CounterPhase = CounterPhase.CLOSED
    pause_reason: str | None = None
    ticket: str | None = None
    why: str | None = None
    call_id: str | None = None
    shown: frozenset[tuple[str, str]] = frozenset()
    since_priority: int = 99
    rating: str | None = None
    tally: Tally = Tally()
    undo: Undo | None = None

    def shown_as(self, how: str) -> int:
        """Return how many devices presented the newest call as `how`."""
        return sum(1 for _, as_ in self.shown if as_ == how)


@dataclass(frozen=True)
class Help:
    """A call for help that stands at a counter."""

    officer: str | None
    since: datetime


@dataclass(frozen=True)
class Reprint:
    """A slip to print once more: the `ticket`'s, at `device`."""

    ticket: str
    device: str


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

    `seq` and `at` are those of the newest entry; `numbers` maps each number ever given today to its ticket, `leases`
    each number that was set aside and not yet used to its dispenser, `dossiers` a dossier's code to its newest ticket;
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
    leases: Map[str, str] = field(default_factory=Map)
    dossiers: Map[str, str] = field(default_factory=Map)
    issued: Mapping[str, int] = field(default_factory=dict)
    helps: Mapping[str, Help] = field(default_factory=dict)
    reprints: Mapping[str, Reprint] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)
    last_issued: Mapping[str, str] = field(default_factory=dict)
    last_called: Mapping[str, str] = field(default_factory=dict)
    durations: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    learned: Learned = Learned()

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
