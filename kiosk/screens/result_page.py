"""Lays out how a dossier stands: the state large, what to do next, the facts, the way, and how old the figures are."""

from __future__ import annotations

from dataclasses import replace

from kiosk.presenters.result_views import Number, Result
from kiosk.screens.box import Box
from kiosk.screens.facts import draw_facts, draw_steps
from kiosk.screens.result_foot import draw_foot
from kiosk.screens.sheet import Sheet
from kiosk.screens.show_pages import TONES
from kiosk.screens.theme import Theme
from kiosk.screens.timeline import draw_timeline

# Below this scale facts do not stand beside the steps: a button turns from one to the other.
_NARROW = 0.6
# Where letters are as small as may be, they do not in a room lower than this either, in px of full HD.
_SMALL, _LOW = 0.7, 950


def draw_result(view: Result, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    theme = sheet.theme
    steps, narrow = view.on_steps and bool(view.steps), _is_narrow(theme, room)
    # A small screen that shows the steps has no room for more of what to do than the sentence: the rest is at its foot.
    crowded = steps and narrow and theme.scale < _SMALL
    room = draw_foot(view, sheet, room, crowded)
    above = replace(view, number=None, no_number=None, original=None) if crowded else view
    head, room = room.top(
        min(_head_height(above, room), max(theme.px(640), theme.lines(15))), theme.px(12 if crowded else 20)
    )
    _head(above, sheet, head)
    if not steps:
        course, room = room.top(max(theme.px(170), 84, theme.lines(6)), theme.px(20))
        draw_timeline(view.milestones, sheet, course)
        draw_facts(view, sheet, room)
        return
    if not (narrow or theme.upright):
        known, room = room.left(room.w * 0.42, theme.size("gap"))
        draw_facts(view, sheet, known)
    draw_steps(view, sheet, room)


def _is_narrow(theme: Theme, room: Box) -> bool:
    low = theme.scale < _SMALL and room.h < theme.px(_LOW)
    return theme.scale < _NARROW or theme.big or low


def _head_height(view: Result, room: Box) -> float:
    more = sum(one is not None for one in (view.number or view.no_number, view.original))
    return room.h * (0.29 + 0.11 * more)


def _head(view: Result, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    fill, ink = TONES[view.tone]
    gap = theme.size("gap")
    state, todo = box.top(box.h * 0.4, gap) if theme.upright else box.left(box.w * 0.40, gap)
    sheet.panel(state, fill)
    code, rest = state.inset(theme.px(36), theme.px(20)).top(max(state.h * 0.24, theme.lines(1)))
    sheet.words(code, view.code, "text", weight="medium", colour=ink)
    sheet.words(rest, view.state, "title", weight="extrabold", colour=ink)
    sheet.panel(todo, "surface", "line")
    _todo(view, sheet, todo.inset(theme.px(28), theme.px(16)))


def _todo(view: Result, sheet: Sheet, box: Box) -> None:
    """Write what to do next, above it that this is so, and at its foot the number that leads there."""
    theme = sheet.theme
    lead, box = box.top(max(theme.px(44), 20))
    sheet.words(lead, view.todo_title, "text", weight="medium", colour="muted")
    if view.number is not None:
        foot, box = box.bottom(max(theme.px(100), theme.touch), theme.px(10))
        _number(view.number, sheet, foot)
    elif view.no_number is not None:
        foot, box = box.bottom(max(theme.px(84), 46), theme.px(10))
        sheet.panel(foot, "warn_ground")
        sheet.words(foot.inset(theme.px(20), 2), view.no_number, "text", weight="semibold", colour="warn")
    if view.original is not None:
        original, box = box.bottom(max(box.h * 0.36, theme.least * 3.1), theme.px(4))
        sheet.words(original, view.original, "text_small", colour="muted")
    sheet.words(box, view.todo, "text_large", weight="semibold")


def _number(number: Number, sheet: Sheet, box: Box) -> None:
    """Draw the button that takes a number: what it does large, for what and who waits beside it."""
    theme = sheet.theme
    sheet.panel(box, "brand")
    take, detail = box.inset(theme.px(28), 2).left(box.w * 0.3, theme.px(20))
    sheet.words(take, number.text, "text_large", weight="bold", colour="on_brand")
    sheet.words(detail, number.detail, "text", weight="medium", colour="on_brand")
    sheet.target("number", box, number.text)
