"""Draws that a page will go, and the button that keeps it, in the place of the office's name: the page itself stays."""

from __future__ import annotations

from dataclasses import replace

from kiosk.presenters.lookup_views import (
    AtDesk,
    Attract,
    CheckEntry,
    Leaving,
    Looking,
    LookupView,
    Problem,
    ShowAnswer,
    ShowDoor,
    Welcome,
)
from kiosk.presenters.procedures.views import Browse, Listing, ProcedureView
from kiosk.presenters.result_views import Result
from kiosk.presenters.wording import Header
from kiosk.screens.box import Box
from kiosk.screens.header_room import header_room
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.theme import Theme

_BESIDE = 34
"""How wide the strip is, by the least letters, that has room for the words beside the button."""


def leaving_of(body: LookupView) -> Leaving | None:
    """Return what a page tells of its end; None before that is told."""
    match body:
        case Welcome() | CheckEntry() | Problem() | AtDesk():
            return body.leaving
        case Result(leaving=str() as told, more_time=str() as more):
            return Leaving(told, more)
        case Browse(bar=bar) | Listing(bar=bar) | ProcedureView(bar=bar):
            if bar.leaving is not None and bar.more_time is not None:
                return Leaving(bar.leaving, bar.more_time)
    return None


def warns(body: LookupView) -> bool:
    """Tell whether the page, when left alone, will say that it goes."""
    if isinstance(body, Welcome):
        return bool(body.keypad.typed)
    return not isinstance(body, Looking | Attract | ShowDoor | ShowAnswer)


def header_for(header: Header, leaving: Leaving | None) -> Header:
    """Return the header of a page, with room for what tells that it will go."""
    return header if leaving is None else replace(header, office="", clock="")


def draw_leaving(leaving: Leaving | None, sheet: Sheet) -> None:
    """Draw into the header of a page that is drawn; what is told there is read aloud as a part of the page."""
    band, theme = sheet.band, sheet.theme
    if leaving is None or band is None:
        return
    place, sheet.band = header_room(band, sheet)
    told, more = _halves(place.inset(0, min(theme.px(8), (band.h - theme.touch) / 2)), theme)
    sheet.panel(told, "warn_ground")
    words = told.inset(min(theme.px(20), told.w * 0.05), 2)
    sheet.words(words, leaving.text, "text", weight="semibold", colour="warn", align=Align.CENTER)
    sheet.button("more-time", more, leaving.more_time, Kind.PLAIN)


def _halves(place: Box, theme: Theme) -> tuple[Box, Box]:
    """Return the box of the words and the one of the button: beside each other where there is room."""
    if place.w >= theme.least * _BESIDE:
        told, more = place.columns(2, theme.size("gap") * 0.5)
        return told, more
    more, told = place.bottom(theme.touch, 2)
    return told, more
