"""Lays out procedures found: five a page, or as many as fit above the keyboard while one types."""

from __future__ import annotations

from kiosk.presenters.procedures.views import HitRow, Keyboard, Listing
from kiosk.screens.box import Box
from kiosk.screens.keyboard import draw_keyboard, keyboard_height
from kiosk.screens.order import CARET
from kiosk.screens.pieces import Align
from kiosk.screens.procedures.parts import back_width, draw_bar, draw_toggle, draw_turning, line_height
from kiosk.screens.sheet import Kind, Sheet

ROWS = 5
_HIGHEST = 300
_HIGH = 150
_TOGGLE = 9


def draw_listing(view: Listing, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    if view.keyboard is None:
        _draw_list(view, sheet, room)
    else:
        _draw_search(view, view.keyboard, sheet, room)


def _draw_list(view: Listing, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    gap = max(theme.px(18), 7)
    bar, room = room.top(theme.touch, gap)
    draw_bar(view.bar, sheet, bar)
    foot, room = room.bottom(theme.touch, gap)
    toggle, rest = foot.right(foot.w * 0.28, gap)
    draw_toggle(view.here, sheet, toggle)
    search, turning = rest.left(rest.w * 0.38, gap)
    sheet.panel(search, "surface", "brand")
    shown, colour = (view.typed, "ink") if view.typed else (view.empty, "muted")
    sheet.words(search.inset(theme.px(24), 2), shown, "text", weight="semibold", colour=colour, lines=2)
    sheet.target("search", search, view.empty)
    draw_turning(view.turning, sheet, turning)
    if view.note is not None:
        _note(view.note, sheet, room)
        return
    high = min((room.h - gap * (ROWS - 1)) / ROWS, max(theme.px(_HIGHEST), theme.touch))
    for row in view.hits:
        box, room = room.top(high, gap)
        _hit(row, sheet, box)


def _draw_search(view: Listing, keyboard: Keyboard, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    gap = max(theme.px(18), 7)
    lead, room = room.top(theme.touch, gap)
    back, lead = lead.left(back_width(sheet), gap)
    sheet.button("back", back, view.bar.back, Kind.PLAIN)
    toggle, field = lead.right(max(lead.w * 0.3, theme.least * _TOGGLE), gap)
    draw_toggle(view.here, sheet, toggle)
    _field(view, sheet, field)
    wanted = keyboard_height(keyboard, theme)
    keys, room = room.bottom(max(wanted, min(room.h * 0.55, room.w * 0.42)) if theme.upright else wanted, gap)
    draw_keyboard(keyboard, sheet, keys)
    if view.note is not None:
        _note(view.note, sheet, room)
        return
    fits = max(1, int((room.h + gap) / (theme.touch + gap)))
    shown = view.hits[:fits]
    high = min((room.h + gap) / min(fits, len(shown)) - gap, theme.px(_HIGH))
    for row in shown:
        box, room = room.top(high, gap)
        _hit(row, sheet, box)


def _field(view: Listing, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "brand")
    shown, colour = (view.typed + CARET, "ink") if view.typed else (view.empty, "muted")
    sheet.words(box.inset(theme.px(28), 2), shown, "title", weight="semibold", colour=colour, lines=1)


def _hit(row: HitRow, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    detail, name = box.inset(theme.px(28), theme.px(6)).bottom(line_height(sheet))
    sheet.words(name, row.name, "text_large", weight="semibold", lines=2 if name.h > theme.least * 2.9 else 1)
    sheet.words(detail, row.detail, "text_small", colour="muted", lines=1)
    sheet.target(f"hit:{row.code}", box, row.name)


def _note(note: str, sheet: Sheet, room: Box) -> None:
    sheet.words(room, note, "text_large", weight="semibold", colour="muted", align=Align.CENTER)
