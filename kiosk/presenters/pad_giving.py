"""The rating that a citizen is giving: from the first touch, which counts, to what was added."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from lobby.contract.rating import Given, Index, Levels
from lobby.contract.requests import RatingSubmit

THANKS_S = 5.0
REASONS_S = 20.0
LONGER_S = 40.0
LONGEST_S = 240.0
"""Seconds in which all is said: what came with it much later the hub would take for late."""
LONGEST_CODE, MOST_REASONS = 3, 10
WARNS_S, WARNS_OF = 20.0, 2 / 3
"""A page warns for so many seconds before it goes, and for no more than this share of its time."""


class At(Enum):
    """Which page the citizen is on after the first touch."""

    REASONS = auto()
    COMMENT = auto()
    INDICES = auto()
    THANKS = auto()


_STAYS = {At.REASONS: REASONS_S, At.COMMENT: LONGER_S, At.INDICES: LONGER_S, At.THANKS: THANKS_S}


@dataclass(frozen=True)
class First:
    """The first touch: what it rated, when by the device's wall clock, and how."""

    id: str
    rate: str
    number: str
    score: int
    scale: Levels
    at: datetime
    after_ms: int
    by: Given


@dataclass
class Giving:
    """`began` and `acted` are monotonic seconds of the first and the last touch.

    `more` is whether the citizen wanted to say more, `said` whether there is nothing left to ask, `given` whether it
    was let go.
    """

    first: First
    began: float
    acted: float
    at: At = At.THANKS
    reasons: list[str] = field(default_factory=list)
    indices: dict[Index, int] = field(default_factory=dict)
    comment: str = ""
    signs: bool = False
    turned: int = 0
    more: bool = False
    said: bool = False
    given: bool = False

    def toggle(self, reason: str) -> None:
        """Choose a reason, or no more; the hub takes so many."""
        if reason in self.reasons:
            self.reasons.remove(reason)
        elif len(self.reasons) < MOST_REASONS:
            self.reasons.append(reason)

    def answer(self, index: Index, score: int) -> None:
        """Answer an index, or with the same answer once more leave it out."""
        if self.indices.get(index) == score:
            del self.indices[index]
        else:
            self.indices[index] = score

    def over(self, now: float) -> bool:
        """Tell whether the page has stood its time."""
        return self._left(now) <= 0

    def closes_in(self, now: float) -> int | None:
        """Return the whole seconds of which the page warns, None before the warning is due."""
        left = self._left(now)
        if self.at is At.THANKS or left > min(WARNS_S, _STAYS[self.at] * WARNS_OF):
            return None
        return max(1, math.ceil(left))

    def submit(self, lang: str) -> RatingSubmit:
        """Return all that was said so far, as the hub takes it."""
        first = self.first
        return RatingSubmit(
            id=first.id,
            rate=first.rate,
            score=first.score,
            scale=first.scale,
            at=first.at,
            after_ms=first.after_ms,
            by=first.by,
            # A site's own language may have a longer code than the hub knows.
            lang=lang if len(lang) <= LONGEST_CODE else None,
            reasons=list(self.reasons) or None,
            criteria={str(index): score for index, score in self.indices.items()} or None,
            comment=self.comment.strip() or None,
        )

    def _left(self, now: float) -> float:
        left = self.acted + _STAYS[self.at] - now
        return left if self.at is At.THANKS else min(left, self.began + LONGEST_S - now)
