"""Rules of the queue that hold whatever people press (`python -m bench histories` tries ten thousand histories)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from bench.history.machine import History
from ticketing.engine.estimate import ahead
from ticketing.engine.selection import line

PRIORITIES = st.sampled_from([None, None, "elderly", "merit"])


def test_a_history_of_whatever_people_press_breaks_no_rule() -> None:
    run_state_machine_as_test(History, settings=settings(max_examples=60, stateful_step_count=50))


PEOPLE = st.lists(PRIORITIES, min_size=1, max_size=30)
ANY_PLAY = settings(max_examples=40)


@ANY_PLAY
@given(people=PEOPLE)
def test_priority_goes_first_and_nobody_starves(new_play: Callable[..., Any], people: list[str | None]) -> None:
    play = new_play()
    play.open("quay-1")
    classes = {play.issue(priority=priority): priority for priority in people}
    called = [play.next() for _ in people]
    assert sorted(called) == sorted(classes)
    priority = [number for number in called if classes[number]]
    normal = [number for number in called if not classes[number]]
    assert priority == sorted(priority) and normal == sorted(normal), "first come, first called within each kind"
    for place, (this, following) in enumerate(pairwise(called)):
        if classes[this] and classes[following]:
            passed = [later for later in called[place:] if not classes[later] and later < following]
            assert not passed, "two priorities in a row pass nobody who came earlier"
    if priority:
        assert classes[called[0]], "priority goes first"


@ANY_PLAY
@given(people=PEOPLE)
def test_people_ahead_is_the_place_in_the_line_as_it_is_called(
    new_play: Callable[..., Any], people: list[str | None]
) -> None:
    play = new_play()
    play.open("quay-1")
    for priority in people:
        play.issue(priority=priority)
    play.next()
    play.granted("counter/transfer", counter="quay-1", service="ho-tich", place="first")
    cards = line(play.site, play.lobby, "quay-2", play.now)
    assert [ahead(play.site, play.lobby, card, play.now) for card in cards] == list(range(len(cards)))
    assert len(line(play.site, play.lobby, "quay-1", play.now)) == len(people)


@pytest.mark.parametrize("first", [1, 38])
def test_numbers_run_out_rather_than_repeat(new_play: Callable[..., Any], first: int) -> None:
    play = new_play()
    if first > 1:
        play.issue()
        play.lobby = type(play.lobby)(**{**vars(play.lobby), "serials": {"ho-tich": first - 1}})
    given_out = {play.issue() for _ in range(40 - (first > 1))}
    assert len(given_out) == 40 - (first > 1)
    assert play.refused("ticket/issue", service="ho-tich") == "quota_full"
