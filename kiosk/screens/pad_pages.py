"""Lays out the rating pad's pages."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.lookup_views import Leaving
from kiosk.presenters.pad_views import Comment, Idle, Indices, NoticePage, PadView, Rating, Reasons, Thanks, Tool
from kiosk.presenters.wording import Header
from kiosk.screens.pad_header import Head, draw_header
from kiosk.screens.pad_more_pages import draw_comment, draw_indices, draw_reasons
from kiosk.screens.pad_rating_page import draw_rating, draw_thanks
from kiosk.screens.pad_rest_pages import draw_idle, draw_notice
from kiosk.screens.sheet import Sheet


@dataclass(frozen=True)
class PadShown:
    """A page below its header; `finger` is how many px 20 mm are on this glass."""

    header: Header
    body: PadView
    visit: int = 0
    closing: bool = False
    finger: float = 76.0
    tools: tuple[Tool, ...] = ()

    @property
    def page(self) -> str:
        return self.body.page

    @property
    def own(self) -> bool:
        """Nothing of a dossier stands on a pad."""
        return False


def is_private(shown: PadShown) -> bool:
    """Tell whether a page goes into no picture as it is: what somebody chose or wrote."""
    return isinstance(shown.body, Reasons | Comment | Indices)


def draw(shown: PadShown, sheet: Sheet) -> None:
    """Lay out the page."""
    body = shown.body
    # The switches stand on the pages themselves: a page of choices has no room on a small glass.
    sheet.comfort = None
    if isinstance(body, Idle):
        draw_idle(body, sheet, sheet.header(shown.header, None))
        return
    if isinstance(body, NoticePage):
        draw_notice(body, sheet)
        return
    leaving = body.leaving if isinstance(body, Reasons | Comment | Indices) else None
    if isinstance(body, Thanks):
        room = sheet.header(shown.header, None)
    else:
        room = draw_header(_head(shown, leaving), shown.finger, sheet)
    match body:
        case Rating():
            draw_rating(body, sheet, room)
        case Reasons():
            draw_reasons(body, shown.finger, sheet, room)
        case Indices():
            draw_indices(body, shown.finger, sheet, room)
        case Comment():
            draw_comment(body, shown.finger, sheet, room)
        case Thanks():
            draw_thanks(body, shown.finger, sheet, room)


def _head(shown: PadShown, leaving: Leaving | None) -> Head:
    body = shown.body
    title = body.title if isinstance(body, Reasons | Indices | Comment) else ""
    hint = body.hint if isinstance(body, Reasons | Comment) else ""
    # Keys need the room.
    tools = () if isinstance(body, Comment) else shown.tools
    return Head(shown.header, tools, title, hint, leaving)
