"""Draws the screen's own keyboard for Vietnamese; no keyboard of the system is used."""

from __future__ import annotations

from kiosk.presenters.procedures.views import HINT, Key, Keyboard
from kiosk.screens.box import Box
from kiosk.screens.sheet import Kind, Sheet, key_gap
from kiosk.screens.theme import Theme

# By the size of the least letters: a line, and a key that holds «Xóa 1 ký tự» in one line or in three.
_LINE, _WORDS_WIDE, _WORDS_HIGH = 1.5, 4, 5
_LETTER_WIDE, _INSIDE, _SIGN = 0.66, 0.85, "‹×"
_COMMANDS = ("key:delete", "key:clear", "key:layout")


def keyboard_height(keyboard: Keyboard, theme: Theme) -> float:
    """Return how high the keys want to be, in px: no lower than a finger needs, nor than the words on narrow ones."""
    rows, wide = len(keyboard.rows), theme.width / _across(keyboard)
    key = max(theme.touch, theme.least * _WORDS_HIGH) if wide < theme.least * _WORDS_WIDE else theme.touch
    return rows * key + (rows - 1) * key_gap(theme)


def draw_keyboard(keyboard: Keyboard, sheet: Sheet, room: Box) -> None:
    """Draw the rows of keys; the hint stands where there is no key."""
    sheet.draw_keys(len(keyboard.rows), _across(keyboard), room, lambda on, box: _rows(keyboard, on, box))


def _rows(keyboard: Keyboard, sheet: Sheet, room: Box) -> None:
    gap = key_gap(sheet.theme)
    for keys, row in zip(keyboard.rows, room.rows(len(keyboard.rows), gap), strict=True):
        across = max(sum(key.span for key in keys), _across(keyboard))
        cells = row.columns(across, gap)
        at = 0
        for key in keys:
            cell = _joined(cells[at], cells[at + key.span - 1])
            at += key.span
            if key.name == HINT:
                lines = max(1, int(cell.h / (sheet.theme.least * _LINE)))
                sheet.words(cell.inset(gap, 0), keyboard.hint, "text_small", colour="muted", lines=lines)
            else:
                draw_key(sheet, key.name, cell, key.label, _kind(key), _size(key))


def draw_key(sheet: Sheet, name: str, box: Box, label: str, kind: Kind, size: str) -> None:
    """Draw a key; on one too narrow for a word of its label stands a sign, and the label is read aloud alone."""
    wide = max(len(word) for word in label.split()) * sheet.theme.least * _LETTER_WIDE
    sheet.button(name, box, label, kind, size, sign=_SIGN if wide > box.w * _INSIDE else None)


def _across(keyboard: Keyboard) -> int:
    return sum(key.span for key in keyboard.rows[0])


def _kind(key: Key) -> Kind:
    if key.main:
        return Kind.MAIN
    return Kind.QUIET if key.name in _COMMANDS else Kind.KEY


def _size(key: Key) -> str:
    return "text_large" if len(key.label) == 1 else "text"


def _joined(first: Box, last: Box) -> Box:
    return Box(first.x, first.y, last.x + last.w - first.x, first.h)
