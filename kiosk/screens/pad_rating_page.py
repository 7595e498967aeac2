"""Lays out a pad's faces and its thanks."""

from __future__ import annotations

from kiosk.presenters.pad_views import Choice, Host, Rating, Thanks
from kiosk.screens.box import Box
from kiosk.screens.pad_sizes import gap_of, read_of
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

# All faces wear the same colours, so that none draws the finger; they differ by their mouths and their words.
_FACE = ("calm", "calm_ink")
# The least px of the words below a face: read at arm's length from a seven-inch pad.
_WORDS_LEAST = 20
_PHOTO = 3 / 4


def draw_rating(view: Rating, sheet: Sheet, room: Box) -> None:
    """Draw the question and the faces; only where they are touched are they targets."""
    theme, gap = sheet.theme, gap_of(sheet.theme)
    head, room = room.top(max(theme.px(150), theme.least * 4.4, theme.lines(6)), gap)
    if view.host is not None:
        head = _host(view.host, sheet, head)
    title, detail = head.top(head.h * 0.56)
    sheet.words(title, view.question, "title", weight="bold", colour="brand", align=Align.CENTER, least=_WORDS_LEAST)
    sheet.words(detail, view.detail, "text_large", weight="medium", colour="muted", align=Align.CENTER)
    cut = room.rows if theme.upright else room.columns
    for choice, box in zip(view.choices, cut(len(view.choices), gap), strict=True):
        _choice(choice, view.touched, sheet, box)


def _host(host: Host, sheet: Sheet, head: Box) -> Box:
    """Draw who serves at the left of the question; returns the room that is left for it."""
    theme = sheet.theme
    card, rest = head.left(head.w * (0.34 if theme.upright else 0.27), gap_of(theme))
    words = card
    if host.photo is not None:
        photo, words = card.left(card.h * _PHOTO, theme.px(14))
        sheet.photo(photo, host.photo)
    sheet.words(words, host.name, "text", weight="semibold")
    return rest


def _choice(choice: Choice, touched: bool, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    if theme.upright:
        face, words = box.inset(theme.px(24), theme.px(20)).left(box.w * 0.34, theme.px(20))
    else:
        inside = box.inset(theme.px(12), theme.px(20))
        words, face = inside.bottom(inside.h * 0.36, theme.px(12))
    sheet.face(face, choice.mood, *_FACE)
    sheet.words(words, choice.words, "title", weight="bold", align=Align.CENTER, least=_WORDS_LEAST)
    if touched:
        sheet.target(f"score:{choice.score}", box, choice.words)


def draw_thanks(view: Thanks, finger: float, sheet: Sheet, room: Box) -> None:
    """Draw thanks; the way to say more is there for whoever wants it, and is no main thing."""
    theme = sheet.theme
    if view.more is not None:
        foot, room = room.bottom(finger, theme.size("gap"))
        place = foot.middle(max(theme.px(760), finger * 2), foot.h)
        sheet.button("more", place, view.more, Kind.QUIET, "title", wanted=read_of(finger))
    card = room.middle(theme.px(1300), theme.px(720))
    sheet.panel(card, "surface", "line")
    inside = card.inset(theme.px(64), theme.px(40))
    mark, inside = inside.top(inside.h * 0.42, theme.px(24))
    sheet.tick(mark, "ok", "on_ok")
    title, detail = inside.rows(2, theme.px(8))
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", colour="muted", align=Align.CENTER)
