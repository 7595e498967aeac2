"""Which pages show something of a citizen's own dossier: for their ears alone, and in no picture."""

from __future__ import annotations

from kiosk.presenters.dispenser_views import Confirm, DispenserView
from kiosk.presenters.lookup_views import AtDesk, LookupView

_OF_A_DOSSIER = frozenset(
    {"result", "looking", "check", "receipt", "purpose", "fields", "held", "slip", "printing-slip", "show-answer"}
)


def of_a_dossier(view: LookupView | DispenserView) -> bool:
    """Tell whether something of a dossier stands on the page."""
    if isinstance(view, AtDesk):
        view = view.body
    return view.page in _OF_A_DOSSIER or (isinstance(view, Confirm) and view.receipt is not None)
