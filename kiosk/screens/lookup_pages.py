"""Lays out the lookup kiosk's pages for scanning, typing, waiting; the result has a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.presenters.lookup_views import (
    AtDesk,
    Attract,
    CheckEntry,
    Looking,
    LookupView,
    Problem,
    ShowAnswer,
    ShowDoor,
    Welcome,
)
from kiosk.presenters.own_pages import of_a_dossier
from kiosk.presenters.procedures.views import Browse, Listing, ProcedureView
from kiosk.presenters.result_views import Result
from kiosk.presenters.wording import Header
from kiosk.screens import dispenser_pages
from kiosk.screens.attract_page import draw_attract
from kiosk.screens.box import Box
from kiosk.screens.keypad import draw_keypad
from kiosk.screens.leaving import draw_leaving, header_for, leaving_of, warns
from kiosk.screens.live_places import draw_found, low, welcome_places
from kiosk.screens.pieces import Align
from kiosk.screens.procedures.pages import draw_procedures
from kiosk.screens.result_page import draw_result
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.show_pages import draw_show_answer, draw_show_door

# Widths of the bars and gaps of a small barcode drawing.
_BARS = (3, 1, 2, 4, 1, 2, 3, 1, 1, 3, 2, 1, 4, 2, 1, 1, 3)


@dataclass(frozen=True)
class LookupShown:
    """A page below its header; `found` shows for a moment where on the paper the code was found.

    `visit` is another for each scan; `closing` tells that the page says it will go.
    """

    header: Header
    body: LookupView
    found: bool = False
    visit: int = 0
    closing: bool = False

    @property
    def page(self) -> str:
        return self.body.page

    @property
    def own(self) -> bool:
        """Whether something of a citizen's dossier stands on it."""
        return of_a_dossier(self.body)


def draw(shown: LookupShown, sheet: Sheet) -> None:
    """Lay out the page."""
    body = shown.body
    leaving = leaving_of(body)
    sheet.warns = warns(body)
    header = header_for(shown.header, leaving)
    if isinstance(body, AtDesk):
        dispenser_pages.draw(dispenser_pages.DispenserShown(header, body.body), sheet)
        draw_leaving(leaving, sheet)
        return
    # Never where a TV shows the page: the room would read the paper.
    found = shown.found and isinstance(body, Looking | Result | Problem)
    language = None if isinstance(body, Looking | ShowDoor | ShowAnswer) else body.language
    room = sheet.header(replace(header, clock="") if found else header, language)
    match body:
        case Welcome():
            _welcome(body, sheet, room)
        case CheckEntry():
            _check(body, sheet, room)
        case Result():
            draw_result(body, sheet, room)
        case Looking():
            _looking(body, sheet, room)
        case Attract():
            draw_attract(body, sheet, room)
        case ShowDoor():
            draw_show_door(body, sheet, room)
        case ShowAnswer():
            draw_show_answer(body, sheet, room)
        case Problem():
            _problem(body, sheet, room)
        case Browse() | Listing() | ProcedureView():
            draw_procedures(body, sheet, room)
    if found:
        draw_found(sheet)
    draw_leaving(leaving, sheet)


def _welcome(view: Welcome, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    if theme.upright:
        procedures, room = room.bottom(theme.touch, theme.px(20))
    picture, lead, keys = welcome_places(theme, room, live=view.live)
    if not theme.upright:
        procedures, lead = lead.right(max(theme.px(380), 170), theme.size("gap"))
        procedures = procedures.middle(procedures.w, max(theme.px(150), theme.touch))
    sheet.button("procedures", procedures, view.procedures, Kind.PLAIN, "text_large")
    _receipt(sheet, picture.middle(picture.h * 1.37, picture.h))
    if view.live:
        sheet.live(picture)
    _lead(view, sheet, lead)
    draw_keypad(view.keypad, sheet, keys)


def _lead(view: Welcome | CheckEntry, sheet: Sheet, box: Box) -> None:
    """Write what to do, and below it a hint, or in its place what is unusual."""
    theme = sheet.theme
    unusual = (view.aid if isinstance(view, Welcome) else None) or view.notice
    share = 0.4 if unusual is None else 0.56 if theme.upright else 0.68
    hint, title = box.bottom(max(box.h * share, theme.least * 3.05))
    sheet.words(title, view.title, "title", weight="bold", colour="brand")
    if unusual is None:
        sheet.words(hint, view.hint, "text", colour="muted")
    else:
        sheet.panel(hint, "warn_ground")
        sheet.words(hint.inset(theme.px(24), 2), unusual, "text", weight="semibold", colour="warn")


def _receipt(sheet: Sheet, box: Box) -> None:
    sheet.panel(box, "surface", "line")
    inside = box.inset(box.w * 0.14, box.h * 0.16)
    line, rest = inside.top(inside.h * 0.08, inside.h * 0.1)
    sheet.panel(line, "muted", radius=0)
    line, rest = rest.top(inside.h * 0.08, inside.h * 0.14)
    sheet.panel(Box(line.x, line.y, line.w * 0.6, line.h), "line", radius=0)
    unit, x = rest.w / sum(_BARS), rest.x
    for place, width in enumerate(_BARS):
        if place % 2 == 0:
            sheet.panel(Box(x, rest.y, unit * width, rest.h), "ink", radius=0)
        x += unit * width


def _check(view: CheckEntry, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    lead, room = room.top(max(theme.px(150), 88, theme.lines(6)), theme.px(20))
    back, lead = lead.left(max(theme.px(260), 100), theme.px(40))
    sheet.button("back", back.middle(back.w, theme.touch), view.back, Kind.PLAIN)
    _lead(view, sheet, lead)
    draw_keypad(view.keypad, sheet, low(room))


def _looking(view: Looking, sheet: Sheet, room: Box) -> None:
    card = room.middle(sheet.theme.px(1300), sheet.theme.px(440))
    sheet.panel(card, "surface", "line")
    title, code = card.inset(sheet.theme.px(60)).top(card.h * 0.4)
    sheet.words(title, view.title, "title", weight="bold", colour="brand", align=Align.CENTER)
    sheet.words(code, view.code, "text_large", colour="muted", align=Align.CENTER)


def _problem(view: Problem, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(130), theme.touch), theme.px(28))
    if view.number is not None:
        foot = foot.middle(theme.px(1400), foot.h)
        back, number = foot.columns(2, theme.size("gap"))
        sheet.button("back", back, view.back, Kind.PLAIN, "text_large")
        sheet.button("number", number, view.number, Kind.MAIN, "text_large")
    else:
        sheet.button("back", foot.middle(theme.px(640), foot.h), view.back, Kind.MAIN, "text_large")
    card = room.middle(theme.px(1400), max(theme.px(640 if view.instead else 560), theme.lines(15)))
    sheet.panel(card, "warn_ground", "line")
    title, detail = card.inset(theme.px(72), theme.px(48)).top(card.h * (0.18 if view.instead else 0.28), theme.px(16))
    sheet.words(title, view.title, "title", weight="bold", colour="warn", align=Align.CENTER)
    if view.instead:
        ways, detail = detail.bottom(detail.h * 0.6, theme.px(16))
        for way, row in zip(view.instead, ways.rows(len(view.instead), theme.px(8)), strict=True):
            _way(way, sheet, row)
    sheet.words(detail, view.detail, "text_large", align=Align.CENTER)


def _way(way: str, sheet: Sheet, row: Box) -> None:
    dot = max(sheet.theme.px(16), 7)
    mark, words = row.left(dot, sheet.theme.px(24))
    sheet.panel(mark.middle(dot, dot), "warn", radius=dot / 2)
    sheet.words(words, way, "text_large", weight="semibold")
