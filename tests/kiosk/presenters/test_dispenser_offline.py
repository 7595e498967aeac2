"""The hub is lost: citizens go on getting numbers from the lease, and nobody gets two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.presenters.dispenser import SILENT_S, UNREACHED_S, DispenserPresenter, DispenserRules
from kiosk.presenters.dispenser_views import Confirm, Sorry, Taken, Welcome
from kiosk.presenters.effects import Ask, Draft, Drop, Print, Tell
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Issued, Reply, accept, refuse
from lobby.contract.requests import NumbersUsed, PrintOutcome, TicketCancel, TicketIssue
from lobby.contract.slips import PrintDone
from lobby.contract.states import CounterState, QueueState

Make = Callable[..., DispenserPresenter]
Touch = Callable[[DispenserPresenter, str, float], list[Any]]
LOST = 10.0


def used(new_id: Callable[[], str], draft: Draft, number: str = "A901") -> NumbersUsed:
    fields = {"id": new_id(), "ticket": new_id(), "number": number, "track": "Qk3nVx8c2J0"}
    fields |= {"service": draft.service, "priority": draft.priority, "dossier": draft.dossier}
    return NumbersUsed.model_validate({**fields, "issued_at": "2026-11-23T08:01:02+07:00"})


@pytest.fixture
def lost(screen: Make) -> DispenserPresenter:
    """A dispenser that lost the hub a while ago, with a lease of two fields."""
    presenter = screen(priorities=("elderly",))
    presenter.leased({"ho-tich": 2, "dat-dai": 0})
    presenter.hub_reached(False, LOST)
    return presenter


def test_fields_with_numbers_left_are_still_given_and_the_page_says_calmly_why(lost: DispenserPresenter) -> None:
    page = lost.view(LOST + UNREACHED_S)
    assert isinstance(page, Welcome)
    assert page.notice is not None and "mất kết nối" in page.notice
    assert [(card.service, card.open) for card in page.cards] == [
        ("dat-dai", False),
        ("ho-tich", True),
        ("tra-ket-qua", False),
    ]
    assert page.cards[0].detail == ("Máy đã hết số. Mời đến quầy hướng dẫn.",)
    assert "chờ" not in page.cards[1].waiting, "nobody knows who waits"


def test_a_short_loss_changes_nothing(lost: DispenserPresenter, touch: Touch) -> None:
    touch(lost, "service:ho-tich", LOST + 1)
    page = lost.view(LOST + 1)
    assert isinstance(page, Confirm) and page.waiting == "4"


def test_a_number_from_the_lease_is_printed_with_its_mark(
    lost: DispenserPresenter, touch: Touch, new_id: Callable[[], str]
) -> None:
    touch(lost, "service:ho-tich", 20)
    page = lost.view(20)
    assert isinstance(page, Confirm) and page.waiting is None
    (draft,) = touch(lost, "take", 21)
    assert draft == Draft("ho-tich", None, None, "vi")
    given = used(new_id, draft)
    (printed,) = lost.given(given, 21)
    assert isinstance(printed, Print)
    assert (printed.job.number, printed.job.offline, printed.closes) == ("A901", True, given.id)
    assert printed.job.track_url == "http://lobby.local/t/Qk3nVx8c2J0"
    (told,) = lost.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.PRINTED), 22)
    assert isinstance(told, Tell) and told.closes == printed.job.job
    taken = lost.view(22)
    assert isinstance(taken, Taken) and any("mất kết nối" in line for line in taken.detail)


def test_without_paper_too_the_number_from_the_lease_stays_on_the_screen(
    lost: DispenserPresenter, touch: Touch, new_id: Callable[[], str]
) -> None:
    touch(lost, "service:ho-tich", 20)
    (draft,) = touch(lost, "take", 21)
    (printed,) = lost.given(used(new_id, draft), 21)
    lost.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.FAILED, fault="cover_open"), 22)
    page = lost.view(22)
    assert isinstance(page, Taken) and (page.number, page.slip) == ("A901", "shown")


def test_priority_is_kept_without_the_hub(lost: DispenserPresenter, touch: Touch) -> None:
    touch(lost, "service:ho-tich", 20)
    touch(lost, "priority", 21)
    assert touch(lost, "class:elderly", 22) == [Draft("ho-tich", "elderly", None, "vi")]


def test_a_disk_that_keeps_nothing_gives_nothing(lost: DispenserPresenter, touch: Touch) -> None:
    touch(lost, "service:ho-tich", 20)
    touch(lost, "take", 21)
    assert lost.given(None, 21) == []
    page = lost.view(21)
    assert isinstance(page, Sorry) and "quầy hướng dẫn" in page.detail


def test_without_a_lease_of_today_the_way_to_the_counter_is_told(screen: Make) -> None:
    presenter = screen()
    presenter.hub_reached(False, LOST)
    page = presenter.view(LOST + UNREACHED_S)
    assert isinstance(page, Sorry) and "cán bộ hướng dẫn" in page.detail


def test_a_field_that_runs_out_under_the_finger_says_so(lost: DispenserPresenter, touch: Touch) -> None:
    touch(lost, "service:ho-tich", 20)
    lost.leased({"ho-tich": 0})
    page = lost.view(21)
    assert isinstance(page, Sorry) and "hết số" in page.title
    assert touch(lost, "take", 21) == []


def asked_and_lost(screen: Make, touch: Touch) -> tuple[DispenserPresenter, TicketIssue, Draft]:
    presenter = screen()
    presenter.leased({"ho-tich": 2})
    touch(presenter, "service:ho-tich", 5)
    (ask,) = touch(presenter, "take", 6)
    assert isinstance(ask, Ask) and isinstance(ask.request, TicketIssue)
    presenter.hub_reached(False, 6.1)
    assert presenter.tick(8) == []
    (draft,) = presenter.tick(6.1 + UNREACHED_S)
    assert isinstance(draft, Draft)
    return presenter, ask.request, draft


def test_whoever_waits_for_an_answer_when_the_hub_is_lost_gets_one_number_from_the_lease(
    screen: Make, touch: Touch, new_id: Callable[[], str]
) -> None:
    presenter, request, draft = asked_and_lost(screen, touch)
    (printed,) = presenter.given(used(new_id, draft), 9.2)
    assert isinstance(printed, Print) and printed.job.number == "A901"
    assert presenter.replied(request, None, 14) == [Ask(request)], "it may have been granted: it is asked on"
    issued = accept(request.id, Issued.model_validate(Reply.example["data"]))
    (back,) = presenter.replied(request, issued, 30)
    assert isinstance(back, Tell) and isinstance(back.request, TicketCancel)
    assert (back.request.track, back.closes) == ("Qk3nVx8c2J0", request.id)
    page = presenter.view(9.3)
    assert isinstance(page, Taken) and page.number == "A901"


def test_a_question_that_was_refused_after_all_is_forgotten(
    screen: Make, touch: Touch, new_id: Callable[[], str]
) -> None:
    presenter, request, draft = asked_and_lost(screen, touch)
    presenter.given(used(new_id, draft), 9.2)
    assert presenter.replied(request, refuse(request.id, Refused(ErrorCode.QUOTA_FULL)), 30) == [Drop(request.id)]


def test_a_hub_that_is_there_but_silent_gives_way_to_the_lease_within_three_seconds(
    screen: Make, touch: Touch, new_id: Callable[[], str]
) -> None:
    presenter = screen()
    presenter.leased({"ho-tich": 1})
    touch(presenter, "service:ho-tich", 5)
    (ask,) = touch(presenter, "take", 6)
    assert presenter.tick(6 + SILENT_S - 0.1) == [], "an answer may still come"
    (draft,) = presenter.tick(6 + SILENT_S)
    assert draft == Draft("ho-tich", None, None, "vi") and SILENT_S < 3
    presenter.given(used(new_id, draft), 6 + SILENT_S)
    assert presenter.tick(9) == [], "one number only"
    (back,) = presenter.replied(ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 9.1)
    assert isinstance(back, Tell) and isinstance(back.request, TicketCancel) and back.closes == ask.request.id
    page = presenter.view(9.2)
    assert isinstance(page, Taken) and page.number == "A901", "the late answer changes nothing for the citizen"


def test_a_silent_hub_is_waited_for_where_the_lease_is_empty(screen: Make, touch: Touch) -> None:
    presenter = screen()
    presenter.leased({"ho-tich": 0})
    touch(presenter, "service:ho-tich", 5)
    (ask,) = touch(presenter, "take", 6)
    assert presenter.tick(6 + SILENT_S) == []
    assert presenter.replied(ask.request, None, 14) == [ask]
    (printed,) = presenter.replied(
        ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 15
    )
    assert isinstance(printed, Print) and not printed.job.offline


def test_names_of_an_earlier_run_serve_a_start_without_the_hub_until_it_is_back(
    new_id: Callable[[], str], queue: Callable[..., QueueState], counter: Callable[..., CounterState]
) -> None:
    presenter = DispenserPresenter(DispenserRules(), {}, new_id)
    presenter.remember([queue(), queue(service="bo", name="Lĩnh vực đã bỏ")], [counter()], set())
    presenter.leased({"ho-tich": 1})
    presenter.hub_reached(False, 0)
    assert presenter.view(1).page == "sorry", "the first seconds it may just not be linked yet"
    page = presenter.view(UNREACHED_S)
    assert isinstance(page, Welcome)
    assert [(card.name, card.open) for card in page.cards] == [("Hộ tịch – Chứng thực", True)]
    presenter.hub_reached(True, 10)
    back = presenter.view(10)
    assert isinstance(back, Welcome) and back.cards == ()


def test_a_slip_that_a_restart_cut_off_is_shown_and_its_end_is_told(screen: Make, new_id: Callable[[], str]) -> None:
    presenter = screen()
    (printed,) = presenter.given(used(new_id, Draft("ho-tich")), 1)
    after = screen()
    assert after.resume_slip(printed.job, printed.ticket, printed.service, 1) == [
        Print(printed.job, printed.ticket, printed.service)
    ]
    page = after.view(1)
    assert isinstance(page, Taken) and page.number == "A901"
    (told,) = after.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.PRINTED), 2)
    assert isinstance(told, Tell) and told.closes == printed.job.job


def test_a_question_that_a_restart_cut_off_is_asked_on_and_given_back(screen: Make) -> None:
    presenter = screen()
    request = TicketIssue(id="5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", service="ho-tich")
    assert presenter.resume([request]) == [Ask(request)]
    issued = accept(request.id, Issued.model_validate(Reply.example["data"]))
    (back,) = presenter.replied(request, issued, 2)
    assert isinstance(back, Tell) and isinstance(back.request, TicketCancel)
    assert presenter.view(2).page == "welcome"
