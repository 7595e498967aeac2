"""Cuts a long section into pages that the screen holds, by the lines and letters that fit on it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kiosk.presenters.procedures.views import Block, Style

_BOLDER, _ASIDE = 5, 13
_WHOLE = 6
"""A paragraph of no more lines than these is not parted."""
_FULL_HD = (1920, 1080)
_LEAST_LETTER, _LETTER = 14.0, 20.0
"""Px of the smallest letters: on any screen, and on one of full HD, as the design has it."""
_AROUND = 500.0
"""Px of full HD's height that header, title, buttons and margins take."""
_MOST_LINES = 24
_BROAD = 720
"""Px of an upright screen's width from which on it holds more than a small one does."""


@dataclass(frozen=True)
class Measure:
    """What fits on a page: `lines`, and about `letters` on each, as words of the law fill it; fewer `beside` a
    quantity."""

    lines: int
    letters: int
    beside: int


LEAST = Measure(11, 58, 46)
_WIDE = Measure(15, 84, 60)
_HIGH = Measure(24, 58, 46)


def measure_of(width: int, height: int, large: bool) -> Measure:
    """Return what a page holds on a screen of `width` x `height` px; `large`: in letters as large as can be."""
    if large:
        return LEAST
    if height > width:
        return _HIGH if width >= _BROAD else LEAST
    scale = min(width / _FULL_HD[0], height / _FULL_HD[1])
    letter = max(_LEAST_LETTER, _LETTER * scale)
    share = _LETTER * scale / letter
    deep = (height - _AROUND * scale) / letter / ((_FULL_HD[1] - _AROUND) / _LETTER)
    return Measure(
        max(LEAST.lines, min(_MOST_LINES, round(_WIDE.lines * deep))),
        max(LEAST.letters, int(_WIDE.letters * share)),
        max(LEAST.beside, int(_WIDE.beside * share)),
    )


def pages_of(blocks: Sequence[Block], measure: Measure = LEAST) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks page by page; a long paragraph goes on, and a heading stands with what it heads."""
    return _pages(tuple(blocks), measure)


# The page shown is asked for many times a second, and is the law's, not a citizen's.
@lru_cache(maxsize=8)
def _pages(blocks: tuple[Block, ...], measure: Measure) -> tuple[tuple[Block, ...], ...]:
    pages: list[list[Block]] = [[]]
    left = lines = measure.lines
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        rest = _wrapped(block, measure)
        headed = min(_WHOLE, len(_wrapped(after, measure))) if after is not None and block.style is Style.HEADING else 0
        goes_on = False
        while rest:
            wanted = len(rest) if goes_on else _depth(block, rest)
            taken = _taken(wanted, left - headed, lines)
            if not taken and pages[-1]:
                pages.append([])
                left = lines
                continue
            part, rest = rest[: taken or lines], rest[taken or lines :]
            pages[-1].append(_part(block, part, goes_on))
            goes_on, left = True, left - pages[-1][-1].lines
    return tuple(tuple(page) for page in pages)


def _taken(lines: int, left: int, page: int) -> int:
    """Return how many of a paragraph's `lines` go on a page where `left` are free; 0: it begins on the next."""
    if lines <= left:
        return lines
    return left if lines > _WHOLE and left >= page // 3 else 0


def _wrapped(block: Block, measure: Measure) -> list[str]:
    alone = measure.letters if block.style is Style.TEXT else measure.letters - _BOLDER
    # A number of the law («03/2023/TT-BTP») is put together again with a blank wherever it was parted.
    return textwrap.wrap(block.text, measure.beside if block.aside else alone, break_on_hyphens=False) or [""]


def _depth(block: Block, lines: list[str]) -> int:
    return max(len(lines), len(textwrap.wrap(block.aside, _ASIDE)))


def _part(block: Block, lines: list[str], goes_on: bool) -> Block:
    if goes_on:
        block = replace(block, aside="", style=_after(block.style))
    return replace(block, text=" ".join(lines), lines=_depth(block, lines))


def _after(style: Style) -> Style:
    return Style.TEXT if style is Style.ITEM else style
