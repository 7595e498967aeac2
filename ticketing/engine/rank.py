"""Those who wait under one rule, in the order of their places: a value that is changed as cheaply in a long line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticketing.engine.cards import Card, Standing

# A change copies one block and the list of blocks: with thousands in line both are of about this length.
_BLOCK = 64


class Rank:
    """Cards in the order of `place`, which no two share; a change gives a new Rank."""

    __slots__ = ("_blocks", "_length")

    def __init__(self, blocks: tuple[tuple[Card, ...], ...] = (), length: int = 0) -> None:
        self._blocks = blocks
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Card]:
        return chain.from_iterable(self._blocks)

    def __contains__(self, card: Card) -> bool:
        return self._find(card) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rank) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    @property
    def head(self) -> Card | None:
        """Who stands first."""
        return self._blocks[0][0] if self._blocks else None

    @property
    def last(self) -> Card | None:
        """Who stands last."""
        return self._blocks[-1][-1] if self._blocks else None

    def index(self, card: Card) -> int:
        """Return how many stand before `card`; raises ValueError where it does not stand here."""
        number, place = self._standing(card)
        return sum(map(len, self._blocks[:number])) + place

    def joined(self, card: Card) -> Rank:
        """Return the rank with `card` in its place."""
        last = self.last
        if last is None or last.place < card.place:
            return Rank(self._appended(card), self._length + 1)
        number = max(0, self._block_of(card.place))
        block = self._blocks[number]
        place = bisect_left(block, card.place, key=_place)
        return Rank(self._with(number, (*block[:place], card, *block[place:])), self._length + 1)

    def left(self, card: Card) -> Rank:
        """Return the rank without `card`; raises ValueError where it does not stand here."""
        number, place = self._standing(card)
        block = self._blocks[number]
        return Rank(self._with(number, block[:place] + block[place + 1 :]), self._length - 1)

    def _appended(self, card: Card) -> tuple[tuple[Card, ...], ...]:
        if self._blocks and len(self._blocks[-1]) < _BLOCK:
            return (*self._blocks[:-1], (*self._blocks[-1], card))
        return (*self._blocks, (card,))

    def _with(self, number: int, block: tuple[Card, ...]) -> tuple[tuple[Card, ...], ...]:
        halves = (block[:_BLOCK], block[_BLOCK:]) if len(block) > 2 * _BLOCK else (block,)
        return (*self._blocks[:number], *(half for half in halves if half), *self._blocks[number + 1 :])

    def _standing(self, card: Card) -> tuple[int, int]:
        found = self._find(card)
        if found is None:
            raise ValueError(f"{card.ticket.number} does not stand here")
        return found

    def _find(self, card: Card) -> tuple[int, int] | None:
        """Return the block in which `card` stands and its place there."""
        number = self._block_of(card.place)
        if number < 0:
            return None
        block = self._blocks[number]
        place = bisect_left(block, card.place, key=_place)
        return (number, place) if place < len(block) and block[place].id == card.id else None

    def _block_of(self, place: Standing) -> int:
        """Return the last block that begins at or before `place`, -1 where there is none."""
        return bisect_right(self._blocks, place, key=_begins) - 1


def _place(card: Card) -> Standing:
    return card.place


def _begins(block: tuple[Card, ...]) -> Standing:
    return block[0].place
