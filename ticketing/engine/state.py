"""The queue of one business day as a value that never changes: a step gives a new Lobby."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from immutables import Map

from ticketing.engine.cards import Card, Line, Standing
from ticketing.engine.copies import replace
from ticketing.engine.desks import Desk, Help, Hush, Lease, Rating, Reprint, Served, Tally, Undo
from ticketing.engine.learning import Learned

__all__ = [
    "Card",
    "Desk",
    "Help",
    "Hush",
    "Lease",
    "Line",
    "Lobby",
    "Rating",
    "Reprint",
    "Served",
    "Standing",
    "Tally",
    "Undo",
]


_CLOSED = Desk()
_EMPTY = Line()


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
    leases: Map[str, Lease] = field(default_factory=Map)
    dossiers: Map[str, str] = field(default_factory=Map)
    issued: Mapping[str, int] = field(default_factory=dict)
    helps: Mapping[str, Help] = field(default_factory=dict)
    hush: Hush | None = None
    reprints: Mapping[str, Reprint] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)
    last_issued: Mapping[str, str] = field(default_factory=dict)
    last_called: Mapping[str, str] = field(default_factory=dict)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    ratings: Map[str, Rating] = field(default_factory=Map)
    learned: Learned = field(default_factory=Learned)

    def desk(self, counter: str) -> Desk:
        """Return the counter's day; a counter that was not opened yet is closed."""
        return self.desks.get(counter, _CLOSED)

    def line(self, service: str) -> Line:
        """Return who waits in a field."""
        return self.waiting.get(service, _EMPTY)

    def in_hand(self, counter: str) -> Card | None:
        """Return the ticket that the counter holds."""
        held = self.desk(counter).ticket
        return self.cards[held] if held is not None else None

    def with_card(self, card: Card, **changes: Any) -> Lobby:
        """Return the lobby where `card` stands as given, in line or not by its state, with other `changes`."""
        waiting, before = dict(self.waiting), self.cards.get(card.id)
        if before is not None and before.waits:
            waiting[before.ticket.service] = self.line(before.ticket.service).left(before)
        if card.waits:
            waiting[card.ticket.service] = waiting.get(card.ticket.service, _EMPTY).joined(card)
        cards = self.cards.set(card.id, card)
        return replace(self, cards=cards, waiting=waiting, aside=self._aside(card), **changes)

    def _aside(self, card: Card) -> Map[str, Card]:
        if card.is_aside:
            return self.aside.set(card.id, card)
        return self.aside.delete(card.id) if card.id in self.aside else self.aside

    def with_desk(self, counter: str, desk: Desk) -> Lobby:
        """Return the lobby where `counter` stands as `desk`."""
        return replace(self, desks={**self.desks, counter: desk})
