"""Lays out the page that asks for the keeper's code."""

from __future__ import annotations

from kiosk.presenters.way_out import DIGITS, LONGEST, CodePage
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

_ROWS, _COLUMNS = 4, 3
_WIDEST, _HIGHEST = 1.5, 1.7
"""How wide all but the two ways on is at most, by its height, and how high, by its width."""
_DIGIT, _DOT = 0.5, 0.42
CORNER = 0.11
"""The corner's side, as a share of the shorter side of the screen: about the star and a finger around it."""


def draw_code(view: CodePage, sheet: Sheet) -> None:
    """Draw the title, a dot for each digit typed, what was wrong, the digits, and the two ways on."""
    theme = sheet.theme
    room = sheet.whole.inset(theme.px(40), theme.px(30))
    foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(28))
    back, leave = foot.columns(2, theme.size("gap"))
    sheet.button("keeper:back", back, view.back, Kind.PLAIN, "text_large")
    sheet.button("keeper:leave", leave, view.leave, Kind.MAIN, "text_large")
    room = room.middle(min(room.w, room.h * _WIDEST), min(room.h, room.w * _HIGHEST))
    title, room = room.top(room.h * 0.12)
    field, room = room.top(room.h * 0.14, theme.px(8))
    said, keys = room.top(room.h * 0.12, theme.px(8))
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    _dots(view.typed, sheet, field)
    sheet.words(said, view.said, "text_large", weight="semibold", colour="warn", align=Align.CENTER)
    _keys(view, sheet, keys)


def _dots(count: int, sheet: Sheet, field: Box) -> None:
    """Draw as many dots as digits were typed: a letter for a dot is in few fonts."""
    sheet.panel(field, "surface", "brand")
    cells = field.inset(field.h * 0.3, 0).columns(LONGEST, 0)
    size = min(field.h * _DOT, cells[0].w * 0.7)
    first = (LONGEST - count) * cells[0].w / 2
    for cell in cells[:count]:
        dot = Box(cell.x + first, cell.y, cell.w, cell.h).middle(size, size)
        sheet.panel(dot, "ink", radius=size / 2)


def _keys(view: CodePage, sheet: Sheet, box: Box) -> None:
    gap = sheet.theme.size("gap")
    places = [place for row in box.rows(_ROWS, gap) for place in row.columns(_COLUMNS, gap)]
    del places[-_COLUMNS]  # the nought stands in the middle below the others, as on every keypad
    for digit, place in zip(DIGITS, places, strict=False):
        sheet.panel(place, "surface", "line")
        sheet.words(place, digit, "title", weight="bold", align=Align.CENTER, wanted=place.h * _DIGIT)
        sheet.target(f"keeper:{digit}", place, digit)
    sheet.button("keeper:delete", places[-1], view.delete, Kind.QUIET, "title")
