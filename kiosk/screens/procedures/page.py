"""Lays out one procedure: its sections as large tabs, the one open beside them (below, on an upright screen)."""

from __future__ import annotations

from kiosk.presenters.procedures.views import Block, ProcedureView, Style, Tab, TakeHome
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.procedures.parts import draw_bar, draw_turning, line_height
from kiosk.screens.procedures.qr import draw_qr
from kiosk.screens.sheet import Kind, Sheet

_TABS = 8
_CASE_LINES = 4
_GAP = 0.1
"""Below each block, as a share of a line."""
_LETTER = 0.6
"""The size of letters, as a share of a line's height."""
_GAPS = 8
"""There is room for the gaps of so many blocks at least, so that most pages have lines of one height."""


def draw_procedure(view: ProcedureView, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    theme = sheet.theme
    gap = max(theme.px(18), 7)
    bar, room = room.top(max(theme.px(120), theme.touch), gap)
    if view.again is not None:
        again, bar = bar.right(max(theme.px(300), 120), theme.size("gap"))
        sheet.button("cases", again, view.again, Kind.QUIET)
    draw_bar(view.bar, sheet, bar)
    if not view.tabs:
        sheet.words(room, view.question or "", "text_large", weight="semibold", colour="muted", align=Align.CENTER)
        return
    foot, room = room.bottom(theme.touch, gap)
    _foot(view, sheet, foot)
    if theme.upright:
        tabs, content = room.top(2 * theme.touch + gap, gap)
    else:
        tabs, content = room.left(room.w * 0.34, theme.size("gap"))
    _tabs(view.tabs, sheet, tabs, across=4 if theme.upright else 2)
    sheet.panel(content, "surface", "line")
    _content(view, sheet, content.inset(theme.px(36), theme.px(16)))


def _tabs(tabs: tuple[Tab, ...], sheet: Sheet, box: Box, across: int) -> None:
    gap = max(sheet.theme.px(14), 5)
    places = [place for row in box.rows(_TABS // across, gap) for place in row.columns(across, gap)]
    for tab, place in zip(tabs, places, strict=False):
        sheet.button(tab.name, place, tab.text, Kind.MAIN if tab.on else Kind.PLAIN)


def _content(view: ProcedureView, sheet: Sheet, box: Box) -> None:
    if view.note is not None:
        note, box = box.top(line_height(sheet), sheet.theme.px(4))
        sheet.words(note, view.note, "text_small", weight="medium", colour="calm_ink", lines=1)
    if view.home is not None:
        _home(view.home, view.detail, sheet, box)
    elif view.question is not None:
        _cases(view, sheet, box)
    else:
        _blocks(view, sheet, box)


def _cases(view: ProcedureView, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    gap = max(theme.px(14), 5)
    question, box = box.top(max(theme.px(64), line_height(sheet)), gap)
    sheet.words(question, view.question or "", "text_large", weight="bold", colour="brand", lines=1)
    for choice, place in zip(view.choices, box.rows(4, gap), strict=False):
        sheet.panel(place, "surface", "brand")
        inside = place.inset(theme.px(24), theme.px(4))
        sheet.words(inside, choice.text, "text", weight="semibold", colour="brand", lines=_fits(inside, sheet))
        sheet.target(choice.name, place, choice.text)


def _fits(box: Box, sheet: Sheet) -> int:
    return max(1, min(_CASE_LINES, int(box.h / (sheet.theme.least * 1.4))))


def _blocks(view: ProcedureView, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    unit = min(box.h / (view.lines + max(_GAPS, len(view.blocks)) * _GAP), theme.px(110))
    for block in view.blocks:
        place, box = box.top(unit * block.lines, unit * _GAP)
        _block(block, sheet, place, unit)


def _block(block: Block, sheet: Sheet, box: Box, unit: float) -> None:
    theme, wanted = sheet.theme, unit * _LETTER
    match block.style:
        case Style.HEADING:
            sheet.words(box, block.text, weight="bold", colour="brand", wanted=wanted, top=True)
        case Style.STRONG:
            sheet.words(box, block.text, weight="bold", wanted=wanted, top=True)
        case Style.TEXT:
            sheet.words(box, block.text, wanted=wanted, top=True)
        case Style.ITEM:
            dot = max(theme.px(12), 5)
            sign, words = box.left(dot, theme.px(16))
            sheet.panel(Box(sign.x, sign.y + unit * 0.42 - dot / 2, dot, dot), "brand", radius=dot / 2)
            if block.aside:
                aside, words = words.right(words.w * 0.24, theme.px(16))
                sheet.words(aside, block.aside, weight="bold", align=Align.RIGHT, wanted=wanted, top=True)
            sheet.words(words, block.text, wanted=wanted, top=True)


def _home(home: TakeHome, detail: str, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    side = min(box.h * 0.72, box.w) if theme.upright else min(box.h, box.w * 0.55)
    code, words = box.top(side, theme.px(16)) if theme.upright else box.left(side, theme.px(24))
    draw_qr(home.address, sheet, code)
    text, below = words.top(words.h * 0.6, theme.px(8))
    sheet.words(text, home.text, "text_large", weight="semibold")
    sheet.words(below, detail, "text_small", colour="muted", lines=max(1, int(below.h / line_height(sheet))))


def _foot(view: ProcedureView, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    turning, rest = box.right(box.w * 0.46, theme.size("gap"))
    draw_turning(view.turning, sheet, turning)
    if view.slip.button is not None:
        button, rest = rest.left(max(theme.px(240), 90), theme.size("gap"))
        sheet.button("print", button, view.slip.button, Kind.PLAIN)
    told = view.slip.said or " · ".join(part for part in (view.detail, view.source) if part)
    colour = "fault" if view.slip.failed else "muted"
    sheet.words(rest, told, "text_small", colour=colour, lines=2)
