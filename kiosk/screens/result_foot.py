"""Lays out a dossier's foot: its buttons, each in a place of its own, and how old the figures are."""

from __future__ import annotations

from kiosk.presenters.age_words import Age
from kiosk.presenters.result_views import Result
from kiosk.screens.box import Box
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.theme import Theme

_LEADING = 1.5
_NARROW = 0.6
"""Below this scale there is room for two lines beside the buttons."""
_DONE, _PRINT, _ONWARD, _ONWARD_ALONE = 0.16, 0.18, 0.22, 0.26
"""Shares of the foot where what is told stands beside the buttons."""

Button = tuple[str, str, Kind]
Line = tuple[str, str]


def draw_foot(view: Result, sheet: Sheet, room: Box, crowded: bool) -> Box:
    """Draw the foot and return the room above it; neither changes while the page stands.

    Where it is `crowded` the button that takes a number stands here too.
    """
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(110), theme.touch), theme.px(20))
    if not (theme.upright or crowded):
        _rows(_told(view, theme), sheet, _beside(view, sheet, foot))
        return room
    _across(view, sheet, foot, crowded)
    if theme.upright:
        told, room = room.bottom(theme.lines(_most_lines(view)), theme.px(8))
        _rows(_told(view, theme), sheet, told)
        return room
    told, room = room.bottom(theme.least * _LEADING, theme.px(4))
    _run_on(_told(view, theme), sheet, told)
    return room


def _beside(view: Result, sheet: Sheet, box: Box) -> Box:
    """Draw the buttons and return the room beside them."""
    gap, wide = sheet.theme.size("gap"), box.w
    shares = (_DONE, _ONWARD if _prints(view) else _ONWARD_ALONE, _PRINT)
    # Not on the right: there the finger was that touched "find" on the page before.
    for button, share in zip((_done(view), *_others(view)), shares, strict=False):
        if button is not None:
            place, box = box.left(wide * share, gap)
            _draw(button, sheet, place)
    return box


def _across(view: Result, sheet: Sheet, box: Box, crowded: bool) -> None:
    gap = sheet.theme.size("gap")
    others = _others(view)
    if crowded and view.number is not None:
        others = [("number", view.number.text, Kind.MAIN), *others]
    place, rest = box.left(box.w * (_DONE if len(others) > 1 else _ONWARD), gap)
    _draw(_done(view), sheet, place)
    for button, column in zip(others, rest.columns(max(1, len(others)), gap), strict=False):
        _draw(button, sheet, column)


def _draw(button: Button | None, sheet: Sheet, place: Box) -> None:
    if button is not None:
        name, text, kind = button
        sheet.button(name, place, text, kind, "text")


def _done(view: Result) -> Button:
    return "done", view.done, Kind.PLAIN


def _others(view: Result) -> list[Button | None]:
    """Return the buttons after the first: that which leads to more, and that which prints, None while it is away."""
    others: list[Button | None] = []
    if view.steps:
        others.append(("facts" if view.on_steps else "steps", view.turn, Kind.QUIET))
    elif view.check is not None:
        others.append(("check", view.check, Kind.QUIET))
    if _prints(view):
        others.append(("print", view.slip.button, Kind.QUIET) if view.slip.button is not None else None)
    return others


def _prints(view: Result) -> bool:
    """Tell whether the kiosk has a printer: it offers a slip, or tells what became of one."""
    return view.slip.button is not None or view.slip.said is not None


def _told(view: Result, theme: Theme) -> list[Line]:
    """Return what became of the slip, how old the figures are, and that they are old, each with its colour.

    Where there is room for two of these, that the figures are old is never left out.
    """
    aged = "warn" if view.age.stale is not None and not view.age.coming else "muted"
    told = view.age.stale or view.age.renewed
    slip, old = (view.slip.said, "warn" if view.slip.failed else "ink"), (told, aged)
    both = view.slip.said is not None and told is not None
    said = (slip, old) if both and theme.scale < _NARROW and not theme.upright else (slip, (view.as_of, aged), old)
    return [(line, colour) for line, colour in said if line is not None]


def _most_lines(view: Result) -> int:
    return 1 + _prints(view) + (view.age != Age())


def _rows(told: list[Line], sheet: Sheet, box: Box) -> None:
    for (line, colour), row in zip(told, box.rows(len(told), 0), strict=True):
        sheet.words(row, line, "text_small", weight="semibold", colour=colour)


def _run_on(told: list[Line], sheet: Sheet, box: Box) -> None:
    words = " · ".join(line for line, _ in told)
    sheet.words(box, words, "text_small", weight="semibold", colour=told[-1][1], lines=1)
