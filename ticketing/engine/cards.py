"""A ticket as the engine knows it, and the line of one field, as values that never change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from lobby.contract.requests import PrintOutcome
from lobby.contract.ticket import ENDED, Ticket, TicketState
from ticketing.engine.copies import replace
from ticketing.engine.rank import Rank

# Where a ticket stands in line: rank first (negative: before all others), then a time in milliseconds since 1970,
# then a journal seq.
Standing = tuple[int, int, int]

_ASIDE = frozenset({TicketState.PARKED, TicketState.NO_SHOW})


@dataclass(frozen=True)
class Card:
    """A ticket and what the wire does not show of it: its place in line, the counter it is bound `to`, its token.

    `device` gave it, `slip` is what became of its paper and `slip_device` told so; `returns_at` is when it comes back
    by itself; a `supplement` one waits for its citizen, who fetches papers; `offline` ones were given without the hub;
    `rate` is the one-time token of its rating.
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
    rate: str | None = None

    @property
    def id(self) -> str:
        return self.ticket.ticket

    @property
    def waits(self) -> bool:
        return self.ticket.state is TicketState.WAITING

    @property
    def is_over(self) -> bool:
        """Whether it ended and does not come back by itself."""
        return self.ticket.state in ENDED and self.returns_at is None

    @property
    def is_aside(self) -> bool:
        """Whether it may be called again by its number: it was parked, or nobody came."""
        return self.ticket.state in _ASIDE

    @property
    def is_first(self) -> bool:
        """Whether it was put before all others."""
        return self.place[0] < 0

    def waited_s(self, now: datetime) -> float:
        """Return the seconds since it took its place in line."""
        return now.timestamp() - self.place[1] / 1000


@dataclass(frozen=True)
class Line:
    """Who waits in one field, in four ranks; `bound` of them wait for one counter."""

    first: Rank = field(default_factory=Rank)
    booked: Rank = field(default_factory=Rank)
    priority: Rank = field(default_factory=Rank)
    normal: Rank = field(default_factory=Rank)
    bound: int = 0

    def __len__(self) -> int:
        return len(self.first) + len(self.booked) + len(self.priority) + len(self.normal)

    def cards(self) -> Iterator[Card]:
        """Return everyone who waits, in no particular order."""
        return chain.from_iterable(self.ranks())

    def ranks(self) -> tuple[Rank, ...]:
        """Return those put first, those with an appointment, those with priority, and the others."""
        return self.first, self.booked, self.priority, self.normal

    def joined(self, card: Card) -> Line:
        """Return the line with `card` in its place."""
        name = _rank_of(card)
        rank: Rank = getattr(self, name)
        return replace(self, **{name: rank.joined(card)}, bound=self.bound + (card.to is not None))

    def left(self, card: Card) -> Line:
        """Return the line without `card`, which must wait in it."""
        name = _rank_of(card)
        rank: Rank = getattr(self, name)
        return replace(self, **{name: rank.left(card)}, bound=self.bound - (card.to is not None))


def _rank_of(card: Card) -> str:
    if card.is_first:
        return "first"
    if card.appointment is not None:
        return "booked"
    return "priority" if card.ticket.priority else "normal"
