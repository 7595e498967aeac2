"""Who reads English is told in English, and sees the hub's own Vietnamese words below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.presenters.dispenser import DispenserPresenter
from kiosk.presenters.dispenser_views import Closed, Held, Sorry, Welcome
from lobby.contract.errors import SENTENCES, ErrorCode, Refused
from lobby.contract.replies import refuse
from lobby.contract.states import QueueState
from ticketing.engine.hours_words import BEFORE, LUNCH, OVER_FOR_NOW, sentence

Make = Callable[..., DispenserPresenter]
Touch = Callable[[DispenserPresenter, str, float], list[Any]]
Queue = Callable[..., QueueState]
LUNCH_BREAK = "Nghỉ trưa, mở lại lúc 13:30."
FULL = "Hộ tịch – Chứng thực đã nhận đủ 200 lượt trong hôm nay."
HELD = "Biên nhận này đã lấy số A012. Mời Quý khách chờ gọi số đó."
CODE = "H15.12-250701-0001"


def refused_with(presenter: DispenserPresenter, touch: Touch, code: ErrorCode, sentence: str | None = None) -> Any:
    """Take a number with a receipt in the hand, and have it refused."""
    presenter.scanned(CODE, 10)
    touch(presenter, "purpose:submit", 11)
    touch(presenter, "service:ho-tich", 12)
    (ask,) = touch(presenter, "take", 13)
    presenter.replied(ask.request, refuse(ask.request.id, Refused(code, sentence)), 14)
    return presenter.view(14)


def english(screen: Make, touch: Touch) -> DispenserPresenter:
    presenter = screen(scans=True)
    touch(presenter, "language", 5)
    return presenter


@pytest.mark.parametrize(
    ("code", "told", "own"),
    [
        (ErrorCode.SERVICE_CLOSED, LUNCH_BREAK, "Numbers are given from 13:30."),
        (ErrorCode.SERVICE_CLOSED, "Cán bộ đi họp.", "Please ask a member of staff."),
        (
            ErrorCode.QUOTA_FULL,
            FULL,
            "No numbers are left for this service today. Please come back on the next working day.",
        ),
        (ErrorCode.COUNTER_CLOSED, None, "Please try again or ask a member of staff."),
    ],
)
def test_a_refusal_is_told_in_english_above_the_hubs_words(
    screen: Make, touch: Touch, code: ErrorCode, told: str | None, own: str
) -> None:
    page = refused_with(english(screen, touch), touch, code, told)
    assert isinstance(page, Sorry)
    assert (page.detail, page.original) == (own, told or SENTENCES[code])
    page = refused_with(screen(scans=True), touch, code, told)
    assert isinstance(page, Sorry)
    assert (page.detail, page.original) == (told or SENTENCES[code], None)


def test_a_sentence_that_has_a_translation_is_not_said_twice(screen: Make, touch: Touch) -> None:
    page = refused_with(english(screen, touch), touch, ErrorCode.QUOTA_FULL)
    assert isinstance(page, Sorry) and page.detail.startswith("No numbers are left") and page.original is None


def test_a_receipt_that_has_a_number_is_told_which_in_english(screen: Make, touch: Touch) -> None:
    page = refused_with(english(screen, touch), touch, ErrorCode.WRONG_STATE, HELD)
    assert isinstance(page, Held)
    assert page.sentence == "This receipt has number A012 already. Please wait until it is called."
    assert page.original == HELD
    page = refused_with(screen(scans=True), touch, ErrorCode.WRONG_STATE, HELD)
    assert isinstance(page, Held) and (page.sentence, page.original) == (HELD, None)


def test_a_closed_field_says_in_english_when_it_goes_on(screen: Make, touch: Touch, queue: Queue) -> None:
    presenter = english(screen, touch)
    presenter.queue_changed(queue(service="dat-dai", name="Đất đai", open=False, closed_reason=LUNCH_BREAK, rev=2))
    page = presenter.view(6)
    assert isinstance(page, Welcome)
    card = next(one for one in page.cards if one.service == "dat-dai")
    assert (card.waiting, card.detail, card.original) == (
        "Closed for now",
        ("Numbers are given from 13:30.",),
        LUNCH_BREAK,
    )


def test_when_every_field_rests_english_says_until_when(screen: Make, touch: Touch, queue: Queue) -> None:
    presenter = english(screen, touch)
    for service in ("ho-tich", "dat-dai", "tra-ket-qua"):
        presenter.queue_changed(queue(service=service, open=False, closed_reason=LUNCH_BREAK, rev=2))
    page = presenter.view(6)
    assert isinstance(page, Closed)
    assert (page.reason, page.original) == ("Numbers are given from 13:30.", LUNCH_BREAK)


@pytest.mark.parametrize(
    ("why", "days", "own"),
    [
        (LUNCH, 0, "Numbers are given from 13:30."),
        (BEFORE, 0, "Numbers are given from 13:30."),
        (OVER_FOR_NOW, 4, "Numbers are given from 13:30, 27/11."),
        (OVER_FOR_NOW, 60, "Numbers are given from 13:30, 22/01/2027."),
    ],
)
def test_when_it_opens_again_is_read_from_the_hubs_own_wording(
    screen: Make, touch: Touch, queue: Queue, morning: datetime, why: str, days: int, own: str
) -> None:
    monday = morning + timedelta(days=1)
    opening = (monday + timedelta(days=days)).replace(hour=13, minute=30)
    presenter = english(screen, touch)
    for service in ("ho-tich", "dat-dai", "tra-ket-qua"):
        reason = sentence(why, opening, monday.date())
        presenter.queue_changed(queue(service=service, open=False, closed_reason=reason, rev=2))
    page = presenter.view(6)
    assert isinstance(page, Closed) and (page.reason, page.original) == (own, reason)
