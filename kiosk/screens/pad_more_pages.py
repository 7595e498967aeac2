"""Lays out the pages on which a citizen says more: reasons, the nine indices, words of their own."""

from __future__ import annotations

from kiosk.presenters.pad_views import Comment, Indices, Reasons, Row
from kiosk.screens.box import Box
from kiosk.screens.choosing_box import choice
from kiosk.screens.keyboard import draw_keyboard, keyboard_height
from kiosk.screens.pad_sizes import gap_of, question_of, read_of, row_of
from kiosk.screens.sheet import Kind, Sheet

_MOST_ROW = 1.5
"""How much higher than a finger needs a choice may be: further apart they read worse."""


def draw_reasons(view: Reasons, finger: float, sheet: Sheet, room: Box) -> None:
    """Draw reasons as boxes that are on or off, and the button that ends the page."""
    gap = gap_of(sheet.theme)
    foot, room = room.bottom(finger, gap)
    send = foot
    if view.write is not None:
        write, send = foot.left(foot.w * 0.5, gap)
        sheet.button("write", write, view.write, Kind.PLAIN, "title", wanted=read_of(finger))
    sheet.button("send", send, view.send, Kind.MAIN, "title", wanted=read_of(finger))
    across = _across(len(view.options), finger, gap, room)
    deep = max(1, -(-len(view.options) // across))
    rows = room.top(min(room.h, deep * (finger * _MOST_ROW + gap)))[0].rows(deep, gap)
    places = [box for row in rows for box in row.columns(across, gap)]
    for option, box in zip(view.options, places, strict=False):
        choice(sheet, option.name, box, option.text, option.chosen, read_of(finger))


def _across(count: int, finger: float, gap: float, room: Box) -> int:
    """Return in how many columns the boxes are no lower than a finger needs."""
    deep = max(1, int((room.h + gap) / (finger + gap)))
    narrow = 1 if room.h > room.w else 2
    return max(min(narrow, count), -(-count // deep), 1)


def draw_indices(view: Indices, finger: float, sheet: Sheet, room: Box) -> None:
    """Draw some indices, each with its three answers, and the buttons that turn and end."""
    theme, gap = sheet.theme, gap_of(sheet.theme)
    foot, room = room.bottom(finger, gap)
    _foot(view, finger, sheet, foot)
    high = min(row_of(theme, finger) * _MOST_ROW, (room.h + gap) / len(view.rows) - gap)
    for place, row in enumerate(view.rows):
        _row(row, finger, sheet, Box(room.x, room.y + place * (high + gap), room.w, high))


def _row(row: Row, finger: float, sheet: Sheet, box: Box) -> None:
    theme, gap, wanted = sheet.theme, gap_of(sheet.theme), read_of(finger)
    if theme.upright:
        text, answers = box.top(question_of(theme, finger), gap * 0.5)
    else:
        text, answers = box.left(box.w * 0.34, gap)
    sheet.words(text, row.text, "text", weight="semibold", wanted=wanted)
    for answer, place in zip(row.answers, answers.columns(len(row.answers), gap), strict=True):
        choice(sheet, answer.name, place, answer.text, answer.chosen, wanted)


def _foot(view: Indices, finger: float, sheet: Sheet, foot: Box) -> None:
    """The way back is at the left and the way on at the right on every page, whether there is one or not."""
    wanted, gap = read_of(finger), gap_of(sheet.theme)
    back, write, send, on = foot.columns(4, gap)
    if view.back is not None:
        sheet.button("back", back, view.back, Kind.PLAIN, "title", wanted=wanted)
    if view.write is not None:
        sheet.button("write", write, view.write, Kind.PLAIN, "title", wanted=wanted)
    if view.next is None:
        sheet.button(
            "send", Box(send.x, send.y, on.x + on.w - send.x, send.h), view.send, Kind.MAIN, "title", wanted=wanted
        )
        return
    sheet.button("send", send, view.send, Kind.PLAIN, "title", wanted=wanted)
    sheet.button("next", on, view.next, Kind.MAIN, "title", wanted=wanted)


def draw_comment(view: Comment, finger: float, sheet: Sheet, room: Box) -> None:
    """Draw what is written right above the keys."""
    theme, gap = sheet.theme, gap_of(sheet.theme)
    keys, room = room.bottom(min(keyboard_height(view.keyboard, theme) * 1.4, room.h * 0.66), gap)
    draw_keyboard(view.keyboard, sheet, keys)
    field = room.bottom(min(room.h, finger * _MOST_ROW))[0]
    sheet.panel(field, "surface", "ink")
    inside = field.inset(theme.px(24), 2)
    sheet.words(inside, view.text, "text_large", weight="medium", wanted=read_of(finger))
