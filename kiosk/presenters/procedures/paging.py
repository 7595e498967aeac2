"""Cuts a long section into pages that a screen of any size holds: about the same letters fit on each."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kiosk.presenters.procedures.views import Block, Style

LINES = 11
"""Lines of text on a page."""
LETTERS = 58
"""Letters on a line, as words of the law fill it."""
BESIDE = 46
"""Letters on a line beside which a quantity stands."""
_BOLD, _ASIDE = 53, 13
_WHOLE = 6
"""A paragraph of no more lines than these is not parted."""


def pages_of(blocks: Sequence[Block], lines: int = LINES) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks page by page; a long paragraph goes on, and a heading stands with what it heads."""
    return _pages(tuple(blocks), lines)


# The page shown is asked for many times a second, and is the law's, not a citizen's.
@lru_cache(maxsize=8)
def _pages(blocks: tuple[Block, ...], lines: int) -> tuple[tuple[Block, ...], ...]:
    pages: list[list[Block]] = [[]]
    left = lines
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        rest = _wrapped(block)
        headed = min(_WHOLE, len(_wrapped(after))) if after is not None and block.style is Style.HEADING else 0
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


def _wrapped(block: Block) -> list[str]:
    across = BESIDE if block.aside else LETTERS if block.style is Style.TEXT else _BOLD
    return textwrap.wrap(block.text, across) or [""]


def _depth(block: Block, lines: list[str]) -> int:
    return max(len(lines), len(textwrap.wrap(block.aside, _ASIDE)))


def _part(block: Block, lines: list[str], goes_on: bool) -> Block:
    if goes_on:
        block = replace(block, aside="", style=_after(block.style))
    return replace(block, text=" ".join(lines), lines=_depth(block, lines))


def _after(style: Style) -> Style:
    return Style.TEXT if style is Style.ITEM else style
