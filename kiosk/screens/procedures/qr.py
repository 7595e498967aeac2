"""Draws a QR code as panels, large enough for a telephone held before the screen."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno

from kiosk.screens.box import Box
from kiosk.screens.sheet import Sheet

QUIET = 4
"""Light modules around the code, as ISO/IEC 18004 asks."""


def draw_qr(text: str, sheet: Sheet, box: Box) -> None:
    """Draw the code of `text` as large as `box` allows, in whole pixels a module, with its quiet zone."""
    rows = _rows(text)
    side = len(rows) + 2 * QUIET
    module = max(1, int(min(box.w, box.h) / side))
    place = box.middle(module * side, module * side)
    x, y = round(place.x), round(place.y)
    sheet.panel(Box(x, y, module * side, module * side), "on_brand", radius=0)
    for row, runs in enumerate(rows):
        for begin, length in runs:
            at = Box(x + (begin + QUIET) * module, y + (row + QUIET) * module, length * module, module)
            sheet.panel(at, "ink", radius=0)


@lru_cache(maxsize=4)
def _rows(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return each row's dark runs as their first module and their length."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    return tuple(tuple(_runs(row)) for row in matrix)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    for dark, cells in groupby(row):
        length = len(list(cells))
        if dark:
            runs.append((at, length))
        at += length
    return runs
