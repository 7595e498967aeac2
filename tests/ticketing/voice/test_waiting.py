"""Calls wait their turn: in order, each once, and not when they no longer help."""

from __future__ import annotations

from collections.abc import Callable

from lobby.contract.calls import Call
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


def test_a_call_that_waited_more_than_a_minute_is_skipped(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    waiting.offer(make_call("A001", 1), 0.0)
    waiting.offer(make_call("A002", 2), 1.0)
    late, in_time = waiting.next(60.5), waiting.next(60.5)
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
