"""Lays out how a dossier stands: the state large, what to do next, the facts, the way, and how old the figures are."""

from __future__ import annotations

import math

from kiosk.presenters.lookup_views import Result, Row, StepRow
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
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
    head, room = room.top(room.h * (0.33 if theme.scale < _NARROW else 0.36), theme.px(24))
    _head(view, sheet, head)
    if view.steps and theme.scale < _NARROW:
        draw_lower = _steps if view.on_steps else _facts
        draw_lower(view, sheet, room)
        return
    if view.steps:
        way, room = room.right(room.w * 0.42, theme.size("gap"))
        _steps(view, sheet, way)
    _facts(view, sheet, room)


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


def _facts(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    inside = box.inset(theme.px(36), theme.px(16))
    two = len(view.rows) > 6 and box.w > theme.px(1200)
    columns = inside.columns(2 if two else 1, theme.px(48))
    share = 0.34 if two else 0.28
    lines = [_lines(row, columns[0].w * (1 - share), theme.least) for row in view.rows]
    first = _half(lines) if two else len(lines)
    for column, some in zip(columns, (slice(0, first), slice(first, None)), strict=False):
        _column(view.rows[some], lines[some], share, sheet, column)


def _column(rows: tuple[Row, ...], lines: list[int], share: float, sheet: Sheet, box: Box) -> None:
    unit = box.h / max(1, sum(lines))
    for row, deep in zip(rows, lines, strict=True):
        line, box = box.top(unit * deep)
        label, value = line.left(line.w * share, sheet.theme.px(16))
        sheet.words(label, row.label, "text_small", colour="muted")
        sheet.words(value, row.value, "text", weight="semibold")


def _lines(row: Row, width: float, size: float) -> int:
    """Guess how many lines of small text a row needs, from its length."""
    return max(_deep(row.value, width, size), _deep(row.label, width * 0.52, size))


def _deep(text: str, width: float, size: float) -> int:
    return max(1, math.ceil(len(text) * size * 0.6 / width))


def _half(lines: list[int]) -> int:
    """Return how many rows go to the first of two columns, so that both are about as deep."""
    return min(range(1, len(lines)), key=lambda cut: abs(sum(lines[:cut]) - sum(lines[cut:])))


def _steps(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    title, rest = box.inset(theme.px(36), theme.px(16)).top(max(theme.px(52), 22), 0)
    sheet.words(title, view.steps_title, "text", weight="bold", colour="brand")
    lines = [_deep(f"{step.what} – {step.unit}", rest.w * 0.66, theme.least) for step in view.steps]
    unit = rest.h / sum(lines)
    for step, deep in zip(view.steps, lines, strict=True):
        line, rest = rest.top(unit * deep)
        _step(step, sheet, line)


def _step(step: StepRow, sheet: Sheet, line: Box) -> None:
    theme = sheet.theme
    dot = max(theme.px(14), 6)
    mark, rest = line.left(dot, theme.px(16))
    sheet.panel(mark.middle(dot, dot), "brand", radius=dot / 2)
    when, what = rest.left(rest.w * 0.30, theme.px(12))
    sheet.words(when, step.at, "text_small", colour="muted")
    sheet.words(what, f"{step.what} – {step.unit}", "text_small", weight="medium")


def _foot(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    done, rest = box.right(box.w * 0.16, theme.size("gap"))
    sheet.button("done", done, view.done, Kind.PLAIN, "text")
    if view.more_time is not None and view.leaving is not None:
        more, rest = rest.right(box.w * 0.34, theme.size("gap"))
        sheet.button("more-time", more, view.more_time, Kind.MAIN, "text")
        sheet.words(rest, view.leaving, "text", weight="semibold", colour="warn")
        return
    if view.steps and theme.scale < _NARROW:
        turn, rest = rest.right(box.w * 0.3, theme.size("gap"))
        sheet.button("facts" if view.on_steps else "steps", turn, view.turn, Kind.QUIET, "text")
    if view.check is not None:
        check, rest = rest.right(box.w * 0.26, theme.size("gap"))
        sheet.button("check", check, view.check, Kind.QUIET, "text")
    if view.stale is None:
        sheet.words(rest, view.as_of, "text_small", colour="muted")
        return
    upper, lower = rest.rows(2, 0)
    sheet.words(upper, view.as_of, "text_small", weight="semibold", colour="warn")
    sheet.words(lower, view.stale, "text_small", weight="semibold", colour="warn", align=Align.LEFT)
