"""Priority by one more touch, hours told large, buttons that bounce, slips printed again between two citizens."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenters.dispenser import BUTTON_AGAIN_S, CONFIRM_S, DispenserPresenter
from kiosk.presenters.dispenser_views import Choices, Closed, Confirm, Welcome
from kiosk.presenters.effects import Ask, Print, Tell
from kiosk.presenters.presses import BOUNCES_S, PressGuard
from kiosk.presenters.priorities import WORDS
from kiosk.presenters.reprints import SHOWN_S, SILENT_S
from lobby.contract.replies import Issued, Reply, accept
from lobby.contract.requests import PrintOutcome, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintDone
from lobby.contract.states import TICKET_EXAMPLE, DeviceConfig, QueueState

Make = Callable[..., DispenserPresenter]
Touch = Callable[[DispenserPresenter, str, float], list[Any]]
JOB = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"


def reprint(*jobs: str) -> DeviceConfig:
    wanted = [{"job": job, "ticket": TICKET_EXAMPLE, "track": "Qk3nVx8c2J0", "ahead": 2} for job in jobs]
    fields = {"rev": 1, "at": "2026-11-23T08:00:00+07:00", "device": "dispenser-1", "reprints": wanted}
    return DeviceConfig.model_validate(fields)


def test_priority_costs_one_touch_more_and_nothing_for_all_others(screen: Make, touch: Touch) -> None:
    presenter = screen(priorities=tuple(WORDS))
    touch(presenter, "service:ho-tich", 1)
    touch(presenter, "priority", 2)
    page = presenter.view(2)
    assert isinstance(page, Choices)
    assert [choice.text for choice in page.choices][:3] == ["Người cao tuổi", "Người khuyết tật", "Phụ nữ mang thai"]
    (ask,) = touch(presenter, "class:pregnant", 3)
    assert isinstance(ask, Ask) and isinstance(ask.request, TicketIssue)
    assert (ask.request.service, ask.request.priority) == ("ho-tich", "pregnant")


def test_who_says_nothing_of_priority_has_none(screen: Make, touch: Touch) -> None:
    presenter = screen(priorities=("elderly",))
    touch(presenter, "service:ho-tich", 1)
    touch(presenter, "priority", 2)
    touch(presenter, "back", 3)
    (ask,) = touch(presenter, "take", 4)
    assert isinstance(ask, Ask) and isinstance(ask.request, TicketIssue) and ask.request.priority is None


def test_a_site_without_classes_offers_none(screen: Make, touch: Touch) -> None:
    presenter = screen()
    touch(presenter, "service:ho-tich", 1)
    page = presenter.view(1)
    assert isinstance(page, Confirm) and page.priority is None
    touch(presenter, "priority", 2)
    assert presenter.view(2).page == "confirm"


def test_a_double_tap_does_not_choose_a_class(screen: Make, touch: Touch) -> None:
    presenter = screen(priorities=("elderly",))
    touch(presenter, "service:ho-tich", 1)
    touch(presenter, "priority", 2)
    assert presenter.touch("class:elderly", 2.2) == []
    presenter.drawn("priority", 2.1)
    assert presenter.touch("class:elderly", 2.4) == []
    presenter.tick(2 + CONFIRM_S)
    assert presenter.view(40).page == "welcome"


def test_when_every_field_rests_the_page_says_when_it_goes_on(
    screen: Make, touch: Touch, queue: Callable[..., QueueState]
) -> None:
    presenter = screen()
    for service in ("ho-tich", "dat-dai", "tra-ket-qua"):
        presenter.queue_changed(queue(service=service, open=False, closed_reason="Nghỉ trưa, mở lại lúc 13:30.", rev=2))
    page = presenter.view(1)
    assert isinstance(page, Closed) and page.reason == "Nghỉ trưa, mở lại lúc 13:30."
    touch(presenter, "language", 2)
    english = presenter.view(2)
    assert isinstance(english, Closed) and english.title == "No numbers are given now"
    presenter.queue_changed(queue(service="dat-dai", name="Đất đai", rev=3))
    assert presenter.view(3).page == "welcome"


def test_fields_closed_for_different_reasons_say_each_its_own(screen: Make, queue: Callable[..., QueueState]) -> None:
    presenter = screen()
    for service in ("ho-tich", "dat-dai", "tra-ket-qua"):
        presenter.queue_changed(queue(service=service, open=False, closed_reason=f"Hết số {service}.", rev=2))
    page = presenter.view(1)
    assert isinstance(page, Welcome) and next(card.detail[0] for card in page.cards) == "Hết số dat-dai."


def test_a_button_gives_a_number_at_once_and_the_next_citizen_gets_the_next(screen: Make) -> None:
    presenter = screen()
    (ask,) = presenter.pressed("ho-tich", 1)
    assert isinstance(ask, Ask) and isinstance(ask.request, TicketIssue) and ask.request.service == "ho-tich"
    assert presenter.pressed("ho-tich", 1.5) == [], "asking"
    (printed,) = presenter.replied(ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 2)
    assert presenter.pressed("dat-dai", 2.5) == [], "printing"
    presenter.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.PRINTED), 3)
    assert presenter.pressed("ho-tich", 3 + BUTTON_AGAIN_S - 0.1) == []
    assert len(presenter.pressed("ho-tich", 3 + BUTTON_AGAIN_S)) == 1


def test_a_number_that_must_be_remembered_is_not_pressed_away(screen: Make) -> None:
    presenter = screen()
    (ask,) = presenter.pressed("ho-tich", 1)
    (printed,) = presenter.replied(ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 2)
    presenter.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.FAILED, fault="paper_out"), 3)
    assert presenter.pressed("ho-tich", 10) == []
    assert presenter.view(10).page == "taken"


def test_one_press_counts_once_however_it_bounces_or_repeats() -> None:
    guard = PressGuard()
    events = [(1, 0.0), (0, 0.004), (1, 0.006), (2, 0.3), (2, 0.35), (0, 0.9), (1, 0.95), (0, 1.0)]
    assert [guard.counts(2, value, at) for value, at in events] == [True] + [False] * 7
    assert guard.counts(3, 1, 1.0), "another button is another press"
    assert guard.counts(2, 1, 1.0 + BOUNCES_S)


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.floats(0, 5)), max_size=40))
def test_presses_of_one_button_are_at_least_a_second_apart(events: list[tuple[int, float]]) -> None:
    guard, now, counted = PressGuard(), 0.0, []
    for value, later in events:
        now += later
        if guard.counts(1, value, now):
            counted.append(now)
    assert all(after - before >= BOUNCES_S for before, after in itertools.pairwise(counted))


def test_a_slip_wanted_again_is_printed_once_marked_and_told(screen: Make) -> None:
    presenter = screen()
    presenter.configured(reprint(JOB))
    (printed,) = presenter.tick(1)
    assert isinstance(printed, Print)
    assert (printed.job.job, printed.job.again, printed.job.number, printed.job.ahead) == (JOB, True, "A012", 2)
    presenter.configured(reprint(JOB))
    assert presenter.tick(2) == [], "the hub says it again until it is told"
    (told,) = presenter.printed(PrintDone(job=JOB, outcome=PrintOutcome.PRINTED), 3)
    assert isinstance(told, Tell) and isinstance(told.request, TicketPrinted)
    assert (told.request.outcome, told.request.detail) == (PrintOutcome.PRINTED, f"job:{JOB}")
    page = presenter.view(4)
    assert isinstance(page, Welcome) and page.notice is not None and "A012" in page.notice
    later = presenter.view(3 + SHOWN_S)
    assert isinstance(later, Welcome) and later.notice is None


def test_a_reprint_waits_while_a_citizen_is_served(screen: Make, touch: Touch) -> None:
    presenter = screen()
    touch(presenter, "service:ho-tich", 1)
    presenter.configured(reprint(JOB))
    assert presenter.tick(2) == []
    touch(presenter, "back", 3)
    assert len(presenter.tick(4)) == 1


def test_a_reprint_that_an_earlier_run_began_is_not_begun_again(screen: Make) -> None:
    presenter = screen()
    presenter.remember([], [], {JOB})
    presenter.configured(reprint(JOB))
    assert presenter.tick(1) == []
    (told,) = presenter.cut_off(JOB, TICKET_EXAMPLE["ticket"])  # type: ignore[arg-type]
    assert isinstance(told, Tell) and isinstance(told.request, TicketPrinted)
    assert (told.request.outcome, told.request.detail) == (PrintOutcome.FAILED, f"job:{JOB}")


@pytest.mark.parametrize("silent", [True, False])
def test_a_printer_without_paper_fails_the_reprint(screen: Make, silent: bool) -> None:
    presenter = screen()
    presenter.configured(reprint(JOB))
    presenter.tick(1)
    done = PrintDone(job=JOB, outcome=PrintOutcome.FAILED, fault="paper_out")
    (told,) = presenter.tick(1 + SILENT_S) if silent else presenter.printed(done, 2)
    assert isinstance(told, Tell) and isinstance(told.request, TicketPrinted)
    assert told.request.outcome is PrintOutcome.FAILED
