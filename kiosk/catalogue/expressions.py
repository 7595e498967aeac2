"""Writes what FTS5 is asked for: a slot in any of its meanings, a phrase in one piece, two slots side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kiosk.catalogue.question import Slot
from kiosk.catalogue.terms import pair

_SURE = 0.9


def beside(one: Slot, other: Slot) -> str:
    """Return the expression for the end of one slot beside the beginning of the next."""
    last = [phrase.split()[-1] for phrase in _spoken(one)]
    first = [phrase.split()[0] for phrase in _spoken(other)]
    return _any(f'"{pair(end, begin)}"' for end in last for begin in first)


def widely(slot: Slot) -> str:
    """Return the expression for a slot in whatever it may mean, its words together or apart."""
    # The words are folded: letters and digits alone, so that nothing in them can be taken for FTS5's own signs.
    found = [_all(phrase.split()) for phrase, _ in (*slot.choices, *slot.inner)]
    if slot.begun:
        found.append(f'"{slot.choices[0][0]}"*')
    if slot.parts:
        found.append(_all(slot.parts))
    return _any(found)


def whole(slot: Slot) -> str:
    """Return the expression for a slot as surely as it can be met; empty where `widely` says the same."""
    sure = [phrase.split() for phrase, share in slot.choices if share >= _SURE]
    if not slot.begun and not slot.parts and len(sure) == len(slot.choices) == 1:
        return ""
    return _any([*(_together(parts) for parts in sure), *([_together(slot.parts)] if slot.parts else [])])


def holding(begun: str) -> str:
    """Return the expression for all words of a text, whose last may be going on."""
    *before, last = begun.split()
    return " AND ".join([*(f'"{word}"' for word in before), f'"{last}"*'])


def _spoken(slot: Slot) -> list[str]:
    return [" ".join(slot.parts) or slot.choices[0][0], *(phrase for phrase, _ in slot.choices[1:])]


def _together(parts: Sequence[str]) -> str:
    return _all([pair(one, other) for one, other in pairwise(parts)] or parts)


def _all(parts: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{part}"' for part in parts) + ")"


def _any(found: Iterable[str]) -> str:
    return " OR ".join(dict.fromkeys(found))
