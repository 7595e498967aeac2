"""Which pages of the lookup kiosk go into a picture as they are: those that show everybody the same."""

from __future__ import annotations

from typing import get_args

from kiosk.presenters.lookup_views import Keypad, LookupView, Welcome
from kiosk.screens.privacy import OPEN, tells_of_a_citizen


def welcome(typed: str) -> Welcome:
    return Welcome("", "", None, Keypad(typed, "", "", "", ""), None, "")


def test_a_code_that_somebody_types_is_private_and_the_empty_page_is_not() -> None:
    assert tells_of_a_citizen(welcome("H15"))
    assert not tells_of_a_citizen(welcome(""))


def test_every_page_that_is_open_is_known_and_all_others_are_private() -> None:
    kinds = [kind for one in get_args(LookupView) for kind in (get_args(one) or (one,))]
    pages = {kind.page for kind in kinds if isinstance(getattr(kind, "page", None), str)}
    assert pages >= OPEN
    assert pages - OPEN == {"welcome", "check", "looking", "problem", "result", "show-answer"}
