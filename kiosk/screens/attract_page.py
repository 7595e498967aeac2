"""Lays out a kiosk left alone: what it is for on top, then the hours, the line at each field, and a notice."""

from __future__ import annotations

from kiosk.presenters.lookup_views import Attract, FieldLine
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.theme import Theme

_BESIDE = 1.1


def draw_attract(view: Attract, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`; wherever it is touched but on its button, it gives way to the first page."""
    theme = sheet.theme
    procedures, room = room.bottom(theme.touch, theme.size("gap"))
    sheet.button("procedures", procedures, view.procedures, Kind.PLAIN, "text_large")
    sheet.target("wake", room, view.hint, ground=True)
    lead, room = room.top(max(theme.px(230), 96, theme.lines(7)), theme.size("gap"))
    _lead(view, sheet, lead)
    if view.notice is not None:
        foot, room = room.bottom(max(theme.px(130), 52), theme.size("gap"))
        sheet.panel(foot, "calm")
        sheet.words(
            foot.inset(theme.px(36), theme.px(10)),
            view.notice,
            "text_large",
            weight="medium",
            colour="calm_ink",
            lines=2,
        )
    if view.hours:
        hours, room = _parted(room, theme)
        _card(view.hours_title, view.hours, sheet, hours)
    if view.lines:
        _lines(view, sheet, room)


def _lead(view: Attract, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "brand")
    title, hint = box.inset(theme.px(48), theme.px(20)).top(box.h * (0.48 if view.warning is None else 0.34))
    sheet.words(title, view.title, "title", weight="extrabold", colour="on_brand", align=Align.CENTER)
    if view.warning is None:
        sheet.words(hint, view.hint, "text_large", weight="medium", colour="on_brand", align=Align.CENTER)
        return
    sheet.panel(hint, "warn_ground")
    inside = hint.inset(theme.px(24), 2)
    sheet.words(inside, view.warning, "text", weight="semibold", colour="warn", align=Align.CENTER)


def _parted(room: Box, theme: Theme) -> tuple[Box, Box]:
    gap, beside = theme.size("gap"), room.w > room.h * _BESIDE and not theme.upright
    return room.left(room.w * 0.36, gap) if beside else room.top(max(room.h * 0.25, theme.lines(5)), gap)


def _card(title: str, lines: tuple[str, ...], sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    head, rest = box.inset(theme.px(36), theme.px(20)).top(max(theme.px(60), 24), theme.px(8))
    sheet.words(head, title, "text_large", weight="bold", colour="brand")
    for line, row in zip(lines, _rows(rest, len(lines), theme.px(150)), strict=True):
        sheet.words(row, line, "text_large", weight="medium")


def _lines(view: Attract, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface", "line")
    head, rest = box.inset(theme.px(36), theme.px(20)).top(max(theme.px(60), 24), theme.px(8))
    sheet.words(head, view.lines_title, "text_large", weight="bold", colour="brand")
    fits = max(1, int(rest.h / (theme.least * 1.6)))
    lines = view.lines[:fits]
    for line, row in zip(lines, _rows(rest, len(lines), theme.px(110)), strict=True):
        _line(line, sheet, row)


def _rows(box: Box, count: int, most: float) -> list[Box]:
    return box.top(min(box.h, most * count))[0].rows(count, 4)


def _line(line: FieldLine, sheet: Sheet, row: Box) -> None:
    waiting, name = row.right(row.w * 0.4, sheet.theme.px(16))
    colour = "ink" if line.open else "muted"
    sheet.words(name, line.name, "text_large", weight="semibold", colour=colour, lines=1)
    sheet.words(waiting, line.waiting, "text_large", colour=colour, align=Align.RIGHT, lines=1)
