"""A pad through a service: called, served, rated once, thanked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.pad import THANKS_S, PadPresenter
from kiosk.presenters.pad_views import Idle, Rating
from lobby.contract.requests import RatingSubmit
from lobby.contract.states import TICKET_EXAMPLE, CounterState, DeviceConfig

RATE = "kZ3v9Q0b7sY"


@pytest.fixture
def pad(new_id: Callable[[], str], counter: Callable[..., CounterState]) -> PadPresenter:
    presenter = PadPresenter(5, new_id)
    presenter.counter_changed(counter())
    return presenter


def touch(pad: PadPresenter, name: str, at: float, wall: datetime) -> list[Effect]:
    """Touch as one who has seen the page for a second."""
    pad.drawn(pad.view(at).page, at - 1)
    return pad.touch(name, at, wall)


def config(opened: datetime | None, rate: str = RATE, stands_s: int = 60) -> DeviceConfig:
    rating = None
    if opened is not None:
        closes = opened + timedelta(seconds=stands_s)
        rating = {"rate": rate, "number": "A012", "opened_at": opened, "closes_at": closes}
    at = opened or datetime.fromisoformat("2026-11-22T08:00:00+07:00")
    return DeviceConfig.model_validate({"rev": 1, "at": at, "device": "pad-1", "rating": rating})


@pytest.mark.parametrize(
    ("state", "lead"),
    [("called", "Mời công dân có số"), ("serving", "Đang phục vụ số"), ("parked", "Kính chào Quý khách")],
)
def test_the_number_in_hand_is_shown(
    pad: PadPresenter, counter: Callable[..., CounterState], state: str, lead: str
) -> None:
    pad.counter_changed(counter(ticket={**TICKET_EXAMPLE, "state": state}))
    page = pad.view(1)
    assert isinstance(page, Idle) and page.lead == lead
    assert page.number == ("A012" if state != "parked" else None)


def test_a_paused_counter_says_why(pad: PadPresenter, counter: Callable[..., CounterState]) -> None:
    pad.counter_changed(counter(state="paused", pause_reason="Họp đột xuất"))
    page = pad.view(1)
    assert isinstance(page, Idle) and "Họp đột xuất" in page.detail


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_scores_count_from_one_to_the_number_of_levels(
    new_id: Callable[[], str], morning: datetime, levels: int
) -> None:
    pad = PadPresenter(levels, new_id)
    pad.configured(config(morning), 0, morning)
    page = pad.view(1)
    assert isinstance(page, Rating)
    assert [choice.score for choice in page.choices] == list(range(levels, 0, -1))
    assert page.choices[0].words == "Rất hài lòng"
    assert len({choice.mood for choice in page.choices}) == levels


def test_one_touch_is_one_rating_and_thanks(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 0, morning)
    (effect,) = touch(pad, "score:4", 2, morning)
    assert isinstance(effect, Ask) and isinstance(effect.request, RatingSubmit)
    assert (effect.request.rate, effect.request.score) == (RATE, 4)
    assert touch(pad, "score:1", 2.5, morning) == []
    assert pad.view(2).page == "thanks"
    assert pad.view(2 + THANKS_S).page == "idle"


def test_a_finger_that_was_on_its_way_before_the_faces_came_rates_nothing(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 0, morning)
    assert pad.touch("score:1", 0.1, morning) == []
    pad.drawn("rating", 0.2)
    assert pad.touch("score:1", 0.7, morning) == []
    assert len(pad.touch("score:1", 0.9, morning)) == 1


def test_thanks_do_not_tell_the_officer_what_was_chosen(new_id: Callable[[], str], morning: datetime) -> None:
    thanks = set()
    for score in range(1, 6):
        pad = PadPresenter(5, new_id)
        pad.configured(config(morning), 0, morning)
        touch(pad, f"score:{score}", 2, morning)
        thanks.add(pad.view(2))
    assert [page.page for page in thanks] == ["thanks"]


def test_the_same_rating_told_again_does_not_open_again(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 0, morning)
    touch(pad, "score:5", 1, morning)
    pad.configured(config(morning), 8, morning)
    assert pad.view(8).page == "idle"
    pad.configured(config(morning, rate="anotherToken"), 9, morning)
    assert pad.view(9).page == "rating"


def test_a_rating_closes_at_its_time(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 100, morning + timedelta(seconds=20))
    assert pad.view(139).page == "rating"
    assert pad.view(140).page == "idle"
    assert touch(pad, "score:5", 141, morning) == []


def test_a_rating_closes_when_the_hub_takes_it_back(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 0, morning)
    pad.configured(config(None), 5, morning)
    assert pad.view(5).page == "idle"


def test_a_rating_of_long_ago_stays_closed(pad: PadPresenter, morning: datetime) -> None:
    pad.configured(config(morning), 0, morning + timedelta(hours=3))
    assert pad.view(0).page == "idle"
