"""Moves a page's controls into the lower third, within reach from a wheelchair: as large buttons, in their order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.screens.box import Box
from kiosk.screens.order import control_of, in_order, within
from kiosk.screens.pieces import Panel, Piece, Target, Words
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.theme import Theme

_THIRD = 1 / 3
_LEAST = 76
# The whole of a screen left alone is one target, down to its foot.
_WAKE = "wake"
_MANY = 12
_SMALL = 600
_LONG, _STAYS = 24, 60
_ROWS_AT_MOST = 8
# Heights of buttons, by the theme's touch target: for a few words, and for many.
_FLAT, _DEEP = 1.2, 2.2
_TRIES = 4


@dataclass(frozen=True)
class _Button:
    name: str
    text: str
    kind: Kind
    units: int
    more: tuple[str, ...] = ()


def has_reach(height: int) -> bool:
    """Tell whether a screen of `height` px is one whose upper end may be out of reach: a small panel is not."""
    return height >= _SMALL


def draw_low(draw: Callable[[Sheet], None], sheet: Sheet) -> None:
    """Draw a page on `sheet` by `draw`, its controls in the lower third of the screen.

    What the controls leave empty closes up; a page that is still too high is laid out again for a lower screen.
    """
    theme, height = sheet.theme, float(sheet.theme.height)
    if not has_reach(theme.height):
        draw(sheet)
        return
    pieces: list[Piece] = []
    for _ in range(_TRIES):
        trial = sheet.like(replace(theme, height=round(height)))
        draw(trial)
        targets = [piece for piece in trial.pieces if isinstance(piece, Target)]
        if not targets or any(one.name == _WAKE for one in targets):
            draw(sheet)
            return
        # What is too long for a button stays where it is read; the button has its beginning.
        short = [one for one in targets if len(one.text) <= _STAYS]
        kept = [one for one in trial.pieces if not (isinstance(one, Target) or _on_one(one, short))]
        pieces = _closed_up(kept, theme.size("gap"))
        buttons = _buttons(trial.pieces, in_order(targets, trial.whole))
        rows, high = _grid(buttons, theme)
        foot = len(rows) * (high + _gap(theme)) + _gap(theme)
        over = max(piece.box.y + piece.box.h for piece in pieces) - (theme.height - foot)
        if over <= 0:
            break
        height -= over
    sheet.band = trial.band
    sheet.pieces += pieces
    _panel(rows, high, foot, sheet)


def _on_one(piece: Piece, targets: Sequence[Target]) -> bool:
    return any(within(piece.box, target.box) for target in targets)


def _buttons(pieces: Sequence[Piece], targets: Sequence[Target]) -> list[_Button]:
    words = [piece for piece in pieces if isinstance(piece, Words)]
    brand = {piece.box for piece in pieces if isinstance(piece, Panel) and piece.fill == "brand"}
    many = len(targets) > _MANY
    made = []
    for target in targets:
        text, *more = control_of(target, words).lines
        kind = Kind.MAIN if target.box in brand else Kind.KEY if len(text) <= 2 else Kind.PLAIN
        made.append(_Button(target.name, text, kind, 2 if many and len(text) > 2 else 1, tuple(more)))
    return made


def _closed_up(pieces: Sequence[Piece], gap: float) -> list[Piece]:
    """Return the pieces moved up where nothing stands between them, but for a gap."""
    spans = sorted((piece.box.y, piece.box.y + piece.box.h) for piece in pieces)
    holes: list[tuple[float, float]] = []
    below = 0.0
    for top, bottom in spans:
        if top - below > gap:
            holes.append((below, top - below - gap))
        below = max(below, bottom)
    return [_raised(piece, sum(size for at, size in holes if at <= piece.box.y)) for piece in pieces]


def _raised(piece: Piece, by: float) -> Piece:
    box = replace(piece.box, y=piece.box.y - by)
    return replace(piece, box=box)


def _gap(theme: Theme) -> float:
    return max(theme.px(8), 3)


def _grid(buttons: Sequence[_Button], theme: Theme) -> tuple[list[list[_Button]], float]:
    """Return the buttons in rows, and a row's height in px."""
    gap, room = _gap(theme), theme.height * _THIRD
    least = theme.touch if theme.upright else max(theme.px(_LEAST), theme.tokens.size["touch_least"])
    most = max(1, int((room - gap) / (least + gap)))
    count = most if len(buttons) > _MANY else min(most, math.ceil(len(buttons) * theme.px(290) / theme.width))
    while True:
        rows, wide = _rows(buttons, count, theme.width - 2 * gap)
        if wide - gap >= least or count >= _ROWS_AT_MOST:
            break
        count += 1
    high = (room - gap) / len(rows) - gap
    long = max(len(one.text) + len("".join(one.more)) for one in buttons) > _LONG
    return rows, max(least, min(high, theme.touch * (_DEEP if long else _FLAT)))


def _told(one: _Button, box: Box, theme: Theme) -> str:
    """Return a button's words, with as much of what else stood on it as has room."""
    letters = int(box.w / (theme.least * 0.62)) * int(box.h / (theme.least * 1.35)) * 0.8
    text = one.text
    for more in one.more:
        if len(text) + len(more) + 3 > letters:
            break
        text = f"{text} · {more}"
    return text


def _rows(buttons: Sequence[_Button], count: int, width: float) -> tuple[list[list[_Button]], float]:
    """Return at most `count` rows, and the px of a unit."""
    units = math.ceil(sum(one.units for one in buttons) / count)
    while len(rows := _flowed(buttons, units)) > count:
        units += 1
    return rows, width / units


def _flowed(buttons: Sequence[_Button], units: int) -> list[list[_Button]]:
    rows: list[list[_Button]] = [[]]
    for one in buttons:
        if rows[-1] and sum(other.units for other in rows[-1]) + one.units > units:
            rows.append([])
        rows[-1].append(one)
    return rows


def _panel(rows: Sequence[Sequence[_Button]], high: float, foot: float, sheet: Sheet) -> None:
    theme, gap = sheet.theme, _gap(sheet.theme)
    panel, _ = sheet.whole.bottom(foot)
    sheet.panel(panel, "calm", radius=0)
    widest = max(sum(one.units for one in row) for row in rows)
    unit = (panel.w - gap) / widest
    y = panel.y + gap
    for row in rows:
        x, own = panel.x + gap, (panel.w - gap) / sum(one.units for one in row) if len(rows) <= 2 else unit
        for one in row:
            box = Box(x, y, own * one.units - gap, high)
            lines = max(1, int((box.h - 4) / (theme.least * 1.65)))
            sheet.button(one.name, box, _told(one, box, theme), one.kind, "text_large", lines)
            x += own * one.units
        y += high + gap
    assert theme.height >= panel.y
