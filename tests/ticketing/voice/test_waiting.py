"""Calls wait their turn: in order, each once, and not when they no longer help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lobby.contract.calls import Call
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState
from ticketing.voice.waiting import URGENT, Skipped, WaitingCalls


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


def read_all(waiting: WaitingCalls, *, at: float = 1.0) -> list[tuple[str, int]]:
    """Read what waits as a speaker does; returns number and reading of each turn."""
    turns: list[tuple[str, int]] = []
    while (turn := waiting.next(at)) is not None:
        assert turn.skipped is None
        turns.append((turn.call.ticket.number, turn.reading))
        waiting.read(turn)
    return turns


def test_a_lone_call_is_repeated_at_once(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls(readings=3)
    waiting.offer(make_call("A001", 1), 0.0)
    assert read_all(waiting) == [("A001", 1), ("A001", 2), ("A001", 3)]


def test_everybody_is_called_once_before_anybody_is_called_again(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for n in range(1, 4):
        waiting.offer(make_call(f"A00{n}", n), 0.0)
    firsts, repeats = [(f"A00{n}", 1) for n in range(1, 4)], [(f"A00{n}", 2) for n in range(1, 4)]
    assert read_all(waiting) == [*firsts, *repeats]


def test_a_recall_goes_before_repeats_that_wait_and_behind_calls_that_came_before(
    make_call: Callable[..., Call],
) -> None:
    waiting = WaitingCalls()
    for n in (1, 2):
        waiting.offer(make_call(f"A00{n}", n), 0.0)
    for _ in range(2):
        turn = waiting.next(1.0)
        assert turn is not None
        waiting.read(turn)
    waiting.offer(make_call("A003", 3), 2.0)
    waiting.offer(make_call("A002", 2, nth=2), 2.0)
    # The repeat of A002's first call is not wanted any more: its recall says the same.
    assert read_all(waiting, at=3.0) == [("A003", 1), ("A002", 1), ("A001", 2), ("A003", 2), ("A002", 2)]


def test_a_repeat_is_dropped_when_the_citizen_has_come_or_the_counter_went_on(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    come, gone_on, still = (make_call(f"A00{n}", n) for n in (1, 2, 3))
    for call in (come, gone_on, still):
        waiting.offer(call, 0.0)
        turn = waiting.next(0.0)
        assert turn is not None
        waiting.read(turn)
    waiting.stands(standing(come, state=TicketState.SERVING))
    waiting.offer(make_call("A004", 2), 1.0)
    assert read_all(waiting) == [("A004", 1), ("A003", 2), ("A004", 2)]


def paused(call: Call, reason: str) -> CounterState:
    return standing(call).model_copy(update={"state": CounterPhase.PAUSED, "pause_reason": reason})


def test_calls_of_a_counter_in_an_emergency_wait_while_others_are_read(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls(urgent=URGENT)
    urgent, other = make_call("A001", 1), make_call("A002", 2)
    for call in (urgent, other):
        waiting.offer(call, 0.0)
    waiting.stands(paused(urgent, "Xử lý công việc khẩn cấp"))
    assert read_all(waiting) == [("A002", 1), ("A002", 2)]
    waiting.stands(standing(urgent))
    assert read_all(waiting, at=100.0) == [("A001", 1), ("A001", 2)]


def test_another_pause_lets_the_citizen_who_was_called_hear_it(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls(urgent=URGENT)
    call = make_call("A001", 1)
    waiting.offer(call, 0.0)
    waiting.stands(paused(call, "Nghỉ giải lao"))
    assert read_all(waiting) == [("A001", 1), ("A001", 2)]


def test_while_the_zone_is_held_calls_wait_and_what_grew_too_old_is_told(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    assert waiting.hold(True)
    assert not waiting.hold(True)
    waiting.offer(make_call("A001", 1), 0.0)
    waiting.offer(make_call("A002", 2), 100.0)
    assert waiting.next(100.0) is None
    late = waiting.next(181.0)
    assert late is not None
    assert late.skipped is Skipped.STALE
    assert waiting.next(181.0) is None
    waiting.hold(False)
    assert read_all(waiting, at=182.0) == [("A002", 1), ("A002", 2)]


def test_a_reading_that_was_broken_off_comes_first_again(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for n in (1, 2):
        waiting.offer(make_call(f"A00{n}", n), 0.0)
    turn = waiting.next(0.0)
    assert turn is not None
    waiting.put_back(turn)
    assert read_all(waiting)[:2] == [("A001", 1), ("A002", 1)]


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


def test_in_a_rush_of_long_calls_the_last_citizen_is_spoken_to_while_still_called(
    make_call: Callable[..., Call],
) -> None:
    waiting = WaitingCalls()
    calls = [make_call(f"A{n:03d}", n, languages=("vi", "en")) for n in range(1, 21)]
    for call in calls:
        waiting.offer(call, 0.0)
        waiting.stands(standing(call))
    # In two languages a call takes twelve seconds.
    turns = [waiting.next(12.0 * n) for n in range(20)]
    assert [turn and (turn.call, turn.skipped) for turn in turns] == [(call, None) for call in calls]


def test_a_repeat_and_a_call_that_was_held_back_grow_old_all_the_same(make_call: Callable[..., Call]) -> None:
    waiting = WaitingCalls()
    for n in (1, 2):
        call = make_call(f"A00{n}", n)
        waiting.offer(call, 0.0)
        waiting.stands(standing(call))
    first = waiting.next(1.0)
    assert first is not None
    waiting.read(first)
    waiting.hold(True)
    late = waiting.next(181.0)
    assert late is not None
    assert late.skipped is Skipped.STALE
    waiting.hold(False)
    assert waiting.next(182.0) is None


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
