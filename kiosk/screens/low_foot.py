"""Lays out the lower third of a low page: its keys in their rows, and its other controls as large buttons."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.screens.box import Box
from kiosk.screens.sheet import Keys, Kind, Sheet
from kiosk.screens.theme import Theme

_THIRD = 1 / 3
_LEAST = 76
_MANY = 12
_LONG = 24
_ROWS_AT_MOST = 8
# Heights of buttons, by the theme's touch target: for a few words, and for many.
_FLAT, _DEEP = 1.2, 2.2
_WIDE = 290
"""The px of a full-HD screen that a button is wide where there is room; a row's, where keys take much of the width."""
_WIDE_BESIDE = 340
_FILLED = 2
_KEYS_SHARE = 0.6
_KEYS_TALLEST = 1.25


@dataclass(frozen=True)
class Button:
    """A control as it stands low: its own text, and the `more` that stood on it; `units` wide beside the others.

    Without a text it is the place of one that may come.
    """

    name: str
    text: str
    kind: Kind
    units: int
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Foot:
    """The `panel`, and in it the rows of buttons in the box `room`, and the box of the keys."""

    panel: Box
    rows: list[list[Button]]
    room: Box
    keys: Box | None

    def places(self) -> Iterator[tuple[Button, Box]]:
        """Yield each button with its box. Of few rows each is filled; of many, buttons stand below each other."""
        gap = self.room.x  # as far from the side as from each other
        widest = max((sum(one.units for one in row) for row in self.rows), default=1)
        for row, line in zip(self.rows, self.room.rows(len(self.rows), gap), strict=True):
            unit = (line.w + gap) / (sum(one.units for one in row) if len(self.rows) <= _FILLED else widest)
            x = line.x
            for one in row:
                yield one, Box(x, line.y, unit * one.units - gap, line.h)
                x += unit * one.units

    def without_more(self, names: Container[str]) -> Foot:
        """Return the same with nothing but their own words on the buttons of these names."""
        rows = [[replace(one, more=()) if one.name in names else one for one in row] for row in self.rows]
        return replace(self, rows=rows)


def is_many(controls: int) -> bool:
    """Tell whether buttons for so many controls are to be as narrow as their words."""
    return controls > _MANY


def foot_of(buttons: Sequence[Button], keys: Keys | None, theme: Theme) -> Foot:
    """Return where the buttons and the keys stand: keys beside the buttons, on an upright screen below them."""
    gap = gap_of(theme)
    third = Box(0, theme.height * (1 - _THIRD), theme.width, theme.height * _THIRD).inset(gap)
    if keys is None:
        rows, high = _grid(buttons, third, _WIDE, theme)
        return _foot(rows, third.bottom(_deep(rows, high, gap))[0], None, theme)
    if theme.upright:
        least = keys.height(theme.touch, theme)
        rows, high = _grid(buttons, third.bottom(least, gap)[1], _WIDE, theme)
        above = _deep(rows, high, gap)
        below, room = third.bottom(min(third.h - above - gap, least * _KEYS_TALLEST), gap)
        return _foot(rows, room.bottom(above)[0], below, theme)
    place, room = third.right(max(keys.width(_least(theme), theme), third.w * _KEYS_SHARE), gap)
    rows, _ = _grid(buttons, room, _WIDE_BESIDE, theme)
    return _foot(rows, room, place, theme)


def draw_foot(foot: Foot, keys: Keys | None, sheet: Sheet) -> None:
    """Draw the panel with all that stands on it."""
    sheet.panel(foot.panel, "calm", radius=0)
    for one, box in (place for place in foot.places() if place[0].text):
        sheet.button(one.name, box, _told(one, box, sheet.theme), one.kind, "text_large", _lines(box, sheet.theme))
    if keys is not None and foot.keys is not None:
        sheet.draw_keys(keys.rows, keys.across, foot.keys, keys.draw)


def letters_in(box: Box, theme: Theme) -> float:
    """Return about how many letters of the least size a button holds."""
    return int(box.w / (theme.least * 0.62)) * min(int(box.h / (theme.least * 1.35)), _lines(box, theme)) * 0.8


def gap_of(theme: Theme) -> float:
    """Return the px between buttons."""
    return max(theme.px(8), 3)


def _foot(rows: list[list[Button]], room: Box, keys: Box | None, theme: Theme) -> Foot:
    gap = gap_of(theme)
    top = min(room.y, keys.y if keys is not None else room.y) - gap
    return Foot(Box(0, top, theme.width, theme.height - top), rows, room, keys)


def _lines(box: Box, theme: Theme) -> int:
    return max(1, int((box.h - 4) / (theme.least * 1.65)))


def _least(theme: Theme) -> float:
    return theme.touch if theme.upright else max(theme.px(_LEAST), theme.tokens.size["touch_least"])


def _deep(rows: Sequence[object], high: float, gap: float) -> float:
    return len(rows) * (high + gap) - gap


def _grid(buttons: Sequence[Button], room: Box, wide: float, theme: Theme) -> tuple[list[list[Button]], float]:
    """Return the buttons in rows, each button about `wide` px of a full-HD screen, and a row's height in px."""
    gap, least = gap_of(theme), _least(theme)
    most = max(1, int((room.h + gap) / (least + gap)))
    wanted = math.ceil(len(buttons) * theme.px(wide) / room.w)
    count = most if is_many(len(buttons)) else max(1, min(most, wanted))
    while True:
        rows, unit = _rows(buttons, count, room.w + gap)
        if unit - gap >= least or count >= _ROWS_AT_MOST:
            break
        count += 1
    high = (room.h + gap) / len(rows) - gap
    long = max((len(one.text) + len("".join(one.more)) for one in buttons), default=0) > _LONG
    return rows, max(least, min(high, theme.touch * (_DEEP if long else _FLAT)))


def _told(one: Button, box: Box, theme: Theme) -> str:
    """Return a button's words, with as much of what else stood on it as has room."""
    text = one.text
    for more in one.more:
        if len(text) + len(more) + 3 > letters_in(box, theme):
            break
        text = f"{text} · {more}"
    return text


def _rows(buttons: Sequence[Button], count: int, width: float) -> tuple[list[list[Button]], float]:
    """Return at most `count` rows, and the px of a unit."""
    units = math.ceil(sum(one.units for one in buttons) / count)
    while len(rows := _flowed(buttons, units)) > count:
        units += 1
    return rows, width / max(units, 1)


def _flowed(buttons: Sequence[Button], units: int) -> list[list[Button]]:
    rows: list[list[Button]] = [[]]
    for one in buttons:
        if rows[-1] and sum(other.units for other in rows[-1]) + one.units > units:
            rows.append([])
        rows[-1].append(one)
    return rows
