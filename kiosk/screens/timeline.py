"""Lays out a dossier's stations from left to right: a tick on what is past, a full dot where it is, a ring to come, an
exclamation mark on a day that went by."""

from __future__ import annotations

from itertools import pairwise

from kiosk.presenters.result_views import Milestone, When
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Sheet

LINES = 3
_THICK = 4
_LINE, _LEADING = 1.6, 1.5
"""How high a line is with and without the room about it, by its letters' size."""
_COLOURS = {
    When.PAST: "ok",
    When.NOW: "brand",
    When.COMING: "calm_ink",
    When.REPLACED: "muted",
    When.OVERDUE: "warn",
}


def draw_timeline(stations: tuple[Milestone, ...], sheet: Sheet, box: Box) -> None:
    """Draw the stations in equal columns on one line; where the dossier is now has twice the room."""
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    inside = box.inset(theme.px(24), theme.px(14))
    rail, texts = inside.top(max(theme.px(40), 20), theme.px(6))
    columns = _columns(stations, texts, theme.px(20))
    centres = [column.x + column.w / 2 for column in columns]
    for place, (left, right) in enumerate(pairwise(centres), 1):
        gone = any(station.when in (When.PAST, When.NOW) for station in stations[place:])
        colour = "ok" if gone else "line"
        sheet.panel(Box(left, rail.y + rail.h / 2 - _THICK / 2, right - left, _THICK), colour, radius=0)
    for station, column, centre in zip(stations, columns, centres, strict=True):
        _sign(station.when, sheet, Box(centre - rail.h / 2, rail.y, rail.h, rail.h))
        _words(station, sheet, column)


def _columns(stations: tuple[Milestone, ...], box: Box, gap: float) -> list[Box]:
    shares = [2 if station.when is When.NOW else 1 for station in stations]
    unit = (box.w - gap * (len(shares) - 1)) / sum(shares)
    columns: list[Box] = []
    for share in shares:
        column, box = box.left(unit * share, gap)
        columns.append(column)
    return columns


def _sign(when: When, sheet: Sheet, box: Box) -> None:
    colour = _COLOURS[when]
    if when is When.PAST:
        sheet.tick(box, colour, "on_ok")
        return
    sheet.panel(box, colour, radius=box.h / 2)
    if when is When.OVERDUE:
        _exclaim(sheet, box)
    elif when is not When.NOW:
        sheet.panel(box.inset(_THICK), "surface", radius=box.h / 2 - _THICK)


def _exclaim(sheet: Sheet, box: Box) -> None:
    wide = box.h * 0.14
    stroke, dot = box.inset(0, box.h * 0.2).top(box.h * 0.36, box.h * 0.1)
    for part in (stroke, dot.top(wide)[0]):
        sheet.panel(part.middle(wide, part.h), "warn_ground", radius=wide / 2)


def _words(station: Milestone, sheet: Sheet, box: Box) -> None:
    old = station.when is When.REPLACED
    two_lines = min(sheet.theme.lines(2), box.h * 0.55)
    label, value = box.top(max(box.h * 0.42, sheet.theme.least * _LINE, two_lines))
    lines = max(1, min(2, int(label.h / (sheet.theme.least * _LEADING))))
    sheet.words(label, station.label, "text_small", colour="muted", align=Align.CENTER, lines=lines)
    weight, colour = ("regular", "muted") if old else ("bold", _COLOURS[station.when])
    sheet.words(value, station.value, "text", weight=weight, colour=colour, align=Align.CENTER, lines=LINES)
