"""Lays out the fields of procedures, with the way to the search above them."""

from __future__ import annotations

from kiosk.presenters.procedures.views import Browse, FieldCard
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.procedures.parts import draw_bar, draw_toggle, draw_turning, line_height
from kiosk.screens.sheet import Kind, Sheet

_PLACES = 12


def draw_browse(view: Browse, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    theme = sheet.theme
    gap = max(theme.px(18), 7)
    bar, room = room.top(theme.touch, gap)
    draw_bar(view.bar, sheet, bar)
    lead, room = room.top(theme.touch, gap)
    toggle, rest = lead.right(lead.w * 0.3, gap)
    common, search = rest.right(rest.w * 0.36, gap)
    _search(view.search, sheet, search)
    sheet.button("common", common, view.common, Kind.PLAIN)
    draw_toggle(view.here, sheet, toggle)
    foot, room = room.bottom(theme.touch, gap)
    draw_turning(view.turning, sheet, foot)
    if view.note is not None:
        sheet.words(room, view.note, "text_large", weight="semibold", colour="muted", align=Align.CENTER)
        return
    across = 2 if theme.upright else 3
    places = [box for row in room.rows(_PLACES // across, gap) for box in row.columns(across, gap)]
    for card, box in zip(view.fields, places, strict=False):
        _card(card, sheet, box)


def _search(words: str, sheet: Sheet, box: Box) -> None:
    sheet.panel(box, "surface", "brand")
    sheet.words(box.inset(sheet.theme.px(28), 2), words, "text_large", colour="muted")
    sheet.target("search", box, words)


def _card(card: FieldCard, sheet: Sheet, box: Box) -> None:
    sheet.panel(box, "surface", "line")
    count, name = box.inset(sheet.theme.px(24), sheet.theme.px(6)).bottom(line_height(sheet))
    sheet.words(
        name, card.text, "text_large", weight="bold", colour="brand", lines=2 if name.h > sheet.theme.least * 2.9 else 1
    )
    sheet.words(count, card.count, "text_small", colour="muted", lines=1)
    sheet.target(f"field:{card.name}", box, card.name)
