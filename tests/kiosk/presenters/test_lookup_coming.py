"""The backend answers slowly: the older answer stands at once, the new one takes its place under the reader's eyes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import CheckEntry, ShowAnswer
from kiosk.presenters.result_views import Result
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind

CODE, CHECK = "H15.12-250702-0345", "AB12"
CHECKED = f"https://dichvucong.gov.vn/tra-cuu?MaHoSo={CODE}&check={CHECK}"
STEPS = [{"at": "2026-11-20T08:00:00+07:00", "what": "Tiếp nhận hồ sơ", "unit": "Bộ phận Một cửa"}]
ASKING, RENEWED, OLD = "Đang hỏi lại số liệu mới…", "Vừa cập nhật số liệu mới", "Số liệu cũ"
Answer = Callable[..., Reply]


def presenter(new_id: Callable[[], str], shows: bool = False) -> LookupPresenter:
    made = LookupPresenter(LookupRules(("dichvucong.gov.vn",), shows=shows), {"en": translator("en")}, new_id)
    made.reached(Reached(linked=True, hub=True, bridge=True), 0)
    return made


@pytest.fixture
def screen(new_id: Callable[[], str]) -> LookupPresenter:
    return presenter(new_id)


@pytest.fixture
def answer(morning: datetime) -> Answer:
    """An answer of an hour ago where one is `coming`; opened by the right check code where it is fresh."""

    def make(request: DossierFind, fresh: bool = True, coming: bool | None = None, **changed: object) -> Reply:
        steps = STEPS if fresh and request.check == CHECK else None
        dossier = {**DOSSIER_EXAMPLE, "code": request.code, "steps": steps, **changed}
        as_of = morning if fresh else morning - timedelta(hours=1)
        fields = {"dossier": dossier, "as_of": as_of, "fresh": fresh, "coming": coming}
        return accept(request.id, Found.model_validate(fields))

    return make


def asked(effects: list[Effect]) -> DossierFind:
    (effect,) = effects
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    return effect.request


def begins_old(screen: LookupPresenter, answer: Answer, text: str = CODE) -> DossierFind:
    """Scan a receipt and get an older answer; return the question that is asked after it."""
    first = asked(screen.scanned(text, 1))
    assert first.fresh is None
    return asked(screen.replied(first, answer(first, fresh=False, coming=True), 1.5))


def result(screen: LookupPresenter, at: float) -> Result:
    page = screen.view(at)
    assert isinstance(page, Result)
    return page


def test_the_older_answer_stands_at_once_and_the_new_one_takes_its_place(
    screen: LookupPresenter, answer: Answer
) -> None:
    again = begins_old(screen, answer)
    assert again.fresh is True
    page = result(screen, 2)
    assert (page.stale, page.state, page.as_of[:17]) == (ASKING, "Đang xử lý", "Số liệu lúc 07:09"), page
    assert screen.replied(again, answer(again, status=9), 3) == []
    page = result(screen, 3)
    assert (page.stale, page.age.renewed, page.state) == (None, RENEWED, "Đã xử lý xong")


@pytest.mark.parametrize("refused", [False, True])
def test_where_no_new_answer_comes_the_page_says_so(screen: LookupPresenter, answer: Answer, refused: bool) -> None:
    again = begins_old(screen, answer)
    screen.replied(again, refuse(again.id, Refused(ErrorCode.BACKEND_UNREACHABLE)) if refused else None, 9)
    stale = result(screen, 9).stale
    assert stale is not None and stale.startswith(OLD)


def test_an_older_answer_again_is_told_as_such_and_not_asked_after_without_end(
    screen: LookupPresenter, answer: Answer
) -> None:
    again = begins_old(screen, answer)
    assert screen.replied(again, answer(again, fresh=False), 4) == []
    stale = result(screen, 4).stale
    assert stale is not None and stale.startswith(OLD)


def test_the_check_code_on_the_receipt_is_asked_with_and_turns_no_page_over(
    screen: LookupPresenter, answer: Answer
) -> None:
    again = begins_old(screen, answer, CHECKED)
    assert again.check == CHECK and result(screen, 2).check is not None
    screen.replied(again, answer(again), 3)
    page = result(screen, 3)
    assert page.steps and not page.on_steps, "who reads the page goes on reading it; a button leads to the steps"


def test_a_check_code_that_is_typed_waits_for_the_new_answer(screen: LookupPresenter, answer: Answer) -> None:
    first = asked(screen.scanned(CODE, 1))
    screen.replied(first, answer(first), 1)
    for name in ("check", *(f"key:{letter}" for letter in CHECK)):
        screen.drawn(screen.view(2).page, 2)
        screen.touch(name, 4)
    request = asked(screen.touch("find", 5))
    assert (request.check, request.fresh) == (CHECK, True)


def test_who_types_the_check_code_meanwhile_goes_on_typing(screen: LookupPresenter, answer: Answer) -> None:
    again = begins_old(screen, answer)
    screen.drawn("result", 2)
    screen.touch("check", 4)
    screen.touch("key:A", 5)
    screen.replied(again, answer(again), 6)
    page = screen.view(6)
    assert isinstance(page, CheckEntry) and page.keypad.typed == "A"


def test_the_next_citizens_page_takes_no_answer_of_the_one_before(screen: LookupPresenter, answer: Answer) -> None:
    again = begins_old(screen, answer)
    screen.drawn("result", 2)
    screen.touch("done", 4)
    screen.replied(again, answer(again), 5)
    assert screen.view(5).page == "welcome"


def test_the_tv_beside_a_scanner_tells_the_same(new_id: Callable[[], str], answer: Answer) -> None:
    screen = presenter(new_id, shows=True)
    again = begins_old(screen, answer)
    before = screen.view(2)
    assert isinstance(before, ShowAnswer) and before.foot[-1] == ASKING
    screen.replied(again, answer(again), 3)
    after = screen.view(3)
    assert isinstance(after, ShowAnswer) and after.foot[-1] == RENEWED
    assert len(before.foot) == len(after.foot), "nothing moves"


def test_a_renamed_agency_is_told_by_both_names(screen: LookupPresenter, answer: Answer) -> None:
    first = asked(screen.scanned(CODE, 1))
    reply = answer(first, agency="UBND phường Chiềng Lề")
    assert reply.data is not None
    told = {**reply.data, "agency_now": "UBND phường Tô Hiệu"}
    screen.replied(first, reply.model_copy(update={"data": told}), 2)
    facts = {row.label: row.value for row in result(screen, 2).rows}
    assert facts["Cơ quan giải quyết"] == "UBND phường Chiềng Lề (nay là UBND phường Tô Hiệu)"
