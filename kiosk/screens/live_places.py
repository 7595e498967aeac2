"""Where the camera's view stands: beside what to do, above it on an upright screen, small in the head after a read."""

from __future__ import annotations

from kiosk.screens.box import Box
from kiosk.screens.header_room import header_room
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme

_WIDE = 16 / 9
_LEAST_KEYS = 4
"""Rows of keys below the view that must stay as high as a finger needs."""


def low(room: Box) -> Box:
    """Return the part of `room` where keys are near square; on an upright screen that is low, within reach."""
    return room.bottom(min(room.h, room.w * 0.75))[0]


def welcome_places(theme: Theme, room: Box, *, live: bool) -> tuple[Box, Box, Box]:
    """Return where the picture, the words, and the keys of the first page stand in `room`."""
    usual, gap = max(theme.px(190), 88, theme.lines(7)), theme.px(20)
    if not live:
        lead, rest = room.top(usual, gap)
        return *lead.left(theme.px(260), theme.px(40)), low(rest)
    if theme.upright:
        keys = low(room)
        words, rest = Box(room.x, room.y, room.w, room.h - keys.h - gap).top(usual * 1.2, gap)
        return rest.middle(rest.h * _WIDE, rest.w / _WIDE), words, keys
    keys_high = max(theme.px(104), 44) + theme.px(22) + _LEAST_KEYS * theme.touch + 3 * max(theme.px(14), 5)
    lead, keys = room.top(max(usual, min(theme.px(330), room.h - gap - keys_high)), gap)
    return *lead.left(lead.h * _WIDE, theme.px(40)), low(keys)


def draw_found(sheet: Sheet) -> None:
    """Show, in the head where the clock stands, the picture in which the code was found."""
    if sheet.band is not None:
        room = header_room(sheet.band, sheet)[0].inset(0, 2)
        sheet.live(room.right(room.h * _WIDE)[0])
