"""Lays out the choices of comfort, and the choice of a language."""

from __future__ import annotations

from kiosk.presenters.comfort import ComfortPage, Switch
from kiosk.presenters.language_choice import BACK, LanguagePage
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet


def draw_comfort(view: ComfortPage, sheet: Sheet, room: Box) -> None:
    """Draw the choices as large switches; whether one is on stands there in words, beside a tick."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(120), theme.touch), theme.px(20))
    anew, close = foot.left(foot.w * 0.5, theme.size("gap"))
    sheet.button(view.anew[0], anew, view.anew[1], Kind.PLAIN, "text_large")
    sheet.button(view.close[0], close, view.close[1], Kind.MAIN, "text_large")
    head, room = room.top(max(theme.px(130), 62, theme.lines(4)), theme.px(16))
    title, hint = head.top(head.h * (0.5 if theme.upright else 0.55))
    sheet.words(title, view.title, "title", weight="bold", colour="brand")
    sheet.words(hint, view.hint, "text", colour="muted")
    if view.volume is not None:
        volume, room = room.bottom(max(theme.px(110), theme.touch), theme.px(20))
        _volume(view, sheet, volume)
    across = 1 if room.h > room.w else 2
    rows = room.rows(-(-len(view.switches) // across), theme.size("gap"))
    places = [box for row in rows for box in row.columns(across, theme.size("gap"))]
    for switch, box in zip(view.switches, places, strict=False):
        _switch(switch, sheet, box)


def _switch(switch: Switch, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "ink" if switch.on else "line")
    sheet.target(switch.name, box, switch.text)
    inside = box.inset(theme.px(36), theme.px(12))
    mark, inside = inside.right(min(inside.h * 0.6, theme.px(110)), theme.px(20))
    if switch.on:
        sheet.tick(mark, "ok", "on_ok")
    name, state = inside.top(inside.h * 0.56)
    sheet.words(name, switch.text, "title", weight="bold")
    sheet.words(state, switch.state, "text", weight="semibold", colour="ok" if switch.on else "muted")


def _volume(view: ComfortPage, sheet: Sheet, box: Box) -> None:
    softer, box = box.left(box.w * 0.26, sheet.theme.size("gap"))
    louder, words = box.right(box.w * 0.35, sheet.theme.size("gap"))
    sheet.button(view.softer[0], softer, view.softer[1], Kind.QUIET, "text_large")
    sheet.words(words, view.volume or "", "text_large", weight="semibold", align=Align.CENTER)
    sheet.button(view.louder[0], louder, view.louder[1], Kind.QUIET, "text_large")


def draw_languages(view: LanguagePage, sheet: Sheet, room: Box) -> None:
    """Draw each language by its own name; the one spoken now has a tick."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(110), theme.touch), theme.px(20))
    sheet.button(BACK, foot.left(foot.w * 0.3)[0], view.back, Kind.PLAIN, "text_large")
    title, room = room.top(max(theme.px(110), 40), theme.px(16))
    sheet.words(title, view.title, "title", weight="bold", colour="brand")
    across = 2 if len(view.choices) <= 8 else 3
    rows = room.rows(max(3, -(-len(view.choices) // across)), theme.size("gap"))
    places = [box for row in rows for box in row.columns(across, theme.size("gap"))]
    for (name, text, spoken), box in zip(view.choices, places, strict=False):
        sheet.panel(box, "surface", "ink" if spoken else "brand")
        sheet.target(name, box, text)
        mark, words = box.inset(theme.px(28), theme.px(10)).left(min(box.h * 0.5, theme.px(90)), theme.px(20))
        if spoken:
            sheet.tick(mark, "ok", "on_ok")
        sheet.words(words, text, "title", weight="bold", colour="brand")
