"""Calls wait their turn: in order, each once, and not when they no longer help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lobby.contract.calls import Call
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState
from ticketing.voice.waiting import Skipped, WaitingCalls


def test_calls_come_out_in_order(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    calls = [make_call(f"A00{n}", n) for n in range(1, 6)]
    assert all(waiting.offer(call, 0.0) for call in calls)
    turns = [waiting.next(1.0) for _ in calls]
    assert [turn.call for turn in turns if turn] == calls
    assert all(turn and turn.skipped is None for turn in turns)
    assert waiting.next(1.0) is None


def test_the_same_call_id_waits_once_even_after_it_was_spoken(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    call = make_call()
    assert waiting.offer(call, 0.0)
    assert not waiting.offer(call, 0.1)
    assert waiting.next(0.2) is not None
    assert not waiting.offer(call, 0.3)
    assert waiting.next(0.4) is None


def standing(call: Call, **changes: object) -> CounterState:
    """Return how the call's counter stands a second after it, its ticket changed as told."""
    ticket = call.ticket.model_copy(update=changes)
    return CounterState(
        rev=1,
        at=call.at + timedelta(seconds=1),
        counter=call.counter,
        name=call.counter_name,
        state=CounterPhase.OPEN,
        ticket=ticket,
    )


def test_the_last_of_seven_citizens_called_within_a_second_is_still_spoken(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for n in range(1, 8):
        call = make_call(f"A00{n}", n)
        waiting.offer(call, n / 7)
        waiting.stands(standing(call))
    turns = [waiting.next(11.0 * n) for n in range(7)]
    assert [turn and turn.skipped for turn in turns] == [None] * 7


def test_a_call_knows_whether_another_citizen_waits_to_hear_theirs(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for call in (make_call("A001", 1), make_call("A002", 2), make_call("A003", 3)):
        waiting.offer(call, 0.0)
    gone = make_call("A003", 3)
    waiting.stands(standing(gone, state=TicketState.SERVING))
    turns = [waiting.next(1.0) for _ in range(2)]
    assert [turn and turn.others_wait for turn in turns] == [True, False]


@pytest.mark.parametrize(
    "changes", [{"state": TicketState.SERVING}, {"ticket": "7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10"}]
)
def test_a_call_is_not_spoken_to_one_who_is_at_the_counter_or_was_sent_on(
    make_call: Callable[..., Call], changes: dict[str, object]
) -> None:
    waiting = WaitingCalls()
    call = make_call()
    waiting.offer(call, 0.0)
    waiting.stands(standing(call, **changes))
    turn = waiting.next(1.0)
    assert turn is not None
    assert turn.skipped is Skipped.OVER


def test_a_call_is_not_spoken_when_its_counter_holds_nobody(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    call = make_call()
    waiting.offer(call, 0.0)
    waiting.stands(standing(call).model_copy(update={"ticket": None}))
    turn = waiting.next(1.0)
    assert turn is not None
    assert turn.skipped is Skipped.OVER


def test_a_picture_from_before_the_call_drops_nothing(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    call = make_call()
    waiting.stands(standing(call).model_copy(update={"ticket": None, "at": call.at}))
    waiting.offer(call, 0.0)
    turn = waiting.next(1.0)
    assert turn is not None
    assert turn.skipped is None


def test_a_call_that_waited_more_than_three_minutes_is_skipped(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    waiting.offer(make_call("A001", 1), 0.0)
    waiting.offer(make_call("A002", 2), 1.0)
    late, in_time = waiting.next(180.5), waiting.next(180.5)
    assert late is not None
    assert late.skipped is Skipped.STALE
    assert in_time is not None
    assert in_time.skipped is None


def test_a_call_whose_counter_called_another_ticket_is_skipped(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for call in (make_call("A001", 1), make_call("A002", 2), make_call("A003", 1)):
        waiting.offer(call, 0.0)
    turns = [waiting.next(1.0) for _ in range(3)]
    assert [turn and turn.skipped for turn in turns] == [Skipped.OVERTAKEN, None, None]


def test_a_recall_of_the_same_ticket_skips_nothing(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    waiting.offer(make_call("A001", 1), 0.0)
    waiting.offer(make_call("A001", 1, nth=2), 0.0)
    turns = [waiting.next(1.0) for _ in range(2)]
    assert [turn and (turn.call.nth, turn.skipped) for turn in turns] == [(1, None), (2, None)]


def test_a_flood_neither_grows_for_ever_nor_goes_unanswered(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for n in range(300):
        waiting.offer(make_call(f"A{n:03d}", n), 0.0)
    skipped = []
    while (turn := waiting.next(1.0)) is not None:
        skipped.append(turn.skipped)
    assert len(skipped) == 300
    assert skipped.count(Skipped.CROWDED) == 100
