"""Who needs time is warned before a page goes, wherever something of theirs would be lost; and a silent hub is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser_views import Sorry
from kiosk.presenters.effects import Ask, Effect, Tell
from kiosk.presenters.lookup import PROBLEM_S, LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import AtDesk, Leaving
from kiosk.presenters.stays import SHOWN_S
from kiosk.presenters.taking import LATE_S
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, Reply, accept
from lobby.contract.requests import DossierFind, PrintOutcome, TicketCancel, TicketIssue
from lobby.contract.slips import PrintDone
from lobby.contract.states import TICKET_EXAMPLE, QueueState

CODE = "H15.12-250702-0345"
THERE = Reached(linked=True, hub=True, bridge=True)
RULES = LookupRules()
GOES_S, WARNS_S = RULES.forget_after_s, RULES.warn_before_s


@pytest.fixture
def screen(new_id: Callable[[], str], queue: Callable[..., QueueState]) -> LookupPresenter:
    presenter = LookupPresenter(RULES, {"en": translator("en")}, new_id)
    presenter.reached(THERE, 0)
    presenter.desk.queue_changed(queue(service="ho-tich", name="Hộ tịch"))
    return presenter


@pytest.fixture
def finds(screen: LookupPresenter, morning: datetime) -> Callable[[float], None]:
    """Scan the receipt of somebody who is to bring papers."""

    def scan(at: float) -> None:
        (effect,) = screen.scanned(CODE, at)
        assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
        dossier = {**DOSSIER_EXAMPLE, "code": CODE, "status": 5}
        found = Found.model_validate({"dossier": dossier, "as_of": morning, "fresh": True})
        screen.replied(effect.request, accept(effect.request.id, found), at)

    return scan


def touch(screen: LookupPresenter, name: str, at: float) -> list[Effect]:
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def told(screen: LookupPresenter, at: float) -> str | None:
    """Return the page's warning; with one the page can be kept, and covers nothing over it."""
    leaving = getattr(screen.view(at), "leaving", None)
    assert screen.closing(at) == (leaving is not None)
    if leaving is None:
        return None
    assert isinstance(leaving, Leaving) and leaving.more_time == "Tôi cần thêm thời gian"
    return leaving.text


def stays_for_who_asks(screen: LookupPresenter, page: str, goes: float, warns: float) -> None:
    """`page` warns `warns` seconds before it `goes`; asked for more time it stays as long again."""
    assert screen.view(goes).page == page
    assert told(screen, goes - warns - 0.5) is None
    assert told(screen, goes - warns) == f"Trang này sẽ đóng sau {warns:.0f} giây"
    assert told(screen, goes - 1) == "Trang này sẽ đóng sau 1 giây"
    touch(screen, "more-time", goes - 1)
    screen.tick(goes)
    assert screen.view(goes).page == page and told(screen, goes) is None


def test_a_half_typed_code_warns(screen: LookupPresenter) -> None:
    touch(screen, "key:H", 10)
    stays_for_who_asks(screen, "welcome", 10 + GOES_S, WARNS_S)
    assert "typed='H'" in repr(screen.view(40))


def test_a_door_that_nobody_touched_does_not_warn(screen: LookupPresenter) -> None:
    touch(screen, "language", 10)
    assert [told(screen, at) for at in range(10, 50, 5)] == [None] * 8
    screen.tick(40)
    assert "language='English'" in repr(screen.view(40))


def test_the_page_for_the_check_code_warns_and_keeps_what_was_typed(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    finds(1)
    touch(screen, "check", 3)
    touch(screen, "key:A", 10)
    stays_for_who_asks(screen, "check", 10 + GOES_S, WARNS_S)
    assert "typed='A'" in repr(screen.view(40))


def test_why_there_is_no_result_warns_too(screen: LookupPresenter) -> None:
    screen.scanned("xin chào", 10)
    stays_for_who_asks(screen, "problem", 10 + PROBLEM_S, WARNS_S * PROBLEM_S / GOES_S)


def test_a_wrongly_typed_code_stays_to_be_mended_as_long_as_other_pages(screen: LookupPresenter) -> None:
    touch(screen, "key:H", 1)
    touch(screen, "find", 10)
    stays_for_who_asks(screen, "problem", 10 + GOES_S, WARNS_S)
    touch(screen, "back", 42)
    assert "typed='H'" in repr(screen.view(42))


def test_the_choice_of_a_field_warns_and_so_does_the_question_for_its_number(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    finds(1)
    touch(screen, "number", 10)
    stays_for_who_asks(screen, "fields", 10 + GOES_S, WARNS_S)
    touch(screen, "service:ho-tich", 50)
    stays_for_who_asks(screen, "confirm", 50 + GOES_S, WARNS_S)


def taken(screen: LookupPresenter, outcome: PrintOutcome, at: float) -> None:
    request = asks_number(screen, at)
    ticket = {**TICKET_EXAMPLE, "number": "A005", "service": "ho-tich"}
    reply = Reply(id=request.id, ok=True, data={"ticket": ticket, "ahead": 4, "track": "Qk3nVx8c2J0"})
    (effect,) = screen.replied(request, reply, at)
    screen.printed(PrintDone(job=effect.job.job, outcome=outcome), at)  # type: ignore[union-attr]


def asks_number(screen: LookupPresenter, at: float) -> TicketIssue:
    touch(screen, "number", at - 4)
    touch(screen, "service:ho-tich", at - 2)
    (effect,) = touch(screen, "take", at)
    assert isinstance(effect, Ask) and isinstance(effect.request, TicketIssue)
    return effect.request


def test_a_number_that_must_be_remembered_warns_but_not_one_on_paper(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    finds(1)
    taken(screen, PrintOutcome.SHOWN, 10)
    assert told(screen, 10 + SHOWN_S - 5) == "Trang này sẽ đóng sau 5 giây"
    touch(screen, "more-time", 10 + SHOWN_S - 1)
    screen.tick(10 + SHOWN_S)
    assert screen.view(10 + SHOWN_S).page == "taken"
    screen.tick(100)
    finds(101)
    taken(screen, PrintOutcome.PRINTED, 110)
    assert [told(screen, at) for at in range(110, 118)] == [None] * 8


def test_a_hub_that_says_nothing_is_told_of_and_the_dossier_and_the_language_are_still_there(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    touch(screen, "language", 0)
    finds(1)
    request = asks_number(screen, 10)
    screen.tick(10 + LATE_S)
    page = screen.view(10 + LATE_S)
    assert isinstance(page, AtDesk) and isinstance(page.body, Sorry)
    assert page.body.detail.startswith("No number could be taken just now. Please try again")
    assert "ask a member of staff" in page.body.detail
    screen.tick(9 + LATE_S + GOES_S)
    touch(screen, "back", 9 + LATE_S + GOES_S)
    shown = screen.view(65)
    assert shown.page == "result" and CODE in repr(shown) and "counter" in repr(shown)
    ticket = {**TICKET_EXAMPLE, "number": "A005", "service": "ho-tich"}
    late = Reply(id=request.id, ok=True, data={"ticket": ticket, "ahead": 4, "track": "Qk3nVx8c2J0"})
    (effect,) = screen.replied(request, late, 66)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketCancel), "a number that nobody saw"
    assert screen.view(66).page == "result"


def test_who_does_not_wait_for_a_late_number_is_back_at_the_dossier(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    touch(screen, "language", 0)
    finds(1)
    request = asks_number(screen, 10)
    screen.replied(request, None, 18)
    touch(screen, "back", 20)
    shown = screen.view(20)
    assert shown.page == "result" and CODE in repr(shown) and "counter" in repr(shown)
    assert asks_number(screen, 30).id != request.id


FOREIGN = ("https://zalo.me/abc", "012345678901", "xin chào")


@pytest.mark.parametrize("code", FOREIGN)
def test_what_else_the_camera_sees_leaves_the_dossier_and_what_was_typed(
    screen: LookupPresenter, finds: Callable[[float], None], code: str
) -> None:
    for at, letter in enumerate("H15", 1):
        touch(screen, f"key:{letter}", at)
    scans = screen.scans
    assert screen.scanned(code, 4) == [] and "typed='H15'" in repr(screen.view(4))
    finds(6)
    assert screen.scanned(code, 7) == [] and screen.view(7).page == "result"
    touch(screen, "check", 9)
    touch(screen, "key:A", 10)
    assert screen.scanned(code, 11) == [] and "typed='A'" in repr(screen.view(11))
    assert screen.scans == scans + 1
    screen.scanned(code, 12, by_hand=True)
    assert screen.view(12).page == "problem", "who holds it there by hand is answered"


def test_a_wrong_code_before_the_camera_is_answered_at_the_door_and_where_it_was_answered(
    screen: LookupPresenter,
) -> None:
    screen.scanned(FOREIGN[0], 1)
    before = screen.view(1)
    screen.scanned(FOREIGN[1], 2)
    assert before.page == screen.view(2).page == "problem" and before != screen.view(2)


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize("code", FOREIGN)
def test_a_number_that_must_be_remembered_stays_whatever_else_is_scanned(
    screen: LookupPresenter, finds: Callable[[float], None], code: str, by_hand: bool
) -> None:
    finds(1)
    taken(screen, PrintOutcome.SHOWN, 10)
    assert screen.scanned(code, 11, by_hand) == []
    assert screen.view(11).page == "taken" and "A005" in repr(screen.view(11))


def test_the_receipt_left_before_the_camera_does_not_hold_the_page_of_a_printed_number(
    screen: LookupPresenter, finds: Callable[[float], None]
) -> None:
    finds(1)
    taken(screen, PrintOutcome.PRINTED, 10)
    for at in range(12, 60, 2):
        if screen.view(at).page == "taken":
            screen.scanned(CODE, at)
        screen.tick(at)
    assert screen.view(60).page == "welcome"


def test_from_fields_that_all_close_and_from_a_hub_that_is_lost_a_way_leads_back_to_the_dossier(
    screen: LookupPresenter, finds: Callable[[float], None], queue: Callable[..., QueueState]
) -> None:
    finds(1)
    touch(screen, "number", 3)
    assert screen.view(3).page == "fields"
    screen.reached(Reached(linked=True, hub=False, bridge=True), 4)
    page = screen.view(8)
    assert isinstance(page, AtDesk) and isinstance(page.body, Sorry) and page.body.back == "Quay lại"
    screen.reached(THERE, 9)
    screen.desk.queue_changed(
        queue(service="ho-tich", name="Hộ tịch", open=False, closed_reason="Nghỉ trưa, mở lại lúc 13:30.", rev=2)
    )
    page = screen.view(10)
    assert isinstance(page, AtDesk) and isinstance(page.body, Sorry)
    assert page.body.detail == "Nghỉ trưa, mở lại lúc 13:30." and page.body.back == "Quay lại"
    touch(screen, "back", 11)
    assert screen.view(11).page == "result"
