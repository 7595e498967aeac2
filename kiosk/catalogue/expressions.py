"""Writes what FTS5 is asked for: a slot in any of its meanings, two slots side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.catalogue.question import Slot
from kiosk.catalogue.terms import pair


def beside(one: Slot, other: Slot) -> str:
    """Return the expression for the end of one slot beside the beginning of the next."""
    last = [phrase.split()[-1] for phrase in _spoken(one)]
    first = [phrase.split()[0] for phrase in _spoken(other)]
    return " OR ".join(dict.fromkeys(f'"{pair(end, begin)}"' for end in last for begin in first))


def _spoken(slot: Slot) -> list[str]:
    return [" ".join(slot.parts) or slot.choices[0][0], *(phrase for phrase, _ in slot.choices[1:])]


def holding(slot: Slot) -> str:
    """Return the expression for a slot in whatever it may mean."""
    # The words are folded: letters and digits alone, so that nothing in them can be taken for FTS5's own signs.
    found = [_all_of(phrase.split()) for phrase, _ in (*slot.choices, *slot.inner)]
    if slot.begun:
        found.append(f'"{slot.choices[0][0]}"*')
    if slot.parts:
        found.append(_all_of(slot.parts))
    return "(" + " OR ".join(found) + ")"


def _all_of(parts: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{part}"' for part in parts) + ")"
