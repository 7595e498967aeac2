"""Gives the few procedures worth a score: those that FTS5 finds for what was asked, weighed much as the score does."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise

from kiosk.catalogue.expressions import beside, holding, whole, widely
from kiosk.catalogue.question import Question
from kiosk.catalogue.scoring import COVERED, ORDERED, PLACE, Office, asked_here
from kiosk.catalogue.store import Catalogue, Entry

_POOL = 2
_WIDE, _ALL = 1600, -1
_KEPT = 128
_APART, _TOGETHER = 0.6, 0.4
_BESIDE = 0.15
_LEFT = 0.3
_ENOUGH = 4


class Likely:
    """What FTS5 answers is kept for a while: each keystroke asks for the words before it again."""

    def __init__(
        self,
        catalogue: Catalogue,
        entries: Mapping[int, Entry],
        office: Office,
        whole_of: Callable[[int], float],
    ) -> None:
        self._catalogue = catalogue
        self._whole = whole_of
        self._here = [0.0] * (max(entries, default=0) + 1)
        for rank, entry in entries.items():
            self._here[rank] = asked_here(entry, office)
        self._kept: dict[tuple[str, int], array[int]] = {}

    def ranks(self, question: Question, among: Sequence[int], many: int) -> Collection[int]:
        """Return the ranks, `many` of `among`, that are likely to score highest; raises sqlite3.Error."""
        if len(among) <= many:
            return among
        asked, expressions = _asked(question)
        fitting = set(among) if len(among) < len(self._here) - 1 else None
        at_most = _WIDE if fitting is None else _ALL
        told, left = self._told(expressions, fitting, many, at_most)
        here, whole_of = self._here, self._whole

        def estimate(rank: int) -> tuple[float, int]:
            named = told[rank]
            return named / asked + COVERED * min(1.0, named / (whole_of(rank) or 1.0)) + here[rank], -rank

        pool = self._best(told, asked, _POOL * many)
        for expression, weight in left:
            holding = self._holding(expression, at_most)
            for rank in pool:
                place = bisect_left(holding, rank)
                if place < len(holding) and holding[place] == rank:
                    told[rank] += weight
        return nlargest(many, pool, key=estimate)

    def _best(self, told: Mapping[int, float], asked: float, many: int) -> list[int]:
        """Return the ranks that were told most of, with what is ahead of others."""
        if len(told) <= many:
            return list(told)
        here = self._here
        least = sorted([weight + asked * here[rank] for rank, weight in told.items()])[-many]
        return [rank for rank, weight in told.items() if weight + asked * here[rank] >= least]

    def _told(
        self, expressions: list[tuple[str, float]], fitting: Collection[int] | None, many: int, at_most: int
    ) -> tuple[dict[int, float], list[tuple[str, float]]]:
        """Return how much of what tells most is there, by rank, and what tells too little to find a procedure by."""
        told: dict[int, float] = {}
        left = total = sum(weight for _, weight in expressions)
        for place, (expression, weight) in enumerate(expressions):
            if left < _LEFT * total and len(told) >= _ENOUGH * many:
                return told, expressions[place:]
            for rank in self._holding(expression, at_most):
                if fitting is None or rank in fitting:
                    told[rank] = told.get(rank, 0.0) + weight
            left -= weight
        return told, []

    def _holding(self, expression: str, at_most: int) -> array[int]:
        known = self._kept.pop((expression, at_most), None)
        if known is None:
            known = array("I", self._catalogue.holding(expression, at_most))
        self._kept[expression, at_most] = known
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return known


def _asked(question: Question) -> tuple[float, list[tuple[str, float]]]:
    """Return how much was asked for, and FTS5 expressions with how much each tells, the most telling first."""
    slots = [slot for slot in question.slots if not slot.idle] or list(question.slots)
    asked = sum(slot.weight for slot in slots) or 1.0
    found: list[tuple[str, float]] = []
    for slot in slots:
        together = whole(slot)
        found.append((widely(slot), slot.weight * (_APART if together else 1.0)))
        if together:
            found.append((together, slot.weight * _TOGETHER))
    ordered = ORDERED * asked / max(1, len(slots) - 1)
    for one, other in pairwise(slots):
        found.append((beside(one, other), _BESIDE * (one.weight + other.weight) + ordered))
    if question.place.name:
        found.append((holding(question.place.name), PLACE * asked))
    return asked, sorted(found, key=lambda pair: -pair[1])
