"""Lays out what a scanner with a TV shows, to be read from some metres away."""

from __future__ import annotations

from kiosk.presenters.lookup_views import ShowAnswer, ShowDoor
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Sheet
from kiosk.screens.timeline import draw_timeline

TONES = {
    "ok": ("ok", "on_ok"),
    "warn": ("warn_ground", "warn"),
    "fault": ("fault_ground", "fault"),
    "calm": ("calm", "calm_ink"),
}


def draw_show_door(view: ShowDoor, sheet: Sheet, room: Box) -> None:
    """Draw what to do, in two languages."""
    theme = sheet.theme
    if view.warning is not None:
        foot, room = room.bottom(max(theme.px(150), 60), theme.size("gap"))
        sheet.panel(foot, "warn_ground")
        inside = foot.inset(theme.px(36), theme.px(12))
        sheet.words(inside, view.warning, "text_large", weight="semibold", colour="warn", align=Align.CENTER)
    sheet.panel(room, "surface", "line")
    title, second = room.inset(theme.px(80), theme.px(60)).top(room.h * 0.55)
    large = theme.text("title") * 2
    sheet.words(title, view.title, "title", weight="extrabold", colour="brand", align=Align.CENTER, wanted=large)
    sheet.words(second, view.second, "title", weight="medium", colour="muted", align=Align.CENTER)


def draw_show_answer(view: ShowAnswer, sheet: Sheet, room: Box) -> None:
    """Draw the state as large as the screen allows, what to do below it, and the way."""
    theme = sheet.theme
    if view.foot:
        foot, room = room.bottom(max(theme.px(52), 24) * len(view.foot), theme.px(16))
        for line, row in zip(view.foot, foot.rows(len(view.foot), 0), strict=True):
            sheet.words(row, line, "text", weight="medium", colour="muted", align=Align.CENTER)
    if view.milestones:
        course, room = room.bottom(max(theme.px(190), 88), theme.px(20))
        draw_timeline(view.milestones, sheet, course)
    if view.detail:
        todo, room = room.bottom(room.h * 0.38, theme.px(20))
        sheet.panel(todo, "surface", "line")
        inside = todo.inset(theme.px(48), theme.px(16))
        large = theme.text("title") * 1.2
        sheet.words(inside, view.detail, "title", weight="semibold", align=Align.CENTER, wanted=large)
    _state(view, sheet, room)


def _state(view: ShowAnswer, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    fill, ink = TONES[view.tone]
    sheet.panel(box, fill)
    code, box = box.inset(theme.px(48), theme.px(16)).top(box.h * 0.2)
    sheet.words(code, view.code, "text_large", weight="medium", colour=ink, align=Align.CENTER)
    second, title = box.bottom(box.h * 0.26)
    large = theme.text("title") * 2
    sheet.words(title, view.title, "title", weight="extrabold", colour=ink, align=Align.CENTER, wanted=large)
    sheet.words(second, view.second, "text_large", weight="medium", colour=ink, align=Align.CENTER)
