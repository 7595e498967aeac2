"""Lays out the dispenser's pages that ask, tell of a receipt, or say why no number is given."""

from __future__ import annotations

from kiosk.presenters.dispenser_views import Asking, Choices, Closed, Held, Looking, Receipt, Sorry
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

_ANSWERS_ACROSS = 3
_UPRIGHT_ANSWER = 300


def draw_choices(view: Choices, sheet: Sheet, room: Box) -> None:
    """Lay out a question above its answers; the way back is where it is on every page."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(28))
    sheet.button("back", foot.left(foot.w * 0.3)[0], view.back, Kind.PLAIN, "text_large")
    title, room = room.top(max(theme.px(84), theme.lines(2)))
    sheet.words(title, view.title, "title", weight="bold", colour="brand")
    detail, room = room.top(max(theme.px(64), theme.lines(2)), theme.px(24))
    sheet.words(detail, view.detail, "text", colour="muted")
    count = len(view.choices)
    across = 1 if theme.upright else min(count, _ANSWERS_ACROSS)
    deep = -(-count // across)
    if theme.upright:
        room = room.top(min(room.h, deep * theme.px(_UPRIGHT_ANSWER)))[0]
    rows = room.rows(deep, theme.size("gap"))
    places = [box for row in rows for box in row.columns(across, theme.size("gap"))]
    for choice, box in zip(view.choices, places, strict=False):
        sheet.button(choice.name, box, choice.text, Kind.PLAIN, "text_large")


def draw_receipt(view: Receipt, sheet: Sheet, room: Box) -> None:
    """Lay out where a dossier stands; going home is the main thing where there is nothing to do."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(150), theme.touch), theme.px(28))
    done, take = foot.left(foot.w * 0.5, theme.size("gap"))
    done_kind, take_kind = (Kind.PLAIN, Kind.MAIN) if view.take_first else (Kind.MAIN, Kind.PLAIN)
    sheet.button("done", done, view.done, done_kind, "text_large")
    sheet.button("number", take, view.take, take_kind, "text_large")
    sheet.panel(room, "surface", "line")
    inside = room.inset(theme.px(56), theme.px(36))
    code, inside = inside.top(inside.h * 0.18)
    sheet.words(code, view.code, "text", colour="muted", align=Align.CENTER)
    title, lines = inside.top(inside.h * 0.34)
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    for line, row in zip(view.lines, lines.rows(len(view.lines), theme.px(8)), strict=True):
        sheet.words(row, line, "text_large", align=Align.CENTER)


def draw_held(view: Held, sheet: Sheet, room: Box) -> None:
    """Lay out that a receipt has its number already, the hub's sentence large."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(28))
    sheet.button("done", foot.left(foot.w * 0.3)[0], view.done, Kind.PLAIN, "text_large")
    sheet.panel(room, "calm")
    title, sentence = room.inset(theme.px(72), theme.px(48)).top(room.h * 0.24)
    sentence = _above_original(view.original, "calm_ink", sheet, sentence)
    sheet.words(title, view.title, "text_large", weight="semibold", colour="calm_ink", align=Align.CENTER)
    sheet.words(sentence, view.sentence, "number", weight="bold", colour="calm_ink", align=Align.CENTER)


def draw_closed(view: Closed, sheet: Sheet, room: Box) -> None:
    """Lay out why nobody can take a number now, and when that ends, to be read from the door."""
    theme = sheet.theme
    sheet.panel(room, "surface", "line")
    title, reason = room.inset(theme.px(72), theme.px(48)).top(room.h * 0.26)
    sheet.words(title, view.title, "title", weight="semibold", colour="muted", align=Align.CENTER)
    reason = _above_original(view.original, "muted", sheet, reason)
    sheet.words(reason, view.reason, "number", weight="bold", colour="brand", align=Align.CENTER)


def draw_message(view: Asking | Looking | Sorry, sheet: Sheet, room: Box) -> None:
    """Lay out what is under way, or why it is not, with a way back where there is one."""
    theme = sheet.theme
    if view.back is not None:
        foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(28))
        sheet.button("back", foot.middle(theme.px(640), foot.h), view.back, Kind.MAIN, "text_large")
    card = room.middle(theme.px(1400), max(theme.px(560), theme.lines(14)))
    sheet.panel(card, "surface", "line")
    inside = card.inset(theme.px(72), theme.px(48))
    title, detail = inside.top(inside.h * 0.42, theme.px(16))
    if isinstance(view, Sorry):
        detail = _above_original(view.original, "muted", sheet, detail)
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", align=Align.CENTER)


def _above_original(original: str | None, colour: str, sheet: Sheet, box: Box) -> Box:
    """Write the hub's own Vietnamese words small at the foot of `box`, where there are any; returns the room above."""
    if original is None:
        return box
    below, above = box.bottom(box.h * 0.34, sheet.theme.px(12))
    sheet.words(below, original, "text", colour=colour, align=Align.CENTER)
    return above
