"""What the procedures' pages share: the bar on top, the buttons that turn pages, the choice of what is handled here."""

from __future__ import annotations

from kiosk.presenters.procedures.views import Bar, Toggle, Turning
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

TITLE_LINES = 2
_LEADING = 1.45
_TURN = 0.37


def line_height(sheet: Sheet) -> float:
    """Return how high a line of small text is, in px; big text takes what room there is beyond it."""
    return max(sheet.theme.size("text_small"), sheet.theme.least) * _LEADING


def draw_bar(bar: Bar, sheet: Sheet, box: Box) -> None:
    """Draw the way back and the title."""
    back, rest = box.left(back_width(sheet), sheet.theme.size("gap"))
    sheet.button("back", back, bar.back, Kind.PLAIN)
    sheet.words(rest, bar.title, "title", weight="bold", colour="brand", lines=TITLE_LINES)


def back_width(sheet: Sheet) -> float:
    """Return how wide the way back is, in px."""
    return max(sheet.theme.px(220), 92)


def draw_turning(turning: Turning, sheet: Sheet, box: Box) -> None:
    """Draw the buttons that turn pages, and where one is; the buttons keep their places."""
    theme = sheet.theme
    if not turning.place:
        return
    back, rest = box.left(box.w * _TURN, theme.px(12))
    onward, place = rest.right(box.w * _TURN, theme.px(12))
    sheet.words(place, turning.place, "text", weight="semibold", colour="muted", align=Align.CENTER)
    if turning.previous is not None:
        sheet.button("previous", back, f"‹ {turning.previous}", Kind.PLAIN)
    if turning.next is not None:
        sheet.button("next", onward, f"{turning.next} ›", Kind.PLAIN)


def draw_toggle(toggle: Toggle, sheet: Sheet, box: Box) -> None:
    """Draw the choice with a tick where it is on, an empty ring where it is off, and below it its state in words."""
    theme = sheet.theme
    sheet.panel(box, "surface", "brand")
    size = min(theme.px(52), box.h * 0.55)
    sign, words = box.inset(theme.px(18), theme.px(6)).left(size, theme.px(14))
    sign = sign.middle(size, size)
    if toggle.on:
        sheet.tick(sign, "ok", "on_ok")
    else:
        sheet.panel(sign, "muted", radius=size / 2)
        sheet.panel(sign.inset(3), "surface", radius=size / 2 - 3)
    sheet.words(words, toggle.state, "text_small", weight="semibold", colour="brand")
    sheet.target("here", box, toggle.text)
