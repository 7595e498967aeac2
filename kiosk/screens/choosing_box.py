"""A box that is on or off: that it is chosen is told by a tick and a thick border, not by a colour alone."""

from __future__ import annotations

from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Sheet


def choice(sheet: Sheet, name: str, box: Box, text: str, chosen: bool, wanted: float) -> None:
    """Draw it and let it be touched, its words `wanted` px high where they have room.

    The place of the tick is kept free, so that they never move.
    """
    theme = sheet.theme
    sheet.panel(box, "ink" if chosen else "line")
    border = max(theme.px(7), 3) if chosen else 1.5
    sheet.panel(box.inset(border), "surface", radius=max(theme.size("radius") - border, 2))
    inside = box.inset(max(theme.px(14), 5), max(theme.px(10), 4))
    mark = max(theme.px(60), 26)
    if inside.w > inside.h * 1.7:
        tick, words = inside.left(mark, max(theme.px(12), 4))
    else:
        tick, words = inside.top(mark, 2)
    if chosen:
        sheet.tick(tick.middle(mark, mark), "ok", "on_ok")
    sheet.words(words, text, "text", weight="semibold", align=Align.CENTER, wanted=wanted)
    sheet.target(name, box, text)
