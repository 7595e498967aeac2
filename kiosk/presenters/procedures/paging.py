"""Cuts a long section into pages that a screen of any size holds: about the same letters fit on each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from kiosk.presenters.procedures.views import Block, Style

LINES = 12
"""Lines of text on a page; the layout has room for more than are counted here, since words do not fill a line."""
LETTERS = 52
"""Letters counted on a line."""
BESIDE = 38
"""Letters on a line beside which a quantity stands."""


def pages_of(blocks: Sequence[Block], lines: int = LINES) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks page by page; a long paragraph goes on, and a heading stands with what it heads."""
    pages: list[list[Block]] = [[]]
    left = lines
    cut = [part for block in blocks for part in _parts(block, lines - 2)]
    for block, after in zip(cut, [*cut[1:], None], strict=True):
        wanted = block.lines + (after.lines if after is not None and block.style is Style.HEADING else 0)
        if wanted > left and pages[-1]:
            pages.append([])
            left = lines
        pages[-1].append(block)
        left -= block.lines
    return tuple(tuple(page) for page in pages if page) or ((),)


def _parts(block: Block, most: int) -> list[Block]:
    """Return a block as one, or as several of at most `most` lines."""
    across = BESIDE if block.aside else LETTERS
    texts = _broken(" ".join(block.text.split()), across * most)
    parts = [replace(block, text=text, lines=math.ceil(len(text) / across)) for text in texts]
    return [parts[0], *(replace(part, aside="", style=_after(part.style)) for part in parts[1:])]


def _after(style: Style) -> Style:
    return Style.TEXT if style is Style.ITEM else style


def _broken(text: str, longest: int) -> list[str]:
    parts: list[str] = []
    while len(text) > longest:
        end = max(text.rfind(sign, longest // 2, longest) + 1 for sign in (". ", "; ", ", ", " "))
        end = end if end > 0 else longest
        parts.append(text[:end].strip())
        text = text[end:].strip()
    return [*parts, text]
