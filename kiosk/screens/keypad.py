"""Draws the screen's own keypad: capital letters, digits, dot, hyphen; no keyboard of the system is used."""

from __future__ import annotations

from kiosk.presenters.lookup import KEYS
from kiosk.presenters.lookup_views import Keypad
from kiosk.screens.box import Box
from kiosk.screens.keyboard import draw_key
from kiosk.screens.sheet import Kind, Sheet, key_gap

ACROSS = 11
_ROWS = (KEYS[:10], KEYS[10:21], KEYS[21:32], KEYS[32:])


def draw_keypad(keypad: Keypad, sheet: Sheet, room: Box) -> None:
    """Draw what was typed, above four rows of keys: digits and delete, letters, then clear and find."""
    theme = sheet.theme
    field, room = room.top(max(theme.px(104), 44), theme.px(22))
    sheet.panel(field, "surface", "brand")
    shown, colour = (keypad.typed, "ink") if keypad.typed else (keypad.empty, "muted")
    sheet.words(field.inset(theme.px(32), 2), shown, "title", weight="semibold", colour=colour)
    sheet.draw_keys(len(_ROWS), ACROSS, room, lambda on, box: _rows(keypad, on, box))


def _rows(keypad: Keypad, sheet: Sheet, room: Box) -> None:
    gap = key_gap(sheet.theme)
    for letters, row in zip(_ROWS, room.rows(len(_ROWS), gap), strict=True):
        cells = row.columns(ACROSS, gap)
        for letter, cell in zip(letters, cells, strict=False):
            _key(sheet, cell, f"key:{letter}", letter)
        _commands(keypad, sheet, cells[len(letters) :])


def _commands(keypad: Keypad, sheet: Sheet, cells: list[Box]) -> None:
    if len(cells) == 1:
        draw_key(sheet, "key:delete", cells[0], keypad.delete, Kind.QUIET, "text")
    elif cells:
        clear, find = _joined(cells[:2]), _joined(cells[2:])
        sheet.button("key:clear", clear, keypad.clear, Kind.QUIET, "text")
        sheet.button("find", find, keypad.find, Kind.MAIN, "text_large")


def _key(sheet: Sheet, cell: Box, name: str, letter: str) -> None:
    sheet.button(name, cell, letter, Kind.KEY, "text_large")


def _joined(cells: list[Box]) -> Box:
    first, last = cells[0], cells[-1]
    return Box(first.x, first.y, last.x + last.w - first.x, first.h)
