"""The header of a pad's page that is touched: switches as large as fingers, and the warning that the page goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.presenters.lookup_views import Leaving
from kiosk.presenters.pad_views import Tool
from kiosk.presenters.wording import Header
from kiosk.screens.box import Box
from kiosk.screens.choosing_box import choice
from kiosk.screens.pad_sizes import gap_of, header_of, read_of, room_of
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

_STAYS = "language"


@dataclass(frozen=True)
class Head:
    """What stands in a header: the office's name, or in its place the page's `title` and `hint`, or the warning."""

    office: Header
    tools: Sequence[Tool]
    title: str = ""
    hint: str = ""
    leaving: Leaving | None = None


def draw_header(head: Head, finger: float, sheet: Sheet) -> Box:
    """Draw it; returns the room below. While the page warns, the warning has the place of all switches but one."""
    theme, gap = sheet.theme, gap_of(sheet.theme)
    band = sheet.whole.top(header_of(theme, finger))[0]
    sheet.band = band
    sheet.panel(band, "brand", radius=0)
    inside = band.inset(theme.size("pad") * 0.7, gap)
    row, name = inside.bottom(finger) if theme.upright else (inside, inside)
    kept = [tool for tool in head.tools if head.leaving is None or tool.name == _STAYS]
    wide = max(finger, min(theme.px(250), (row.w - (len(head.tools) - 1) * gap) / max(len(head.tools), 1)))
    for tool in reversed(kept):
        box, row = row.right(wide, gap)
        _tool(tool, finger, sheet, box)
    told = name if theme.upright else row
    if head.leaving is None and not head.title:
        _office(head.office, sheet, told.inset(0, 2))
        return room_of(theme, finger)
    # What is told there is read aloud as a part of the page, as the office's name is not.
    sheet.band = Box(row.x + row.w, row.y, band.x + band.w - row.x - row.w, row.h)
    if head.leaving is None:
        _title(head, finger, sheet, told)
    else:
        _warning(head.leaving, finger, sheet, *((name, row) if theme.upright else row.columns(2, gap)))
    return room_of(theme, finger)


def _tool(tool: Tool, finger: float, sheet: Sheet, box: Box) -> None:
    if tool.on is None:
        sheet.button(tool.name, box, tool.text, Kind.PLAIN, "title", wanted=read_of(finger))
    else:
        choice(sheet, tool.name, box, tool.text, tool.on, read_of(finger))


def _office(header: Header, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    star, rest = box.left(min(theme.px(64), box.h), gap_of(theme))
    sheet.star(star.middle(theme.px(64), theme.px(64)), "star")
    clock, name = rest.bottom(theme.least * 1.5)
    sheet.words(name, header.office, "text", weight="semibold", colour="on_brand")
    sheet.words(clock, header.clock, "text_small", colour="on_brand", lines=1)


def _title(head: Head, finger: float, sheet: Sheet, box: Box) -> None:
    hint, title = box.bottom(box.h * 0.36) if head.hint else (box, box)
    wanted = read_of(finger)
    sheet.words(title, head.title, "text_large", weight="bold", colour="on_brand", wanted=wanted)
    if head.hint:
        sheet.words(hint, head.hint, "text", colour="on_brand")


def _warning(leaving: Leaving, finger: float, sheet: Sheet, told: Box, more: Box) -> None:
    theme, wanted = sheet.theme, read_of(finger)
    sheet.panel(told, "warn_ground")
    words = told.inset(theme.px(20), 2)
    sheet.words(words, leaving.text, "text", weight="semibold", colour="warn", align=Align.CENTER, wanted=wanted)
    sheet.button("more-time", more, leaving.more_time, Kind.PLAIN, "title", wanted=wanted)
