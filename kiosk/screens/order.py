"""In which order a page is read, and its controls gone through: cards from the top, within a card as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.screens.box import Box
from kiosk.screens.pieces import Panel, Piece, Target, Words

CARET = "|"
"""Ends what is being typed; it is not read."""
ADDED = "more-time"
"""The control that a warning brings comes after all others, which keep their numbers; where digits write, before the
many keys."""
_ROW = 0.04
"""Share of the screen's height within which two things stand in one row."""


@dataclass(frozen=True)
class Control:
    """What can be pressed: its target's name, its own text, and the texts on it, its own first."""

    name: str
    text: str
    lines: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All that stands on it, its own text first."""
        return " · ".join(self.lines)


@dataclass(frozen=True)
class Reading:
    """What a page says, text by text, and what can be pressed on it."""

    texts: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()


def reading(pieces: Sequence[Piece], screen: Box, band: Box | None, keys: Box | None = None) -> Reading:
    """Return what stands on `screen` in reading order; the header's `band` is read for its controls alone.

    Keys to type on, in the box `keys`, come after all other controls of the page.
    """
    targets = [piece for piece in pieces if isinstance(piece, Target)]
    words = [piece for piece in pieces if isinstance(piece, Words)]
    free = [one for one in words if not any(within(one.box, target.box) for target in targets)]
    told = [one for one in free if band is None or not within(one.box, band)]
    cards = _cards(pieces, screen)
    row = screen.h * _ROW
    placed = sorted(enumerate(told), key=lambda one: (_place(_card_of(one[1].box, cards), row), one[0]))
    return Reading(
        tuple(one.text.removesuffix(CARET) for _, one in placed),
        tuple(control_of(target, words) for target in in_order(targets, screen, band, keys)),
    )


def in_order(targets: Sequence[Target], screen: Box, band: Box | None = None, keys: Box | None = None) -> list[Target]:
    """Return the targets row by row, each from left to right; then those in `keys`, then those in the header's `band`;
    what a warning brings before the keys, where there are any, else last."""
    row = screen.h * _ROW

    def place(one: Target) -> tuple[bool, bool, bool, bool, int, float, float]:
        in_band, in_keys = (box is not None and within(one.box, box) for box in (band, keys))
        added = one.name == ADDED
        return added and keys is None, in_band, in_keys, added, *_place(one.box, row)

    return sorted(targets, key=place)


def control_of(target: Target, words: Sequence[Words]) -> Control:
    """Return a target with all words on it."""
    own = [one.text for one in words if within(one.box, target.box)]
    more = [text for text in own if text != target.text]
    return Control(target.name, target.text, (target.text, *more))


def within(inner: Box, outer: Box) -> bool:
    """Tell whether `inner` lies in `outer`, but for the pixel that rounding may give."""
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.x + inner.w <= outer.x + outer.w + 1
        and inner.y + inner.h <= outer.y + outer.h + 1
    )


def _cards(pieces: Sequence[Piece], screen: Box) -> list[Box]:
    """Return the panels that hold words, largest first; one that holds the whole page is none."""
    boxes = [piece.box for piece in pieces if isinstance(piece, Panel) and piece.box.h < screen.h * 0.97]
    return sorted(boxes, key=lambda box: -box.w * box.h)


def _card_of(box: Box, cards: Sequence[Box]) -> Box:
    return next((card for card in cards if within(box, card)), box)


def _place(box: Box, row: float) -> tuple[int, float, float]:
    return round(box.y / row), box.x, box.y
