"""Lays out what a pad shows between ratings: the number in hand, who serves, the office's notices."""

from __future__ import annotations

from kiosk.presenters.pad_views import Host, Idle, NoticePage
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme

_TONES = {"calm": ("surface", "ink"), "call": ("board", "board_number"), "ok": ("ok", "on_ok")}
# The px that lines below and above the number have where there is room.
_READ = 24
_PHOTO = 4 / 3


def draw_idle(view: Idle, sheet: Sheet, room: Box) -> None:
    """Draw the number in hand, or how the counter stands; who serves stands beside it where there is a photo."""
    theme = sheet.theme
    host = view.host
    if host is not None and host.photo is not None:
        card, room = _beside(room, theme)
        _card(host, sheet, card)
        host = None
    name, room = room.top(room.h * (0.1 if theme.upright else 0.16), theme.px(20))
    if host is not None:
        below, name = name.bottom(name.h * 0.42)
        sheet.words(below, _said(host), "text", colour="muted", align=Align.CENTER, lines=1)
    sheet.words(name, view.counter, "title", weight="bold", colour="brand", align=Align.CENTER)
    fill, ink = _TONES[view.tone]
    sheet.panel(room, fill, "line" if view.tone == "calm" else None)
    inside = room.inset(theme.px(64), theme.px(40))
    if view.number is None:
        _words(view, ink, sheet, inside)
    else:
        _number(view, view.number, ink, sheet, inside)


def _number(view: Idle, number: str, ink: str, sheet: Sheet, inside: Box) -> None:
    other = "board_ink" if view.tone == "call" else ink
    lead, inside = inside.top(inside.h * 0.2)
    sheet.words(lead, view.lead, "title", weight="semibold", colour=other, align=Align.CENTER, wanted=_READ)
    detail, box = inside.bottom(inside.h * 0.2)
    sheet.words(box, number, "number_alone", weight="extrabold", colour=ink, align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", colour=other, align=Align.CENTER, wanted=_READ)


def _words(view: Idle, ink: str, sheet: Sheet, inside: Box) -> None:
    lead, detail = inside.rows(2, sheet.theme.px(16)) if view.lead else (inside, inside)
    sheet.words(lead, view.lead, "title", weight="bold", colour=ink, align=Align.CENTER)
    sheet.words(detail, view.detail, "text_large", colour=ink, align=Align.CENTER, wanted=_READ)


def _beside(room: Box, theme: Theme) -> tuple[Box, Box]:
    gap = theme.size("gap")
    return room.top(room.h * 0.24, gap) if theme.upright else room.left(room.w * 0.27, gap)


def _card(host: Host, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    inside = box.inset(theme.px(28))
    if theme.upright:
        photo, words = inside.left(inside.h / _PHOTO, theme.size("gap"))
    else:
        photo, words = inside.top(min(inside.h * 0.62, inside.w * _PHOTO), theme.px(16))
    if host.photo is not None:
        sheet.photo(photo, host.photo)
    name, title = words.top(words.h * (0.5 if theme.upright else 0.58))
    align = Align.LEFT if theme.upright else Align.CENTER
    sheet.words(name, host.name, "text_large", weight="bold", align=align)
    sheet.words(title, host.title, "text", colour="muted", align=align)


def draw_notice(view: NoticePage, sheet: Sheet) -> None:
    """Draw a notice over the whole screen, below one line that tells how the counter stands; any touch leads back."""
    theme = sheet.theme
    band, room = sheet.whole.top(max(theme.px(110), theme.least * 3))
    sheet.band = band
    sheet.panel(band, "brand", radius=0)
    inside = band.inset(theme.size("pad"), 4)
    counter, stands = inside.left(inside.w * 0.34, theme.size("gap"))
    sheet.words(counter, view.counter, "title", weight="bold", colour="on_brand", lines=2)
    sheet.words(stands, view.stands, "text_large", weight="semibold", colour="on_brand", align=Align.RIGHT)
    sheet.target("wake", sheet.whole, view.stands, ground=True)
    if view.picture is not None:
        sheet.panel(room, "board", radius=0)
        sheet.photo(room, view.picture)
    elif view.text is not None:
        card = room.inset(theme.size("pad"), theme.px(32))
        sheet.panel(card, "calm")
        words = card.inset(theme.px(72), theme.px(40))
        sheet.words(words, view.text, "number", weight="semibold", colour="calm_ink", align=Align.CENTER)


def _said(host: Host) -> str:
    return " · ".join(part for part in (host.name, host.title) if part)
