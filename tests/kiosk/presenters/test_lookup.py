"""A citizen's way to a dossier, and what the next citizen must not see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.codes import TOO_LONG
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup import PROBLEM_S, LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import CheckEntry, Looking, Problem, Welcome
from kiosk.presenters.result_views import Result, When
from kiosk.scanners.reading import clean
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import SENTENCES, ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind

CODE = "H15.12-250702-0345"
RULES = LookupRules(("dichvucong.gov.vn",))
RESULT_S = RULES.forget_after_s


@pytest.fixture
def screen(new_id: Callable[[], str]) -> LookupPresenter:
    presenter = LookupPresenter(RULES, {"en": translator("en")}, new_id)
    presenter.reached(Reached(linked=True, hub=True, bridge=True), 0)
    return presenter


@pytest.fixture
def found(morning: datetime) -> Callable[..., Reply]:
    def make(request: DossierFind, fresh: bool = True, **changed: object) -> Reply:
        dossier = {**DOSSIER_EXAMPLE, "code": request.code, **changed}
        return accept(request.id, Found.model_validate({"dossier": dossier, "as_of": morning, "fresh": fresh}))

    return make


def touch(screen: LookupPresenter, name: str, at: float) -> list[Effect]:
    """Touch as one who has seen the page for a second."""
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def scans(screen: LookupPresenter, text: str, at: float) -> DossierFind:
    (effect,) = screen.scanned(text, at)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    return effect.request


def types(screen: LookupPresenter, text: str, at: float) -> None:
    for letter in text:
        assert touch(screen, f"key:{letter}", at) == []


def test_a_scanned_receipt_shows_how_the_dossier_stands(screen: LookupPresenter, found: Callable[..., Reply]) -> None:
    request = scans(screen, CODE, 1)
    assert screen.view(1) == Looking("Đang tra cứu hồ sơ…", CODE)
    screen.replied(request, found(request, todo="Mời bà Nguyễn Thị A đến.", status_text="Của bà A"), 2)
    page = screen.view(2)
    assert isinstance(page, Result)
    assert (page.state, page.as_of) == ("Đang xử lý", "Số liệu lúc 08:09 22/11/2026")
    assert page.todo.startswith("Vui lòng chờ đến ngày 24/11/2026.")
    facts = {row.label: row.value for row in page.rows}
    assert facts["Thủ tục"] == "Đăng ký khai sinh"
    days = {station.label: (station.value, station.when) for station in page.milestones}
    assert days == {
        "Ngày tiếp nhận": ("20/11/2026", When.PAST),
        "Đang ở bước": ("Cơ quan đang giải quyết", When.NOW),
        "Hẹn trả kết quả": ("24/11/2026", When.COMING),
    }
    assert page.stale is None and page.steps == ()


def test_a_typed_code_is_looked_up(screen: LookupPresenter) -> None:
    types(screen, "H15.12-250702-0346", 1)
    touch(screen, "key:delete", 1)
    touch(screen, "key:5", 1)
    (effect,) = touch(screen, "find", 2)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    assert effect.request.code == CODE


def test_a_double_tap_on_find_does_not_throw_the_result_away(
    screen: LookupPresenter, found: Callable[..., Reply]
) -> None:
    types(screen, CODE, 1)
    (effect,) = touch(screen, "find", 2)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    screen.replied(effect.request, found(effect.request), 2.1)
    screen.touch("done", 2.3)
    assert screen.view(2.3).page == "result", "the result was not before anyone's eyes"
    screen.drawn("result", 2.4)
    screen.touch("done", 2.9)
    assert screen.view(2.9).page == "result"
    screen.touch("done", 3.1)
    assert screen.view(3.1).page == "welcome"


def test_keys_are_taken_as_fast_as_they_are_typed(screen: LookupPresenter) -> None:
    for place, letter in enumerate("H15.12"):
        screen.touch(f"key:{letter}", 1 + place / 20)
    page = screen.view(2)
    assert isinstance(page, Welcome) and page.keypad.typed == "H15.12"


def test_facts_stand_in_order_and_a_replaced_date_is_told_as_such(
    screen: LookupPresenter, found: Callable[..., Reply]
) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request, new_due_at="2026-12-01T17:00:00+07:00"), 2)
    page = screen.view(2)
    assert isinstance(page, Result)
    assert [row.label for row in page.rows] == ["Thủ tục", "Cơ quan giải quyết", "Lĩnh vực"]
    assert [station.label for station in page.milestones if station.when is When.REPLACED] == ["Ngày hẹn cũ, đã thay"]
    assert page.milestones[-1].value == "01/12/2026"


def test_a_scan_far_too_long_takes_the_last_citizens_result_away(
    screen: LookupPresenter, found: Callable[..., Reply]
) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request), 2)
    scan = clean("x" * 5000, "serial")
    assert scan is not None
    assert screen.scanned(scan.text, 3, by_hand=True) == []
    page = screen.view(3)
    assert isinstance(page, Problem) and page.detail == TOO_LONG
    assert CODE not in repr(screen._visit)


def test_old_figures_say_so(screen: LookupPresenter, found: Callable[..., Reply]) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request, fresh=False), 2)
    page = screen.view(2)
    assert isinstance(page, Result) and page.stale is not None


def test_the_check_code_opens_steps_and_masked_holder(screen: LookupPresenter, found: Callable[..., Reply]) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request), 2)
    touch(screen, "check", 3)
    assert isinstance(screen.view(3), CheckEntry)
    types(screen, "7K2P", 4)
    (effect,) = touch(screen, "find", 5)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    assert (effect.request.code, effect.request.check) == (CODE, "7K2P")
    steps = [{"at": "2026-11-20T08:00:00+07:00", "what": "Tiếp nhận hồ sơ", "unit": "Bộ phận Một cửa"}]
    screen.replied(effect.request, found(effect.request, steps=steps, holder_masked="N*** V** A"), 6)
    page = screen.view(6)
    assert isinstance(page, Result)
    assert page.steps[0].what == "Tiếp nhận hồ sơ"
    assert any(row.value == "N*** V** A" for row in page.rows)


def test_a_result_warns_before_it_goes_and_stays_for_who_needs_time(
    screen: LookupPresenter, found: Callable[..., Reply]
) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request), 2)
    early = screen.view(2 + RESULT_S - RULES.warn_before_s - 1)
    late = screen.view(2 + RESULT_S - RULES.warn_before_s)
    assert isinstance(early, Result) and early.leaving is None
    assert isinstance(late, Result) and late.leaving == "Trang này sẽ đóng sau 20 giây"
    touch(screen, "more-time", 20)
    screen.tick(2 + RESULT_S)
    assert screen.view(33).page == "result"
    screen.tick(20 + RESULT_S)
    assert screen.view(51).page == "welcome"


@pytest.mark.parametrize("end", ["time-out", "done", "scan"])
def test_nothing_of_a_citizen_is_left_for_the_next(
    screen: LookupPresenter, found: Callable[..., Reply], end: str
) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request, holder_masked="N*** V** A"), 2)
    if end == "time-out":
        screen.tick(2 + RESULT_S)
    elif end == "done":
        touch(screen, "done", 5)
    else:
        screen.scanned("H15.12-250701-0777", 5)
    kept = repr(screen._visit) + repr(screen.view(40))
    assert CODE not in kept and "N***" not in kept and "khai sinh" not in kept


def test_an_answer_to_the_last_citizen_never_shows(screen: LookupPresenter, found: Callable[..., Reply]) -> None:
    first = scans(screen, CODE, 1)
    second = scans(screen, "H15.12-250701-0777", 2)
    screen.replied(first, found(first), 3)
    assert screen.view(3) == Looking("Đang tra cứu hồ sơ…", "H15.12-250701-0777")
    screen.replied(second, found(second, code="H15.12-250701-0777"), 4)
    page = screen.view(4)
    assert isinstance(page, Result) and page.code == "H15.12-250701-0777"


def test_a_half_typed_code_is_forgotten(screen: LookupPresenter) -> None:
    types(screen, "H15", 1)
    screen.tick(1 + RESULT_S)
    page = screen.view(40)
    assert isinstance(page, Welcome) and page.keypad.typed == ""


def test_an_unknown_code_gets_the_replys_sentence_and_can_be_corrected(screen: LookupPresenter) -> None:
    types(screen, CODE, 1)
    (effect,) = touch(screen, "find", 2)
    assert isinstance(effect, Ask)
    screen.replied(effect.request, refuse(effect.request.id, Refused(ErrorCode.NOT_FOUND)), 3)
    page = screen.view(3)
    assert isinstance(page, Problem) and page.detail == SENTENCES[ErrorCode.NOT_FOUND]
    touch(screen, "back", 4)
    back = screen.view(4)
    assert isinstance(back, Welcome) and back.keypad.typed == CODE


def test_no_answer_is_told_in_a_sentence_that_goes_by_itself(screen: LookupPresenter) -> None:
    screen.replied(scans(screen, CODE, 1), None, 9)
    page = screen.view(9)
    assert isinstance(page, Problem) and page.detail.startswith("Chưa tra cứu được")
    screen.tick(9 + RESULT_S)
    assert screen.view(40).page == "welcome"


def test_a_wrong_scan_is_told_for_a_shorter_time(screen: LookupPresenter) -> None:
    screen.scanned("xin chào", 1)
    screen.tick(1 + PROBLEM_S)
    assert screen.view(17).page == "welcome"


def test_a_check_code_that_opens_nothing_is_told_so_and_asked_again(
    screen: LookupPresenter, found: Callable[..., Reply]
) -> None:
    request = scans(screen, CODE, 1)
    screen.replied(request, found(request), 2)
    touch(screen, "check", 3)
    types(screen, "7K2P", 4)
    (effect,) = touch(screen, "find", 5)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    screen.replied(effect.request, found(effect.request), 6)
    page = screen.view(6)
    assert isinstance(page, CheckEntry) and page.keypad.typed == ""
    assert page.notice is not None and page.notice.startswith("Mã tra cứu chưa đúng.")
    touch(screen, "back", 8)
    assert screen.view(8).page == "result"


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (Reached(), "Máy đang kết nối lại."),
        (Reached(linked=True, hub=True), "Máy tạm thời chưa tra cứu được hồ sơ."),
        (Reached(linked=True, bridge=True), "Vẫn tra cứu được hồ sơ."),
    ],
)
def test_the_door_tells_who_cannot_be_reached_and_what_still_can_be_done(
    screen: LookupPresenter, lost: Reached, told: str
) -> None:
    before = screen.view(1)
    assert isinstance(before, Welcome) and before.notice is None
    screen.reached(lost, 1)
    page = screen.view(5)
    assert isinstance(page, Welcome) and page.notice is not None and page.notice.startswith(told)
    screen.reached(Reached(linked=True, hub=True, bridge=True), 6)
    after = screen.view(7)
    assert isinstance(after, Welcome) and after.notice is None


def test_a_citizen_card_is_refused_kindly_and_not_kept(screen: LookupPresenter) -> None:
    assert screen.scanned("001199000001|0123|Nguyễn Văn A|01011990|Nam|Sơn La|01012022", 1) == []
    page = screen.view(1)
    assert isinstance(page, Problem) and "thẻ căn cước" in page.detail
    assert "Nguyễn" not in repr(screen._visit)


def test_english_ends_with_the_visit(screen: LookupPresenter, found: Callable[..., Reply]) -> None:
    touch(screen, "language", 1)
    request = scans(screen, CODE, 2)
    screen.replied(request, found(request), 3)
    page = screen.view(3)
    assert isinstance(page, Result) and page.state == "Being processed"
    screen.tick(3 + RESULT_S)
    home = screen.view(40)
    assert isinstance(home, Welcome) and home.language == "English"
