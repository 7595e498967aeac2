"""Lays out the dispenser's pages."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.dispenser_views import (
    Choices,
    Closed,
    Confirm,
    DispenserView,
    FieldCard,
    Held,
    Receipt,
    Taken,
    Welcome,
)
from kiosk.presenters.own_pages import of_a_dossier
from kiosk.presenters.wording import Header
from kiosk.screens.box import Box
from kiosk.screens.choice_pages import draw_choices, draw_closed, draw_held, draw_message, draw_receipt
from kiosk.screens.pieces import Align
from kiosk.screens.sheet import Kind, Sheet

_SLIPS = {"printed": "ok", "shown": "warn", "printing": "calm_ink"}
# The px that a card's lines have where there is room.
_READ = 20
_UPRIGHT_CARD = 460


@dataclass(frozen=True)
class DispenserShown:
    """A page below its header; `visit` is another for each scan, `closing` tells that the page says it will go."""

    header: Header
    body: DispenserView
    visit: int = 0
    closing: bool = False

    @property
    def page(self) -> str:
        return self.body.page

    @property
    def own(self) -> bool:
        """Whether something of a citizen's dossier stands on it."""
        return of_a_dossier(self.body)


def draw(shown: DispenserShown, sheet: Sheet) -> None:
    """Lay out the page."""
    body = shown.body
    room = sheet.header(shown.header, body.language if isinstance(body, Welcome | Closed) else None)
    match body:
        case Welcome():
            _welcome(body, sheet, room)
        case Closed():
            draw_closed(body, sheet, room)
        case Confirm():
            _confirm(body, sheet, room)
        case Choices():
            draw_choices(body, sheet, room)
        case Receipt():
            draw_receipt(body, sheet, room)
        case Held():
            draw_held(body, sheet, room)
        case Taken():
            _taken(body, sheet, room)
        case _:
            draw_message(body, sheet, room)


def _welcome(view: Welcome, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    above, room = room.top(max(theme.px(136), theme.lines(4)), theme.px(20))
    if view.back is not None:
        back, above = above.right(above.w * 0.22, theme.size("gap"))
        sheet.button("back", back, view.back, Kind.PLAIN, "text_large")
    title, hint = above.top(max(theme.px(80), theme.lines(2)))
    sheet.words(title, view.title, "title", weight="bold", colour="brand")
    if view.notice is None:
        sheet.words(hint, view.hint, "text", colour="muted")
    else:
        # What is unusual stands in the hint's place: the cards keep their room.
        sheet.panel(hint, "calm", radius=theme.px(10))
        sheet.words(hint.inset(theme.px(24), 0), view.notice, "text", weight="semibold", colour="calm_ink")
    if not view.cards:
        return
    count = len(view.cards)
    across = _across(count, theme.upright)
    if theme.upright:
        room = room.top(min(room.h, -(-count // across) * theme.px(_UPRIGHT_CARD)))[0]
    rows = room.rows(-(-count // across), theme.size("gap"))
    places = [box for row in rows for box in row.columns(across, theme.size("gap"))]
    for card, box in zip(view.cards, places, strict=False):
        _card(card, sheet, box)


def _across(count: int, upright: bool) -> int:
    """Return how many cards stand beside each other; an upright screen has room for two at most."""
    if upright:
        return 1 if count <= 4 else 2
    return 1 if count == 1 else 2 if count <= 4 else 3 if count <= 9 else 4


def _card(card: FieldCard, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    sheet.panel(box, "surface" if card.open else "paper", "line")
    inside = box.inset(theme.px(36), theme.px(24))
    if card.open:
        edge = Box(box.x, box.y + box.h * 0.16, max(theme.px(10), 4), box.h * 0.68)
        sheet.panel(edge, "brand", radius=theme.px(5))
        sheet.target(f"service:{card.service}", box, card.name)
    name, rest = inside.top(inside.h * 0.48, theme.px(8))
    sheet.words(name, card.name, "text_large", weight="bold", colour="ink" if card.open else "muted")
    # A low card has no room for every line: what comes first for the citizen stays.
    fits = max(1, int(rest.h / (theme.least * 1.35)))
    if card.open:
        _open_lines(card, fits, sheet, rest)
    else:
        _closed_lines(card, fits, sheet, rest)


def _open_lines(card: FieldCard, fits: int, sheet: Sheet, box: Box) -> None:
    lines = (card.waiting, *card.detail)[:fits]
    first, *others = box.rows(len(lines), 0)
    sheet.words(first, lines[0], "text", weight="semibold", colour="brand", wanted=_READ)
    for line, row in zip(lines[1:], others, strict=True):
        sheet.words(row, line, "text_small", colour="muted", wanted=_READ)


def _closed_lines(card: FieldCard, fits: int, sheet: Sheet, box: Box) -> None:
    theme = sheet.theme
    if fits > 3:
        first, box = box.top(box.h * 0.34)
        sheet.words(first, card.waiting, "text", weight="semibold", colour="muted")
    if card.original is not None and fits > 2:
        original, box = box.bottom(min(box.h * 0.6, max(box.h - theme.lines(2), theme.least * 1.6)))
        deep = max(1, int(original.h / (theme.least * 1.5)))
        sheet.words(original, card.original, "text_small", colour="muted", wanted=_READ, lines=deep)
    sheet.words(box, " ".join(card.detail), "text_small", colour="muted", wanted=_READ)


def _confirm(view: Confirm, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    buttons, room = room.bottom(max(theme.px(150), theme.touch), theme.px(32))
    _confirm_buttons(view, sheet, buttons)
    if view.receipt is not None:
        line, room = room.top(max(theme.px(72), 34, theme.lines(2) + 4), theme.px(20))
        sheet.panel(line, "calm")
        inside = line.inset(theme.px(28), 2)
        sheet.words(inside, view.receipt, "text", weight="semibold", colour="calm_ink", align=Align.CENTER)
    sheet.panel(room, "surface", "line")
    inside = room.inset(theme.px(56), theme.px(36))
    name, inside = inside.top(inside.h * 0.22)
    sheet.words(name, view.name, "title", weight="bold", colour="brand", align=Align.CENTER)
    if view.waiting is None:
        lead, below = inside.top(inside.h * 0.5)
        sheet.words(lead, view.lead, "title", weight="semibold", align=Align.CENTER)
        sheet.words(below, " · ".join(view.detail), "text_large", colour="muted", align=Align.CENTER)
        return
    lead, inside = inside.top(inside.h * 0.14)
    sheet.words(lead, view.lead, "text_large", colour="muted", align=Align.CENTER)
    below, number = inside.bottom(inside.h * 0.26)
    count, unit = number.top(number.h * 0.76)
    sheet.words(count, view.waiting, "number_alone", weight="extrabold", align=Align.CENTER)
    sheet.words(unit, view.unit, "text_large", weight="semibold", align=Align.CENTER)
    sheet.words(below, " · ".join(view.detail), "text", colour="muted", align=Align.CENTER)


def _confirm_buttons(view: Confirm, sheet: Sheet, row: Box) -> None:
    gap = sheet.theme.size("gap")
    back, take = row.left(row.w * (0.3 if view.priority is None else 0.2), gap)
    sheet.button("back", back, view.back, Kind.PLAIN, "text_large")
    if view.priority is not None:
        priority, take = take.left(row.w * 0.32, gap)
        sheet.button("priority", priority, view.priority, Kind.QUIET, "text_large")
    sheet.button("take", take, view.take, Kind.MAIN, "title")


def _taken(view: Taken, sheet: Sheet, room: Box) -> None:
    theme = sheet.theme
    foot, room = room.bottom(max(theme.px(150), theme.touch), theme.px(28))
    # Not on the right: there the finger was that touched "take" on the page before.
    done, foot = foot.left(foot.w * 0.2, theme.size("gap"))
    if view.done is not None:
        sheet.button("done", done, view.done, Kind.PLAIN, "text_large")
    _slip_line(view, sheet, foot)
    sheet.panel(room, "surface", "line")
    inside = room.inset(theme.px(56), theme.px(28))
    lead, inside = inside.top(inside.h * 0.14)
    sheet.words(lead, view.lead, "text_large", colour="muted", align=Align.CENTER)
    below, inside = inside.bottom(inside.h * 0.30)
    sheet.words(inside, view.number, "number_alone", weight="extrabold", colour="brand", align=Align.CENTER)
    name, rest = below.top(below.h * 0.44)
    sheet.words(name, view.name, "text_large", weight="bold", align=Align.CENTER)
    sheet.words(rest, "\n".join(_pairs(view.detail)), "text", colour="muted", align=Align.CENTER)


def _slip_line(view: Taken, sheet: Sheet, box: Box) -> None:
    """Tell what became of the slip, beside a drawing of one: plainly no button."""
    theme, ink = sheet.theme, _SLIPS[view.slip]
    words = box.inset(theme.px(60), 0)
    if view.slip != "shown":
        drawing, words = words.left(box.h * 0.7, theme.px(36))
        _slip(sheet, drawing.inset(0, box.h * 0.04), ink)
    sheet.words(words, view.message, "title", weight="bold", colour=ink)


def _slip(sheet: Sheet, box: Box, ink: str) -> None:
    """Draw a slip that comes out of its slot."""
    slot, rest = box.top(box.h * 0.14, 0)
    paper = Box(rest.x + rest.w * 0.16, rest.y, rest.w * 0.68, rest.h)
    sheet.panel(slot, ink, radius=slot.h / 2)
    sheet.panel(paper, "surface", ink, radius=0)
    inside = paper.inset(paper.w * 0.2, paper.h * 0.18)
    for row, share in zip(inside.rows(3, inside.h * 0.2), (1.0, 0.7, 1.0), strict=True):
        sheet.panel(Box(row.x, row.y, row.w * share, row.h), ink, radius=0)


def _pairs(lines: tuple[str, ...]) -> list[str]:
    return [" · ".join(lines[place : place + 2]) for place in range(0, len(lines), 2)]
