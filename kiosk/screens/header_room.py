"""What room the header of a page that is drawn has for something else than the office's name."""

from __future__ import annotations

from kiosk.screens.box import Box
from kiosk.screens.pieces import Target
from kiosk.screens.sheet import Sheet


def header_room(band: Box, sheet: Sheet) -> tuple[Box, Box]:
    """Return the room between the star and the header's buttons, and those buttons' part of the `band`."""
    theme = sheet.theme
    gap = theme.size("gap")
    left = band.x + theme.size("pad") + theme.px(64) + gap
    buttons = [piece.box.x for piece in sheet.pieces if isinstance(piece, Target) and _in_head(piece.box, band)]
    right = min(buttons) - gap * 0.5 if buttons else band.x + band.w - theme.size("pad")
    return Box(left, band.y, right - left, band.h), Box(right, band.y, band.x + band.w - right, band.h)


def _in_head(box: Box, band: Box) -> bool:
    return box.y + box.h <= band.y + band.h
