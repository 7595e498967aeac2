"""A citizen reads in their own language on each page, and the next one in the office's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import CheckEntry, Problem
from kiosk.presenters.result_views import Result
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import SENTENCES, ErrorCode, Refused
from lobby.contract.replies import Found, accept, refuse
from lobby.contract.requests import DossierFind

CODE, OTHER = "H15.12-250702-0345", "H15.12-250701-0777"
CARD = "001199000001|0123|Nguyễn Văn A|01011990|Nam|Sơn La|01012022"


@pytest.fixture
def screen(new_id: Callable[[], str]) -> LookupPresenter:
    presenter = LookupPresenter(LookupRules(), {"en": translator("en")}, new_id)
    presenter.reached(Reached(linked=True, hub=True, bridge=True), 0)
    return presenter


@pytest.fixture
def finds(screen: LookupPresenter, morning: datetime) -> Callable[..., Result]:
    def scan(code: str, at: float) -> Result:
        request = asked(screen.scanned(code, at))
        dossier = {**DOSSIER_EXAMPLE, "code": code}
        found = Found.model_validate({"dossier": dossier, "as_of": morning, "fresh": True})
        screen.replied(request, accept(request.id, found), at)
        page = screen.view(at)
        assert isinstance(page, Result)
        return page

    return scan


def asked(effects: list[Effect]) -> DossierFind:
    (effect,) = effects
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    return effect.request


def touch(screen: LookupPresenter, name: str, at: float) -> list[Effect]:
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def test_a_result_is_said_anew_in_the_other_language_and_nothing_is_lost(
    screen: LookupPresenter, finds: Callable[..., Result]
) -> None:
    page = finds(CODE, 1)
    assert (page.state, page.language) == ("Đang xử lý", "English")
    touch(screen, "language", 3)
    turned = screen.view(3)
    assert isinstance(turned, Result)
    assert (turned.code, turned.state, turned.language) == (CODE, "Being processed", "Tiếng Việt")
    touch(screen, "language", 5)
    assert screen.view(5) == page


def test_the_page_for_the_check_code_keeps_what_was_typed_and_tells_what_was_wrong_anew(
    screen: LookupPresenter, finds: Callable[..., Result], morning: datetime
) -> None:
    finds(CODE, 1)
    touch(screen, "check", 3)
    touch(screen, "key:7", 4)
    request = asked(touch(screen, "find", 5))
    shut = Found.model_validate({"dossier": {**DOSSIER_EXAMPLE, "code": CODE}, "as_of": morning, "fresh": True})
    screen.replied(request, accept(request.id, shut), 5)
    touch(screen, "key:K", 7)
    touch(screen, "language", 8)
    page = screen.view(8)
    assert isinstance(page, CheckEntry) and page.keypad.typed == "K" and page.language == "Tiếng Việt"
    assert page.notice is not None and page.notice.isascii() and "check code" in page.notice


@pytest.mark.parametrize("code", [ErrorCode.NOT_FOUND, ErrorCode.BACKEND_UNREACHABLE, ErrorCode.TOO_MANY_REQUESTS])
def test_why_there_is_no_result_is_said_anew(screen: LookupPresenter, code: ErrorCode) -> None:
    request = asked(screen.scanned(CODE, 1))
    screen.replied(request, refuse(request.id, Refused(code)), 2)
    page = screen.view(2)
    assert isinstance(page, Problem) and (page.detail, page.language) == (SENTENCES[code], "English")
    touch(screen, "language", 4)
    turned = screen.view(4)
    assert isinstance(turned, Problem) and turned.detail == translator("en")(SENTENCES[code])
    assert bool(turned.instead) == bool(page.instead)


def test_a_card_in_place_of_a_receipt_is_told_of_in_the_language_chosen_then(screen: LookupPresenter) -> None:
    screen.scanned(CARD, 1)
    touch(screen, "language", 3)
    page = screen.view(3)
    assert isinstance(page, Problem) and page.detail.startswith("This is a citizen identity card.")


def test_english_chosen_at_the_door_stays_over_the_scan(screen: LookupPresenter, finds: Callable[..., Result]) -> None:
    touch(screen, "language", 1)
    assert finds(CODE, 3).state == "Being processed"


def test_english_stays_for_who_first_held_up_something_else(
    screen: LookupPresenter, finds: Callable[..., Result]
) -> None:
    touch(screen, "language", 1)
    screen.scanned(CARD, 3)
    request = asked(screen.scanned(OTHER, 5))
    screen.replied(request, refuse(request.id, Refused(ErrorCode.NOT_FOUND)), 6)
    assert finds(CODE, 8).state == "Being processed"


def test_the_next_citizens_receipt_is_answered_in_vietnamese(
    screen: LookupPresenter, finds: Callable[..., Result]
) -> None:
    touch(screen, "language", 1)
    finds(CODE, 3)
    assert finds(OTHER, 10).state == "Đang xử lý"
    touch(screen, "language", 12)
    touch(screen, "check", 14)
    assert finds(CODE, 16).state == "Đang xử lý"


def test_the_same_receipt_seen_again_leaves_the_language(screen: LookupPresenter, finds: Callable[..., Result]) -> None:
    touch(screen, "language", 1)
    finds(CODE, 3)
    assert screen.scanned(CODE, 10) == []
    page = screen.view(10)
    assert isinstance(page, Result) and page.state == "Being processed"
