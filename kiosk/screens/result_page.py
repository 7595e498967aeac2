"""Lays out how a dossier stands: the state large, what to do next, the facts, the way, and how old the figures are."""

from __future__ import annotations

from kiosk.presenters.lookup_views import Result
from kiosk.screens.box import Box
from kiosk.screens.facts import draw_facts, draw_steps
from kiosk.screens.sheet import Kind, Sheet

# Below this scale facts and steps do not stand side by side: a button turns from one to the other.
_NARROW = 0.6
_TONES = {
    "ok": ("ok", "on_ok"),
    "warn": ("warn_ground", "warn"),
    "fault": ("fault_ground", "fault"),
    "calm": ("calm", "calm_ink"),
}


def draw_result(view: Result, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(110), theme.touch), theme.px(24))
    _foot(view, sheet, foot)
    share = 0.33 if theme.scale < _NARROW else 0.30 if view.steps else 0.36
    head, room = room.top(room.h * share, theme.px(24))
    _head(view, sheet, head)
    if view.steps and theme.scale < _NARROW:
        draw_lower = draw_steps if view.on_steps else draw_facts
        draw_lower(view, sheet, room)
        return
    if view.steps:
        way, room = room.right(room.w * 0.42, theme.size("gap"))
        draw_steps(view, sheet, way)
    draw_facts(view, sheet, room)


def _head(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    fill, ink = _TONES[view.tone]
    state, todo = box.left(box.w * 0.46, theme.size("gap"))
    sheet.panel(state, fill)
    code, rest = state.inset(theme.px(36), theme.px(20)).top(state.h * 0.24)
    sheet.words(code, view.code, "text", weight="medium", colour=ink)
    sheet.words(rest, view.state, "title", weight="extrabold", colour=ink)
    sheet.panel(todo, "surface", "line")
    lead, rest = todo.inset(theme.px(36), theme.px(20)).top(todo.h * 0.24)
    sheet.words(lead, view.todo_title, "text", weight="medium", colour="muted")
    sheet.words(rest, view.todo, "text_large", weight="semibold")


def _foot(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    # Not on the right: there the finger was that touched "find" on the page before.
    done, rest = box.left(box.w * 0.16, theme.size("gap"))
    sheet.button("done", done, view.done, Kind.PLAIN, "text")
    if view.more_time is not None:
        more, rest = rest.left(box.w * 0.24, theme.size("gap"))
        sheet.button("more-time", more, view.more_time, Kind.MAIN, "text")
    onward = _onward(view, theme.scale < _NARROW)
    if onward is not None:
        button, rest = rest.left(box.w * 0.26, theme.size("gap"))
        sheet.button(onward[0], button, onward[1], Kind.QUIET, "text")
    _age(view, sheet, rest)


def _onward(view: Result, narrow: bool) -> tuple[str, str] | None:
    """Return name and words of the button that leads to more of the dossier."""
    if view.steps and narrow:
        return "facts" if view.on_steps else "steps", view.turn
    return ("check", view.check) if view.check is not None else None


def _age(view: Result, sheet: Sheet, box: Box) -> None:
    """Write when the page goes, how old its figures are, and that they are old; there is room for two of these."""
    lines = [line for line in (view.leaving, view.as_of, view.stale) if line is not None][:2]
    colour = "muted" if view.stale is None else "warn"
    for line, row in zip(lines, box.rows(len(lines), 0), strict=True):
        leaving = line == view.leaving
        sheet.words(row, line, "text_small", weight="semibold", colour="warn" if leaving else colour)
