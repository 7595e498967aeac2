"""The receipt that was looked up is before the scanner again: its citizen is there, and nothing of theirs is lost."""

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
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind
from lobby.link.asking import GIVE_UP_S

CODE, OTHER, CHECK = "H15.12-250702-0345", "H15.12-250701-0777", "AB12"
CHECKED = f"https://dichvucong.gov.vn/tra-cuu?MaHoSo={CODE}&check={CHECK}"
THERE = Reached(linked=True, hub=True, bridge=True)
STEPS = [{"at": "2026-11-20T08:00:00+07:00", "what": "Tiếp nhận hồ sơ", "unit": "Bộ phận Một cửa"}]
Answer = Callable[..., Reply]


@pytest.fixture
def screen(new_id: Callable[[], str]) -> LookupPresenter:
    presenter = LookupPresenter(LookupRules(("dichvucong.gov.vn",)), {"en": translator("en")}, new_id)
    presenter.reached(THERE, 0)
    return presenter


@pytest.fixture
def found(morning: datetime) -> Answer:
    """An answer that opens the steps where it was asked for with the right check code."""

    def make(request: DossierFind, fresh: bool = True, **changed: object) -> Reply:
        steps = STEPS if request.check == CHECK else None
        dossier = {**DOSSIER_EXAMPLE, "code": request.code, "steps": steps, **changed}
        return accept(request.id, Found.model_validate({"dossier": dossier, "as_of": morning, "fresh": fresh}))

    return make


def touch(screen: LookupPresenter, name: str, at: float) -> list[Effect]:
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def asked(effects: list[Effect]) -> DossierFind:
    (effect,) = effects
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    return effect.request


def looks_up(screen: LookupPresenter, found: Answer, at: float, text: str = CODE) -> None:
    request = asked(screen.scanned(text, at))
    screen.replied(request, found(request), at)


def types_check(screen: LookupPresenter, typed: str, at: float) -> CheckEntry:
    touch(screen, "check", at)
    for letter in typed:
        touch(screen, f"key:{letter}", at)
    return entry(screen, at)


def entry(screen: LookupPresenter, at: float) -> CheckEntry:
    page = screen.view(at)
    assert isinstance(page, CheckEntry)
    return page


def result(screen: LookupPresenter, at: float) -> Result:
    page = screen.view(at)
    assert isinstance(page, Result)
    return page


@pytest.mark.parametrize("by_hand", [False, True])
def test_who_turns_the_receipt_to_read_its_check_code_goes_on_typing(
    screen: LookupPresenter, found: Answer, by_hand: bool
) -> None:
    looks_up(screen, found, 1)
    types_check(screen, "AB1", 3)
    effects = screen.scanned(CODE, 5, by_hand)
    assert entry(screen, 5).keypad.typed == "AB1"
    if by_hand:
        screen.replied(asked(effects), found(asked(effects)), 6)
        assert entry(screen, 6).keypad.typed == "AB1"
    else:
        assert effects == []
    touch(screen, "key:2", 7)
    assert asked(touch(screen, "find", 8)).check == CHECK


def test_a_receipt_forgotten_before_the_camera_does_not_hold_its_page_for_ever(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    for at in range(5, 200, 5):
        if screen.view(at).page == "result":
            screen.scanned(CODE, at)
        screen.tick(at)
    assert screen.view(200).page == "welcome"


@pytest.mark.parametrize("by_hand", [False, True])
def test_steps_that_are_open_stay_open(screen: LookupPresenter, found: Answer, by_hand: bool) -> None:
    looks_up(screen, found, 1)
    types_check(screen, CHECK, 3)
    request = asked(touch(screen, "find", 4))
    screen.replied(request, found(request), 4)
    assert result(screen, 4).steps
    scans = screen.scans
    for effect in screen.scanned(CODE, 6, by_hand):
        request = asked([effect])
        assert request.check == CHECK, "newer figures are asked for with the check code that opened them"
        screen.replied(request, found(request, fresh=False, steps=None), 7)
    assert result(screen, 7).steps and result(screen, 7).on_steps
    assert screen.scans == scans, "it is the same visit"


def test_a_receipt_seen_again_keeps_its_page_for_who_reads(screen: LookupPresenter, found: Answer) -> None:
    looks_up(screen, found, 1)
    assert screen.scanned(CODE, 25) == []
    screen.tick(50)
    assert screen.view(50).page == "result"
    screen.tick(55)
    assert screen.view(55).page == "welcome"


def test_a_receipt_held_to_a_scanner_by_hand_brings_newer_figures_without_a_blink(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    request = asked(screen.scanned(CODE, 5, by_hand=True))
    assert screen.view(5).page == "result"
    screen.replied(request, found(request, fresh=False, todo="Cũ"), 6)
    assert result(screen, 6).stale is None, "what is known already is newer"
    request = asked(screen.scanned(CODE, 8, by_hand=True))
    screen.replied(request, found(request, due_at="2026-12-09T17:00:00+07:00"), 9)
    assert "09/12/2026" in repr(result(screen, 9).milestones)
    request = asked(screen.scanned(CODE, 10, by_hand=True))
    screen.replied(request, None, 18)
    assert screen.view(18).page == "result"


def test_the_qr_code_that_holds_the_check_code_opens_the_steps_of_the_page_that_stands(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    types_check(screen, "AB", 3)
    request = asked(screen.scanned(CHECKED, 5))
    assert request.check == CHECK and entry(screen, 5).keypad.typed == "AB"
    screen.replied(request, found(request), 6)
    assert result(screen, 6).steps and result(screen, 6).on_steps
    assert screen.scanned(CODE, 7) == [] and screen.scanned(CHECKED, 8) == []


def test_bars_and_qr_code_of_one_receipt_are_one_question_with_the_check_code(
    screen: LookupPresenter, found: Answer
) -> None:
    first = asked(screen.scanned(CODE, 1))
    second = asked(screen.scanned(CHECKED, 1.1))
    assert screen.scanned(CODE, 1.2) == []
    screen.replied(second, found(second), 2)
    screen.replied(first, found(first), 2.1)
    assert result(screen, 3).steps


def test_a_check_code_that_opened_nothing_is_not_tried_again_with_each_sight_of_the_receipt(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    wrong = CHECKED.replace(CHECK, "XXXX")
    request = asked(screen.scanned(wrong, 2))
    screen.replied(request, found(request), 3)
    assert screen.scanned(CODE, 5) == []
    types_check(screen, "AB1", 6)
    assert screen.view(6).page == "check"


def test_the_receipt_before_the_camera_does_not_disturb_who_chooses_a_number(
    screen: LookupPresenter, found: Answer, queue: Callable[..., object]
) -> None:
    screen.desk.queue_changed(queue(service="ho-tich", name="Hộ tịch"))  # type: ignore[arg-type]
    request = asked(screen.scanned(CODE, 1))
    screen.replied(request, found(request, status=5), 1)
    touch(screen, "number", 3)
    assert screen.view(3).page == "fields"
    assert screen.scanned(CODE, 20) == [] and screen.view(20).page == "fields"
    screen.tick(45)
    assert screen.view(45).page == "fields"


def test_when_nobody_answers_for_the_steps_the_dossier_and_what_was_typed_are_still_there(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    types_check(screen, CHECK, 3)
    screen.replied(asked(touch(screen, "find", 4)), None, 12)
    page = entry(screen, 12)
    assert page.keypad.typed == CHECK
    assert page.notice is not None and page.notice.startswith("Chưa tra cứu được.")
    touch(screen, "back", 14)
    assert screen.view(14).page == "result"


def test_an_answer_that_tells_of_another_dossier_is_never_shown(screen: LookupPresenter, found: Answer) -> None:
    request = asked(screen.scanned(CODE, 1))
    screen.replied(request, found(request, code=OTHER), 2)
    page = screen.view(2)
    assert isinstance(page, Problem) and page.detail.startswith("Chưa tra cứu được.") and page.instead
    assert OTHER not in repr(screen._visit)


def test_a_code_that_was_not_found_is_asked_for_again_when_its_receipt_is_held_there_again(
    screen: LookupPresenter,
) -> None:
    request = asked(screen.scanned(CODE, 1))
    screen.replied(request, refuse(request.id, Refused(ErrorCode.NOT_FOUND)), 2)
    assert asked(screen.scanned(CODE, 8)).code == CODE


def looks_by_typed_code_while_the_receipts_own_is_asked(
    screen: LookupPresenter, found: Answer
) -> tuple[DossierFind, DossierFind]:
    looks_up(screen, found, 1)
    types_check(screen, "ZZ99", 3)
    seen = asked(screen.scanned(CHECKED, 5))
    return seen, asked(touch(screen, "find", 6))


def test_a_receipt_that_opens_its_dossier_while_a_typed_code_is_asked_about_ends_the_waiting(
    screen: LookupPresenter, found: Answer
) -> None:
    seen, typed = looks_by_typed_code_while_the_receipts_own_is_asked(screen, found)
    screen.replied(seen, found(seen), 6.2)
    assert result(screen, 6.3).steps and result(screen, 6.3).on_steps
    screen.replied(typed, found(typed), 6.4)
    assert result(screen, 6.5).steps


def test_a_receipt_opens_its_dossier_after_a_typed_code_was_refused(screen: LookupPresenter, found: Answer) -> None:
    seen, typed = looks_by_typed_code_while_the_receipts_own_is_asked(screen, found)
    screen.replied(typed, found(typed), 6.2)
    assert entry(screen, 6.3).notice is not None
    screen.replied(seen, found(seen), 6.4)
    assert result(screen, 6.5).steps


def test_nobody_waits_for_ever_for_an_answer_that_is_lost(screen: LookupPresenter) -> None:
    asked(screen.scanned(CODE, 1))
    screen.tick(GIVE_UP_S + 1.5)
    assert screen.view(GIVE_UP_S + 1.5).page == "looking", "an answer in time may still come"
    screen.attends(10)
    screen.tick(14)
    page = screen.view(14)
    assert isinstance(page, Problem) and page.instead


@pytest.mark.parametrize("by_hand", [False, True])
def test_after_an_outage_the_receipt_opens_its_own_steps(screen: LookupPresenter, found: Answer, by_hand: bool) -> None:
    request = asked(screen.scanned(CHECKED, 1))
    screen.replied(request, found(request, fresh=False, steps=None), 1)
    assert result(screen, 2).stale and not result(screen, 2).steps
    request = asked(screen.scanned(CHECKED, 20, by_hand))
    assert request.check == CHECK and (by_hand or screen.scanned(CHECKED, 20.1) == [])
    screen.replied(request, found(request), 21)
    assert result(screen, 21).steps and result(screen, 21).stale is None


def test_bars_held_to_a_scanner_do_not_take_back_what_the_receipts_qr_code_asked(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    screen.scanned(CHECKED, 5)
    request = asked(screen.scanned(CODE, 5.1, by_hand=True))
    screen.replied(request, found(request), 6)
    assert result(screen, 6).steps


def test_a_receipt_held_there_by_hand_is_tried_again_though_its_check_code_was_refused(
    screen: LookupPresenter, found: Answer
) -> None:
    wrong = CHECKED.replace(CHECK, "XXXX")
    looks_up(screen, found, 1, wrong)
    assert screen.scanned(wrong, 5) == []
    assert asked(screen.scanned(wrong, 6, by_hand=True)).check == "XXXX"


def test_a_wrong_check_code_in_a_qr_code_is_told_where_the_right_one_is_typed(
    screen: LookupPresenter, found: Answer
) -> None:
    wrong = CHECKED.replace(CHECK, "XXXX")
    looks_up(screen, found, 1, wrong)
    assert screen.view(1).page == "result", "how the dossier stands comes first"
    page = types_check(screen, "A", 3)
    assert page.notice is not None and page.notice.startswith("Mã tra cứu chưa đúng.")
    touch(screen, "back", 5)
    assert types_check(screen, "A", 7).notice is None


def test_a_wrong_check_code_that_the_camera_sees_while_one_is_typed_is_told_there(
    screen: LookupPresenter, found: Answer
) -> None:
    looks_up(screen, found, 1)
    assert types_check(screen, "AB1", 3).notice is None
    request = asked(screen.scanned(CHECKED.replace(CHECK, "XXXX"), 5))
    screen.replied(request, found(request), 6)
    page = entry(screen, 6)
    assert page.notice is not None and page.notice.startswith("Mã tra cứu chưa đúng.") and page.keypad.typed == "AB1"
