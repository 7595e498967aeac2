"""Which pages of the lookup kiosk concern the citizen in front of it, and go into no picture as they are."""

from __future__ import annotations

from kiosk.presenters.lookup_views import LookupView, Welcome
from kiosk.screens.dressed import Dressed
from kiosk.screens.lookup_pages import LookupShown

OPEN = frozenset({"idle", "show-welcome", "procedures", "procedure"})
"""Pages that show everybody the same; a page not named here is private."""


def tells_of_a_citizen(view: LookupView) -> bool:
    """Tell whether a page shows what somebody typed, scanned or was told."""
    if isinstance(view, Welcome):
        return bool(view.keypad.typed)
    return view.page not in OPEN


def private_page(shown: LookupShown) -> bool:
    """Tell whether a page of the kiosk is to be veiled in a picture."""
    return tells_of_a_citizen(shown.body)


def private_dressed(shown: Dressed[LookupShown]) -> bool:
    """Tell whether a page as a citizen wants it is to be veiled in a picture."""
    return shown.over is None and tells_of_a_citizen(shown.body.body)
