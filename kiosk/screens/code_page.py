"""Lays out the page that asks for the keeper's code."""

from __future__ import annotations

from kiosk.presenters.way_out import DIGITS, CodePage
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

_COLUMNS = 3
CORNER = 0.11
"""The corner's side, as a share of the shorter side of the screen: about the star and a finger around it."""


def draw_code(view: CodePage, sheet: Sheet) -> None:
    """Draw title, dots, digits and the two ways on."""
    theme = sheet.theme
    room = sheet.whole.inset(theme.px(40), theme.px(30))
    foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(20))
    title, room = room.top(room.h * 0.16)
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    told, room = room.top(room.h * 0.16, theme.px(10))
    colour = "warn" if view.said else "ink"
    sheet.words(told, view.said or view.dots, "text_large", weight="semibold", colour=colour, align=Align.CENTER)
    keys = room.middle(min(room.w, room.h * 1.3), room.h)
    names = [*((f"keeper:{digit}", digit) for digit in DIGITS), ("keeper:delete", view.delete)]
    for row, line in enumerate(keys.rows(4, theme.size("gap"))):
        for (name, text), box in zip(names[row * _COLUMNS :], line.columns(_COLUMNS, theme.size("gap")), strict=False):
            sheet.button(name, box, text, Kind.KEY, "text_large")
    back, leave = foot.columns(2, theme.size("gap"))
    sheet.button("keeper:back", back, view.back, Kind.PLAIN, "text_large")
    sheet.button("keeper:leave", leave, view.leave, Kind.MAIN, "text_large")
