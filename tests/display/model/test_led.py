"""What an LED board shows: every call in order, each long enough to read, and the right thing after a late start."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.model.led import BLINK_S, HOLD_S, IDLE, LedModel, LedView, counter_sign
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import Ticket, TicketState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)


def ticket(number: str, minute: int = 0, state: TicketState = TicketState.CALLED) -> Ticket:
    return Ticket(
        ticket=str(uuid.uuid5(uuid.NAMESPACE_URL, number)),
        number=number,
        service="ho-tich",
        state=state,
        issued_at=NOON,
        called_at=NOON + timedelta(minutes=minute),
    )


def call(number: str, counter: int, call_id: str | None = None, minute: int = 0) -> Call:
    return Call(
        call_id=call_id or str(uuid.uuid4()),
        kind=CallKind.CALL,
        ticket=ticket(number, minute),
        counter=f"quay-{counter}",
        counter_name=f"Quầy số {counter}",
        nth=1,
        at=NOON + timedelta(minutes=minute),
    )


def picture(number: str | None, counter: int, call_id: str | None = None, minute: int = 0) -> CounterState:
    return CounterState(
        rev=1,
        at=NOON,
        counter=f"quay-{counter}",
        name=f"Quầy số {counter}",
        state=CounterPhase.OPEN,
        ticket=ticket(number, minute) if number else None,
        call_id=(call_id or str(uuid.uuid4())) if number else None,
    )


def closed(counter: int) -> CounterState:
    return picture(None, counter).model_copy(update={"state": CounterPhase.CLOSED})


def watched(model: LedModel, until: float, step: float = 0.1) -> list[tuple[float, str, str]]:
    """Watch the board as a citizen does; return when each number came up."""
    seen: list[tuple[float, str, str]] = []
    for tick in range(round(until / step) + 1):
        view = model.view(tick * step)
        if not seen or seen[-1][1:] != (view.number, view.counter):
            seen.append((round(tick * step, 3), view.number, view.counter))
    return seen


def test_nothing_called_yet_shows_dashes() -> None:
    assert LedModel().view(0.0) == LedView(IDLE, "", blink=False, call_id=None)


def test_a_call_stands_at_once_blinks_while_fresh_and_stays() -> None:
    model = LedModel()
    called = call("A012", 3)
    model.call(called)
    assert model.view(0.0) == LedView("A012", "3", blink=True, call_id=called.call_id, place="Quầy số 3")
    assert model.view(BLINK_S - 0.1).blink
    assert model.view(BLINK_S) == LedView("A012", "3", blink=False, call_id=called.call_id, place="Quầy số 3")
    assert model.view(3600.0).number == "A012"


def test_ten_calls_in_one_second_are_all_shown_in_order_each_three_seconds() -> None:
    model = LedModel()
    numbers = [f"A{n:03d}" for n in range(10)]
    for number in numbers:
        model.call(call(number, 1))
    seen = watched(model, 40)
    assert [number for _, number, _ in seen] == numbers
    times = [at for at, _, _ in seen]
    assert all(later - earlier >= HOLD_S - 1e-6 for earlier, later in itertools.pairwise(times))
    assert times[-1] <= 9 * (HOLD_S + 0.1)


@given(st.lists(st.floats(0, 20), min_size=1, max_size=15))
def test_no_call_is_left_out_whenever_it_comes(arrivals: list[float]) -> None:
    model = LedModel()
    coming = sorted(arrivals)
    numbers = [f"{n:03d}" for n in range(len(coming))]
    shown: list[tuple[float, str]] = []
    next_up = 0
    for tick in range(round((coming[-1] + len(coming) * 3.2) * 10) + 10):
        now = tick / 10
        while next_up < len(coming) and coming[next_up] <= now:
            model.call(call(numbers[next_up], 1))
            next_up += 1
        view = model.view(now)
        if view.call_id and (not shown or shown[-1][1] != view.number):
            shown.append((now, view.number))
    assert [number for _, number in shown] == numbers
    assert all(b[0] - a[0] >= HOLD_S - 1e-6 for a, b in itertools.pairwise(shown))


def test_the_same_call_twice_is_shown_once_and_a_recall_blinks_again() -> None:
    model = LedModel()
    first = call("A012", 3)
    model.call(first)
    model.view(0.0)
    model.call(first)
    assert not model.view(20.0).blink
    model.call(call("A012", 3))
    assert model.view(21.0).blink


def test_a_late_start_shows_the_newest_of_what_is_called_whatever_order_it_comes_in() -> None:
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
        model = LedModel()
        for counter in order:
            model.picture(picture(f"A00{counter}", counter, minute=counter), 0.0)
        assert watched(model, 20) == [(0.0, "A003", "3")]


def test_a_late_start_ignores_who_is_already_served() -> None:
    model = LedModel()
    served = picture("A001", 1).model_copy(update={"ticket": ticket("A001", state=TicketState.SERVING)})
    model.picture(served, 0.0)
    assert model.view(0.0).number == IDLE


def test_a_call_and_its_counters_picture_are_one_call_in_either_order() -> None:
    for picture_first in (True, False):
        model = LedModel()
        for number in ("A001", "A002"):
            event, state = call(number, 1, minute=int(number[-1])), None
            state = picture(number, 1, event.call_id, minute=int(number[-1]))
            if picture_first:
                model.picture(state, 0.0)
                model.call(event)
            else:
                model.call(event)
                model.view(0.0)
                model.picture(state, 0.0)
        assert [number for _, number, _ in watched(model, 20)] == ["A001", "A002"]


def test_an_old_call_is_not_shown_as_new_when_its_counter_says_something_else() -> None:
    model = LedModel()
    old, older = picture("A002", 2, minute=2), picture("A001", 1, minute=1)
    for state in (old, older):
        model.picture(state, 0.0)
    model.call(call("B001", 3, minute=5))
    model.view(5.0)
    model.picture(older, 6.0)
    assert model.view(30.0).number == "B001"


def test_a_call_missed_while_the_link_was_down_is_shown_from_its_picture() -> None:
    model = LedModel()
    model.call(call("A001", 1))
    model.view(0.0)
    model.picture(picture("A002", 2, minute=1), 10.0)
    assert model.view(10.0).number == "A002"


def test_a_picture_pushed_aside_by_a_newer_one_still_has_its_turn_when_its_call_comes() -> None:
    model = LedModel()
    first, second = call("A001", 1, minute=1), call("A002", 2, minute=2)
    model.picture(picture("A001", 1, first.call_id, minute=1), 0.0)
    model.picture(picture("A002", 2, second.call_id, minute=2), 0.0)
    model.call(first)
    model.call(second)
    assert [number for _, number, _ in watched(model, 20)] == ["A002", "A001"]


def test_when_every_counter_has_closed_the_board_goes_idle_but_not_under_a_fresh_call() -> None:
    model = LedModel()
    model.call(call("A001", 1))
    model.view(0.0)
    model.picture(closed(1), 1.0)
    model.picture(closed(2), 1.0)
    assert model.view(2.0).number == "A001"
    assert model.view(BLINK_S + 1).number == IDLE


@pytest.mark.parametrize(
    ("name", "counter", "sign"),
    [
        ("Quầy số 3", "quay-9", "3"),
        ("Quầy số 05", "x", "5"),
        ("Bàn 12 (tầng trệt)", "x", "12"),
        ("Tiếp dân", "quay-7", "7"),
    ],
)
def test_a_counter_is_shown_by_its_number(name: str, counter: str, sign: str) -> None:
    assert counter_sign(name, counter) == sign


def test_a_counter_without_any_number_shows_none() -> None:
    assert counter_sign("Tiếp dân", "tiep-dan") == ""
