"""A loudspeaker that died or was away: what it missed is spoken, and what it said is heard of in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lobby.contract.calls import Call, CallKind
from lobby.contract.states import CounterPhase, CounterState, Presented
from lobby.contract.ticket import TicketState
from ticketing.voice.catching_up import COMES_WITHIN_S, UNTOLD_S, CatchingUp, Lost

MakeCall = Callable[..., Call]


def picture(call: Call, **changes: object) -> CounterState:
    """Return the counter's picture a second after the call."""
    state = CounterState(
        rev=1,
        at=call.at + timedelta(seconds=1),
        counter=call.counter,
        name=call.counter_name,
        state=CounterPhase.OPEN,
        ticket=call.ticket,
        call_id=call.call_id,
        presented=Presented(displayed=1),
    )
    return state.model_copy(update=changes)


def found(state: CounterState, *, after_s: float = COMES_WITHIN_S, today: datetime | None = None) -> list[Lost]:
    catching_up = CatchingUp()
    catching_up.counter(state, 100.0)
    return catching_up.lost(100.0 + after_s, today or state.at)


def test_a_call_that_its_counters_picture_shows_is_found_as_it_was_made(make_call: MakeCall) -> None:
    made = make_call("A012", 3, nth=2, languages=("vi", "en"))
    (lost,) = found(picture(made, languages=("vi", "en")))
    assert lost.call == made
    assert lost.call.kind is CallKind.RECALL


def test_calls_are_found_in_the_order_in_which_they_were_made(make_call: MakeCall) -> None:
    catching_up = CatchingUp()
    for n in (3, 1, 2):
        call = make_call(f"A00{n}", n)
        at = call.at + timedelta(seconds=n)
        ticket = call.ticket.model_copy(update={"called_at": at})
        catching_up.counter(picture(call, ticket=ticket), 100.0)
    found = catching_up.lost(103.0, make_call().at)
    assert [one.call.ticket.number for one in found] == ["A001", "A002", "A003"]


def test_a_call_has_a_moment_to_come_by_itself_however_often_its_counter_is_drawn(make_call: MakeCall) -> None:
    state = picture(make_call())
    assert found(state, after_s=COMES_WITHIN_S - 0.5) == []
    catching_up = CatchingUp()
    for at in (100.0, 101.0, 101.9):
        catching_up.counter(state, at)
    assert len(catching_up.lost(102.0, state.at)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"presented": Presented(displayed=1, spoken=1)},
        {"ticket": None},
        {"call_id": None},
        {"state": CounterPhase.CLOSED},
    ],
)
def test_what_was_spoken_or_is_over_is_left_alone(make_call: MakeCall, changes: dict[str, object]) -> None:
    assert found(picture(make_call(), **changes)) == []


def test_a_citizen_who_has_come_is_not_called(make_call: MakeCall) -> None:
    call = make_call()
    serving = call.ticket.model_copy(update={"state": TicketState.SERVING})
    assert found(picture(call, ticket=serving)) == []


@pytest.mark.parametrize("minutes", [-60 * 24 * 365, 0, 1])
def test_a_call_of_just_now_is_found_though_this_machines_clock_is_behind(make_call: MakeCall, minutes: int) -> None:
    state = picture(make_call())
    (lost,) = found(state, today=state.at + timedelta(minutes=minutes))
    assert lost.age_s == pytest.approx(max(COMES_WITHIN_S, 1 + 60 * minutes))


def test_a_call_of_long_ago_is_left_alone(make_call: MakeCall) -> None:
    call = make_call()
    assert found(picture(call), today=call.at + timedelta(seconds=UNTOLD_S)) == []
    assert found(picture(call, at=call.at + timedelta(seconds=UNTOLD_S))) == []
