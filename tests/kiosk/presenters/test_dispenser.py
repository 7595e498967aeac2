"""A citizen's way to a number, and what the network and the printer may do to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser import (
    CONFIRM_S,
    IDLE_S,
    LATE_S,
    PRINTING_S,
    SHOWN_S,
    TAKEN_S,
    UNREACHED_S,
    DispenserPresenter,
    DispenserRules,
)
from kiosk.presenters.dispenser_views import Asking, Confirm, Sorry, Taken, Welcome
from kiosk.presenters.effects import Ask, Drop, Effect, Print, Tell
from lobby.contract.errors import SENTENCES, ErrorCode, Refused
from lobby.contract.replies import Issued, Reply, accept, refuse
from lobby.contract.requests import PrintOutcome, Request, TicketCancel, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintDone
from lobby.contract.states import CounterState, QueueState


@pytest.fixture
def screen(
    new_id: Callable[[], str], queue: Callable[..., QueueState], counter: Callable[..., CounterState]
) -> DispenserPresenter:
    presenter = DispenserPresenter(DispenserRules("http://lobby.local/t/"), {"en": translator("en")}, new_id)
    presenter.hub_reached(True, 0)
    presenter.queue_changed(queue())
    presenter.counter_changed(counter())
    presenter.counter_changed(counter(counter="quay-2", name="Quầy số 2", state="closed"))
    return presenter


def touch(screen: DispenserPresenter, name: str, at: float) -> list[Effect]:
    """Touch as one who has seen the page for a second."""
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def issued(request: Request) -> Reply:
    return accept(request.id, Issued.model_validate(Reply.example["data"]))


def asks(screen: DispenserPresenter, at: float) -> TicketIssue:
    """Touch a field and take a number at `at`; returns the question asked."""
    assert touch(screen, "service:ho-tich", at) == []
    (effect,) = touch(screen, "take", at + 1)
    assert isinstance(effect, Ask) and isinstance(effect.request, TicketIssue)
    return effect.request


def prints(screen: DispenserPresenter, at: float) -> Print:
    request = asks(screen, at)
    (effect,) = screen.replied(request, issued(request), at + 1.1)
    assert isinstance(effect, Print)
    return effect


def test_a_citizen_sees_how_many_wait_before_anything_is_asked(screen: DispenserPresenter) -> None:
    assert touch(screen, "service:ho-tich", 1) == []
    page = screen.view(1)
    assert isinstance(page, Confirm)
    assert page.waiting == "4"
    assert page.detail == ("Dự kiến chờ 5–12 phút", "1 quầy đang mở")


def test_before_counters_open_a_citizen_learns_that_a_number_can_be_taken(
    screen: DispenserPresenter, counter: Callable[..., CounterState]
) -> None:
    screen.counter_changed(counter(rev=2, state="closed"))
    page = screen.view(1)
    assert isinstance(page, Welcome)
    assert page.cards[0].detail == ("Quầy chưa mở – vẫn cấp số",), "no wait is told that nobody can know"
    touch(screen, "service:ho-tich", 1)
    confirm = screen.view(1)
    assert isinstance(confirm, Confirm) and confirm.detail == page.cards[0].detail


def test_the_slip_carries_what_the_citizen_needs(screen: DispenserPresenter) -> None:
    job = prints(screen, 1).job
    assert (job.number, job.service, job.ahead) == ("A012", "Hộ tịch – Chứng thực", 3)
    assert job.counters == ("Quầy số 1",)
    assert job.track_url == "http://lobby.local/t/Qk3nVx8c2J0"


def test_a_printed_slip_is_told_to_the_hub_and_the_page_goes_after_eight_seconds(screen: DispenserPresenter) -> None:
    job = prints(screen, 1).job
    (effect,) = screen.printed(PrintDone(job=job.job, outcome=PrintOutcome.PRINTED), 3)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketPrinted)
    assert effect.request.outcome is PrintOutcome.PRINTED
    page = screen.view(3)
    assert isinstance(page, Taken) and (page.number, page.message) == ("A012", "Mời lấy phiếu")
    screen.tick(3 + TAKEN_S - 0.1)
    assert screen.view(10).page == "taken"
    screen.tick(3 + TAKEN_S)
    assert screen.view(11).page == "welcome"


def test_without_paper_the_number_stays_on_the_screen(screen: DispenserPresenter) -> None:
    job = prints(screen, 1).job
    done = PrintDone(job=job.job, outcome=PrintOutcome.FAILED, fault="paper_out")
    (effect,) = screen.printed(done, 3)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketPrinted)
    assert effect.request.outcome is PrintOutcome.SHOWN
    page = screen.view(3)
    assert isinstance(page, Taken) and "xin ghi nhớ số" in page.message
    screen.tick(3 + SHOWN_S - 0.1)
    assert screen.view(22).page == "taken"


def test_a_silent_printer_does_not_hold_the_citizen(screen: DispenserPresenter) -> None:
    prints(screen, 1)
    (effect,) = screen.tick(2.1 + PRINTING_S)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketPrinted)
    assert effect.request.outcome is PrintOutcome.SHOWN


def test_pressing_many_times_asks_once(screen: DispenserPresenter) -> None:
    asks(screen, 1)
    assert [touch(screen, "take", 2 + press / 10) for press in range(20)] == [[]] * 20


def test_a_double_tap_on_a_field_does_not_take_a_number(screen: DispenserPresenter) -> None:
    touch(screen, "service:ho-tich", 1)
    assert screen.touch("take", 1.15) == [], "the page was not before anyone's eyes"
    screen.drawn("confirm", 1.3)
    assert screen.touch("take", 1.35) == []
    assert screen.touch("take", 1.85) == []
    assert screen.view(1.9).page == "confirm"
    assert len(screen.touch("take", 1.95)) == 1


def test_a_double_tap_on_take_does_not_put_the_number_away(screen: DispenserPresenter) -> None:
    job = prints(screen, 1).job
    screen.drawn("taken", 2.2)
    screen.printed(PrintDone(job=job.job, outcome=PrintOutcome.PRINTED), 2.3)
    screen.touch("done", 2.5)
    assert screen.view(2.5).page == "taken"
    screen.touch("done", 2.9)
    assert screen.view(2.9).page == "welcome"


def test_one_counter_and_one_person_are_told_in_the_singular(
    screen: DispenserPresenter, queue: Callable[..., QueueState]
) -> None:
    screen.queue_changed(queue(rev=2, waiting=1))
    touch(screen, "language", 1)
    page = screen.view(1)
    assert isinstance(page, Welcome)
    assert page.cards[0].waiting == "1 person waiting"
    assert page.cards[0].detail[-1] == "1 counter open"


def test_an_unanswered_question_is_asked_again_with_the_same_id(screen: DispenserPresenter) -> None:
    request = asks(screen, 1)
    assert screen.replied(request, None, 10) == [Ask(request)]
    page = screen.view(10)
    assert isinstance(page, Asking) and page.back is not None
    (effect,) = screen.replied(request, issued(request), 12)
    assert isinstance(effect, Print) and effect.job.number == "A012"


def test_a_number_that_comes_after_its_citizen_left_is_given_back(screen: DispenserPresenter) -> None:
    request = asks(screen, 1)
    screen.replied(request, None, 10)
    touch(screen, "back", 11)
    assert screen.view(11).page == "welcome"
    (effect,) = screen.replied(request, issued(request), 12)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketCancel)
    assert effect.request.track == "Qk3nVx8c2J0"
    assert effect.closes == request.id, "the question is over when its answer is given back"


def test_a_late_answer_does_not_reach_the_next_citizen(screen: DispenserPresenter) -> None:
    first = asks(screen, 1)
    screen.replied(first, None, 10)
    screen.tick(2 + LATE_S)
    page = screen.view(2 + LATE_S)
    assert isinstance(page, Sorry) and page.detail.startswith("Máy chưa lấy được số lúc này.")
    screen.tick(39)
    second = asks(screen, 40)
    assert second.id != first.id
    (effect,) = screen.replied(first, issued(first), 41.5)
    assert isinstance(effect, Tell) and isinstance(effect.request, TicketCancel)
    assert screen.view(42).page == "asking"


def test_a_refusal_is_told_in_the_hubs_sentence(screen: DispenserPresenter) -> None:
    request = asks(screen, 1)
    assert screen.replied(request, refuse(request.id, Refused(ErrorCode.QUOTA_FULL)), 3) == [Drop(request.id)]
    page = screen.view(3)
    assert isinstance(page, Sorry) and page.detail == SENTENCES[ErrorCode.QUOTA_FULL]


def test_a_closed_field_says_why_and_cannot_be_taken(
    screen: DispenserPresenter, queue: Callable[..., QueueState]
) -> None:
    screen.queue_changed(queue(rev=2, open=False, closed_reason="Nghỉ trưa đến 13:30."))
    screen.queue_changed(queue(service="tra-ket-qua", name="Trả kết quả"))
    page = screen.view(1)
    assert isinstance(page, Welcome)
    assert (page.cards[0].open, page.cards[0].detail) == (False, ("Nghỉ trưa đến 13:30.",))
    touch(screen, "service:ho-tich", 2)
    assert screen.view(2).page == "welcome"


def test_a_field_that_closes_under_the_finger_gives_nothing(
    screen: DispenserPresenter, queue: Callable[..., QueueState]
) -> None:
    touch(screen, "service:ho-tich", 1)
    screen.queue_changed(queue(rev=2, open=False, closed_reason="Nghỉ trưa đến 13:30."))
    assert touch(screen, "take", 2) == []
    page = screen.view(2)
    assert isinstance(page, Sorry) and page.detail == "Nghỉ trưa đến 13:30."


def test_a_lost_hub_is_told_plainly_and_fields_come_back(screen: DispenserPresenter) -> None:
    screen.hub_reached(False, 10)
    assert screen.view(10 + UNREACHED_S - 0.1).page == "welcome", "a short loss is not shown"
    page = screen.view(10 + UNREACHED_S)
    assert isinstance(page, Sorry) and "cán bộ hướng dẫn" in page.detail
    assert touch(screen, "service:ho-tich", 14) == []
    screen.hub_reached(True, 20)
    assert screen.view(20).page == "welcome"


def test_a_page_left_alone_goes_home_in_vietnamese(screen: DispenserPresenter) -> None:
    touch(screen, "language", 1)
    touch(screen, "service:ho-tich", 2)
    page = screen.view(2)
    assert isinstance(page, Confirm) and page.take == "Take a number"
    screen.tick(2 + CONFIRM_S)
    home = screen.view(33)
    assert isinstance(home, Welcome) and home.title == "Mời Quý khách chọn lĩnh vực để lấy số"


def test_an_english_welcome_page_left_alone_turns_vietnamese(screen: DispenserPresenter) -> None:
    touch(screen, "language", 1)
    screen.tick(1 + IDLE_S)
    page = screen.view(40)
    assert isinstance(page, Welcome) and page.language == "English"


def test_fields_stand_in_the_sites_order(new_id: Callable[[], str], queue: Callable[..., QueueState]) -> None:
    rules = DispenserRules(order=("tra-ket-qua", "ho-tich"))
    screen = DispenserPresenter(rules, {}, new_id)
    screen.hub_reached(True, 0)
    for service in ("dat-dai", "ho-tich", "tra-ket-qua"):
        screen.queue_changed(queue(service=service))
    page = screen.view(1)
    assert isinstance(page, Welcome)
    assert [card.service for card in page.cards] == ["tra-ket-qua", "ho-tich", "dat-dai"]
