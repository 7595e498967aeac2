"""Fields and counters come and go while the screen runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.keeping.pictures import Pictures
from kiosk.keeping.tables import SCHEMA
from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser import DispenserPresenter
from kiosk.presenters.dispenser_views import Sorry, Taken, Welcome
from kiosk.presenters.wording import ENGLISH, waiting_time
from lobby.contract.replies import Issued, Reply, accept
from lobby.contract.states import CounterState, QueueState
from lobby.contract.ticket import Wait
from lobby.database import Database

Make = Callable[..., DispenserPresenter]
Touch = Callable[[DispenserPresenter, str, float], list[Any]]


def test_a_field_that_the_site_has_no_more_leaves_the_screen_and_its_counters_the_others(
    screen: Make, queue: Callable[..., QueueState], counter: Callable[..., CounterState]
) -> None:
    presenter = screen()
    presenter.queue_changed(queue(service="ho-tich", name="Hộ tịch", counters=("quay-1", "quay-2")))
    presenter.counter_changed(counter(counter="quay-2", name="Quầy số 2"))
    presenter.queue_gone("dat-dai")
    presenter.counter_gone("quay-2")
    page = presenter.view(1)
    assert isinstance(page, Welcome)
    assert [card.service for card in page.cards] == ["ho-tich", "tra-ket-qua"]
    assert "1 quầy đang mở" in page.cards[0].detail
    presenter.queue_gone("dat-dai")
    presenter.counter_gone("quay-9")


def test_who_was_choosing_a_field_that_goes_is_told_whom_to_ask(screen: Make, touch: Touch) -> None:
    presenter = screen()
    touch(presenter, "service:dat-dai", 1)
    presenter.queue_gone("dat-dai")
    page = presenter.view(2)
    assert isinstance(page, Sorry) and page.detail == "Vui lòng hỏi cán bộ hướng dẫn."
    assert touch(presenter, "take", 3) == []


def test_a_number_of_a_field_that_went_keeps_the_fields_name(screen: Make, touch: Touch) -> None:
    presenter = screen()
    touch(presenter, "service:ho-tich", 1)
    (ask,) = touch(presenter, "take", 3)
    presenter.queue_gone("ho-tich")
    (slip,) = presenter.replied(ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 4)
    page = presenter.view(4)
    assert isinstance(page, Taken) and page.name == slip.job.service == "Hộ tịch – Chứng thực"


def test_the_next_start_does_not_remember_it_either(
    tmp_path: Path, queue: Callable[..., QueueState], counter: Callable[..., CounterState]
) -> None:
    disk = Database(tmp_path / "numbers.sqlite", SCHEMA, "FULL")
    disk.start()
    pictures = Pictures(disk)
    pictures.queue_changed(queue(service="ho-tich"))
    pictures.queue_changed(queue(service="dat-dai"))
    pictures.counter_changed(counter(counter="quay-1"))
    pictures.queue_gone("dat-dai")
    pictures.counter_gone("quay-1")
    assert [one.service for one in pictures.queues()] == ["ho-tich"] and pictures.counters() == []
    pictures.queue_changed(queue(service="dat-dai"))
    assert {one.service for one in pictures.queues()} == {"ho-tich", "dat-dai"}
    disk.stop()


@pytest.mark.parametrize(
    ("low_s", "high_s", "told", "in_english"),
    [
        (300, 7140, "Dự kiến chờ 5–119 phút", "Expected wait 5–119 minutes"),
        (7140, 14460, "Dự kiến chờ 119 phút – 4 giờ 01", "Expected wait 119 min – 4 h 01"),
        (7260, 14400, "Dự kiến chờ 2 giờ 01 – 4 giờ 00", "Expected wait 2 h 01 – 4 h 00"),
    ],
)
def test_a_long_wait_is_told_in_hours(low_s: int, high_s: int, told: str, in_english: str) -> None:
    wait = Wait(low_s=low_s, high_s=high_s)
    assert waiting_time(wait, str) == told
    assert waiting_time(wait, translator(ENGLISH)) == in_english
