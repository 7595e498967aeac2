"""Cuts a long section into pages that a screen of any size holds: about the same letters fit on each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kiosk.presenters.procedures.views import Block, Style

LINES = 11
"""Lines of text on a page."""
LETTERS = 54
"""Letters on a line, as words of the law fill it."""
BESIDE = 38
"""Letters on a line beside which a quantity stands."""
_BOLD = 48


def pages_of(blocks: Sequence[Block], lines: int = LINES) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks page by page; a long paragraph goes on, and a heading stands with what it heads."""
    return _pages(tuple(blocks), lines)


# The page shown is asked for many times a second, and is the law's, not a citizen's.
@lru_cache(maxsize=8)
def _pages(blocks: tuple[Block, ...], lines: int) -> tuple[tuple[Block, ...], ...]:
    pages: list[list[Block]] = [[]]
    left = lines
    for block, wanted in _measured(blocks, lines):
        if wanted > left and pages[-1]:
            pages.append([])
            left = lines
        pages[-1].append(block)
        left -= block.lines
    return tuple(tuple(page) for page in pages)


def _measured(blocks: tuple[Block, ...], lines: int) -> Iterator[tuple[Block, int]]:
    """Give each part of a block with the lines that it wants on its page: a heading those of what follows, too."""
    parts = [part for block in blocks for part in _parts(block, lines // 2)]
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        yield part, part.lines + (after.lines if after is not None and part.style is Style.HEADING else 0)


def _parts(block: Block, most: int) -> list[Block]:
    """Return a block as one, or as several of at most `most` lines."""
    across = BESIDE if block.aside else LETTERS if block.style is Style.TEXT else _BOLD
    wrapped = textwrap.wrap(block.text, across) or [""]
    texts = [wrapped[begin : begin + most] for begin in range(0, len(wrapped), most)]
    first, *more = [replace(block, text=" ".join(text), lines=len(text)) for text in texts]
    return [first, *(replace(part, aside="", style=_after(part.style)) for part in more)]


def _after(style: Style) -> Style:
    return Style.TEXT if style is Style.ITEM else style
