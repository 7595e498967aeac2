"""Lays out whichever of the procedures' pages is shown."""

from __future__ import annotations

from kiosk.presenters.procedures.views import Browse, Listing, ProceduresView, ProcedureView
from kiosk.screens.box import Box
from kiosk.screens.procedures.browse import draw_browse
from kiosk.screens.procedures.listing import draw_listing
from kiosk.screens.procedures.page import draw_procedure
from kiosk.screens.sheet import Sheet


def draw_procedures(view: ProceduresView, sheet: Sheet, room: Box) -> None:
    """Draw the page into `room`."""
    match view:
        case Browse():
            draw_browse(view, sheet, room)
        case Listing():
            draw_listing(view, sheet, room)
        case ProcedureView():
            draw_procedure(view, sheet, room)
