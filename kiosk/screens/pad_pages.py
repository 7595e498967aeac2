"""Lays out the rating pad's pages."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.pad_views import Choice, Idle, PadView, Rating, Thanks
from kiosk.presenters.wording import Header
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Sheet

_TONES = {"calm": ("surface", "ink"), "call": ("board", "board_number"), "ok": ("ok", "on_ok")}
# All faces wear the same colours, so that none draws the finger; they differ by their mouths and their words.
_FACE = ("calm", "calm_ink")
# The least px of the words below a face: read at arm's length from a seven-inch pad.
_WORDS_LEAST = 22
# The px that lines below and above the number have where there is room.
_READ = 24


@dataclass(frozen=True)
class PadShown:
    """A page below its header."""

    header: Header
    body: PadView

    @property
    def page(self) -> str:
        return self.body.page


def draw(shown: PadShown, sheet: Sheet) -> None:
    """Lay out the page."""
    room = sheet.header(shown.header, None)
    body = shown.body
    if isinstance(body, Rating):
        _rating(body, sheet, room)
    elif isinstance(body, Thanks):
        _thanks(body, sheet, room)
    else:
        _idle(body, sheet, room)


def _idle(view: Idle, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    fill, ink = _TONES[view.tone]
    name, room = room.top(room.h * 0.16, theme.px(20))
    sheet.words(name, view.counter, "title", weight="bold", colour="brand", align=Align.CENTER)
    sheet.panel(room, fill, "line" if view.tone == "calm" else None)
    inside = room.inset(theme.px(64), theme.px(40))
    if view.number is None:
        lead, detail = inside.rows(2, theme.px(16)) if view.lead else (inside, inside)
        if view.lead:
            sheet.words(lead, view.lead, "title", weight="bold", colour=ink, align=Align.CENTER)
        sheet.words(detail, view.detail, "text_large", colour=ink, align=Align.CENTER, wanted=_READ)
        return
    other = "board_ink" if view.tone == "call" else ink
    lead, inside = inside.top(inside.h * 0.2)
    sheet.words(lead, view.lead, "title", weight="semibold", colour=other, align=Align.CENTER, wanted=_READ)
    detail, number = inside.bottom(inside.h * 0.2)
    sheet.words(number, view.number, "number_alone", weight="extrabold", colour=ink, align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", colour=other, align=Align.CENTER, wanted=_READ)


def _rating(view: Rating, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    title, room = room.top(max(theme.px(80), theme.lines(3)), theme.px(8))
    sheet.words(title, view.question, "title", weight="bold", colour="brand", align=Align.CENTER, least=_WORDS_LEAST)
    detail, room = room.top(theme.px(80), theme.px(28))
    sheet.words(detail, view.detail, "title", colour="muted", align=Align.CENTER)
    cut = room.rows if theme.upright else room.columns
    for choice, box in zip(view.choices, cut(len(view.choices), theme.size("gap")), strict=True):
        _choice(choice, sheet, box)


def _choice(choice: Choice, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    inside = box.inset(theme.px(16), theme.px(28))
    if theme.upright:
        face, words = inside.left(inside.w * 0.34, theme.px(20))
    else:
        words, face = inside.bottom(inside.h * 0.34, theme.px(20))
    sheet.face(face, choice.mood, *_FACE)
    sheet.words(words, choice.words, "title", weight="bold", align=Align.CENTER, least=_WORDS_LEAST)
    sheet.target(f"score:{choice.score}", box, choice.words)


def _thanks(view: Thanks, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    card = room.middle(theme.px(1300), theme.px(720))
    sheet.panel(card, "surface", "line")
    inside = card.inset(theme.px(64), theme.px(48))
    mark, inside = inside.top(inside.h * 0.42, theme.px(24))
    sheet.tick(mark, "ok", "on_ok")
    title, detail = inside.rows(2, theme.px(8))
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", colour="muted", align=Align.CENTER)
