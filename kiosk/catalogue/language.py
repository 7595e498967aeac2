"""What words a catalogue has, how much each tells, and what else people say for them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.catalogue.places import Places
from kiosk.catalogue.shorthand import Shorthand

IDLE = 0.2
"""How much an idle word tells, of what it would tell."""
OTHERWISE = 0.93
"""How surely a word is meant that the portal has for the one typed."""


@dataclass(frozen=True)
class Language:
    """What the catalogue's words are: in how many procedures each stands, of how many, and what people say.

    `marked` are words with their marks, as keys; `otherwise` are words and phrases with how the portal may put them;
    `shorthand` reads abbreviations; `runs` are sayings written in one word, `places` fields and
    agencies.
    """

    known: Mapping[str, int]
    procedures: int
    sayings: frozenset[str]
    idle: frozenset[str]
    marked: frozenset[str]
    otherwise: Mapping[str, tuple[str, ...]]
    shorthand: Shorthand
    runs: Mapping[str, list[str]]
    places: Places
    meant: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    """What words may have been meant by a word, as far as it was asked."""

    def weight(self, word: str) -> float:
        """Return how much a word tells: the rarer the more, idle words next to nothing."""
        told = math.log((self.procedures + 1) / (self.known.get(word, 0) + 0.5))
        return told * IDLE if word in self.idle else told

    def begins(self, word: str) -> bool:
        """Tell whether a known word begins so."""
        place = bisect_left(self.in_order, word)
        return place < len(self.in_order) and self.in_order[place].startswith(word)

    @cached_property
    def in_order(self) -> list[str]:
        """The known words in alphabetical order."""
        return sorted(self.known)

    def put(self, said: str) -> tuple[tuple[str, float], ...]:
        """Return how the portal puts what is said, as choices beside it."""
        found = self.otherwise.get(said) or (() if said in self.known else self.shorthand.phrases(said))
        return tuple((phrase, OTHERWISE) for phrase in found)

    def weight_of(self, choices: tuple[tuple[str, float], ...]) -> float:
        """Return how much a word tells; one that no procedure holds, as much as the first that it stands for."""
        said = choices[0][0]
        if said in self.known or len(choices) == 1:
            return self.weight(said)
        return sum(self.weight(word) for word in choices[1][0].split())
