"""Lays out a dossier's facts on one grid, and the steps of its way."""

from __future__ import annotations

import math

from kiosk.presenters.result_views import Result, Row, StepRow
from kiosk.screens.box import Box
from kiosk.screens.sheet import Sheet

LINES = 3
"""A value that needs more lines than these ends in an ellipsis: names of procedures reach 250 characters."""

_LEADING = 1.5
_DEEPEST = 110
_LABEL, _TWO = 11, 45

Line = tuple[Row, ...]


def draw_facts(view: Result, sheet: Sheet, box: Box) -> None:
    """Draw the facts, two beside each other where there is room; a long one has its line of the grid to itself."""
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    inside = box.inset(theme.px(36), theme.px(16))
    two = len(view.rows) > 4 and box.w > max(theme.px(1200), theme.least * _TWO)
    column = inside.columns(2 if two else 1, theme.px(48))[0].w
    # On a narrow screen a label needs more: «Cơ quan giải quyết» is to stand on one line.
    share = 0.36 if two else 0.28
    label, size = max(column * share, min(column * 0.36, theme.least * _LABEL)), theme.text("text_small")
    lines = _paired(view.rows, column - label, size) if two else [(row,) for row in view.rows]
    depths = [_depth(line, (column if len(line) > 1 else inside.w) - label, size) for line in lines]
    # What a citizen looks for first stands first: a low box leaves out what comes last.
    while len(lines) > 1 and inside.h / sum(depths) < theme.least * _LEADING:
        lines, depths = lines[:-1], depths[:-1]
    unit = min(inside.h / sum(depths), theme.px(_DEEPEST))
    for line, depth in zip(lines, depths, strict=True):
        place, inside = inside.top(unit * depth)
        _line(line, label, sheet, place)


def draw_steps(view: Result, sheet: Sheet, box: Box) -> None:
    """Draw the steps, oldest first, from the top."""
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    title, rest = box.inset(theme.px(36), theme.px(16)).top(max(theme.px(52), 22), 0)
    sheet.words(title, view.steps_title, "text", weight="bold", colour="brand")
    depths = [_deep(f"{step.what} – {step.unit}", rest.w * 0.66, theme.least) for step in view.steps]
    unit = min(rest.h / sum(depths), max(theme.px(56), 36))
    for step, depth in zip(view.steps, depths, strict=True):
        line, rest = rest.top(unit * depth)
        _step(step, sheet, line)


def _paired(rows: tuple[Row, ...], width: float, size: float) -> list[Line]:
    """Return the grid's lines in the order of `rows`: two by two, what is too long for half a line alone."""
    lines: list[Line] = []
    half: Row | None = None
    for row in rows:
        if _deep(row.value, width, size) > 1:
            lines += [(row,)] if half is None else [(half,), (row,)]
            half = None
        elif half is None:
            half = row
        else:
            lines.append((half, row))
            half = None
    return lines if half is None else [*lines, (half,)]


def _line(line: Line, label: float, sheet: Sheet, box: Box) -> None:
    for row, place in zip(line, box.columns(len(line), sheet.theme.px(48)), strict=True):
        name, value = place.left(label, sheet.theme.px(16))
        sheet.words(name, row.label, "text_small", colour="muted")
        sheet.words(value, row.value, "text", weight="semibold", lines=_fits(value, sheet))


def _depth(line: Line, width: float, size: float) -> int:
    return max(_deep(row.value, width, size) for row in line)


def _deep(text: str, width: float, size: float) -> int:
    """Guess from its length how many lines a text needs."""
    return min(LINES, max(1, math.ceil(len(text) * size * 0.6 / width)))


def _fits(box: Box, sheet: Sheet) -> int:
    return max(1, min(LINES, int(box.h / (sheet.theme.least * _LEADING))))


def _step(step: StepRow, sheet: Sheet, line: Box) -> None:
    theme = sheet.theme
    dot = max(theme.px(14), 6)
    mark, rest = line.left(dot, theme.px(16))
    sheet.panel(mark.middle(dot, dot), "brand", radius=dot / 2)
    when, what = rest.left(rest.w * 0.30, theme.px(12))
    sheet.words(when, step.at, "text_small", colour="muted", lines=1)
    sheet.words(what, f"{step.what} – {step.unit}", "text_small", weight="medium", lines=LINES)
