"""What citizens are told of their wait: how many are ahead, and a range that this site's own services taught."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.ticket import Wait
from ticketing.engine import estimate
from ticketing.engine.fold import fold
from ticketing.engine.hours import Hours, Period
from ticketing.engine.learning import Learned, from_data
from ticketing.engine.selection import line
from ticketing.engine.site import Precedence, Rules

OFFICE = Hours(((Period(450, 690), Period(810, 1020)),) * 7, early_min=30)


def told(play: Any, service: str = "ho-tich", priority: str | None = None) -> Wait | None:
    wait: Wait | None = play.granted("ticket/issue", service=service, priority=priority).wait
    return wait


def middle(wait: Wait | None) -> float:
    assert wait is not None and wait.low_s <= wait.high_s
    return (wait.low_s + wait.high_s) / 2


def serve(play: Any, seconds: float, counter: str = "quay-1") -> None:
    play.next(counter)
    play.forward(seconds)
    play.granted("counter/finish", counter=counter)


def test_nobody_is_told_a_wait_while_no_counter_works(play: Any) -> None:
    assert told(play) is None
    play.open("quay-1")
    assert told(play) is not None
    assert told(play, "dat-dai") is None


def test_a_site_that_knows_nothing_yet_goes_by_its_settings(play: Any) -> None:
    play.open("quay-1")
    for _ in range(4):
        play.issue()
    wait = told(play)
    assert wait is not None and wait.low_s < 4 * 300 < wait.high_s


def test_the_wait_is_learned_from_the_days_own_services(play: Any) -> None:
    play.open("quay-1")
    for _ in range(24):
        play.issue()
    for _ in range(20):
        serve(play, 60)
    wait = told(play)
    assert wait is not None and 100 < wait.low_s < 5 * 60 < wait.high_s < 500


def test_what_was_learned_lasts_over_the_night_and_a_restart(play: Any) -> None:
    play.open("quay-1")
    for _ in range(12):
        play.issue()
        serve(play, 60)
    play.now += timedelta(days=1)
    play.open("quay-1")
    for _ in range(4):
        play.issue()
    assert middle(told(play)) < 450
    assert fold(play.facts) == play.lobby
    assert from_data(play.lobby.learned.to_data()).fields == from_data(play.lobby.learned.to_data()).fields


def test_one_counter_left_without_finish_does_not_spoil_the_estimate(play: Any) -> None:
    play.open("quay-1")
    for _ in range(12):
        play.issue()
        serve(play, 120)
    before = play.lobby.learned.pace("ho-tich").mean_s
    play.issue()
    serve(play, 7200)
    assert play.lobby.learned.pace("ho-tich").mean_s < before * 1.5


def test_a_second_counter_shortens_the_wait_and_a_slow_officer_lengthens_it(new_play: Callable[..., Any]) -> None:
    def wait_with(*counters: str, took: float = 300) -> float:
        play = new_play()
        play.open(*counters)
        for _ in range(20):
            play.issue()
        for _ in range(5):
            for counter in counters:
                play.next(counter)
            play.forward(took)
            for counter in counters:
                play.granted("counter/finish", counter=counter)
        for _ in range(10):
            play.issue()
        return middle(told(play))

    assert wait_with("quay-1", "quay-2") < 0.75 * wait_with("quay-1")
    assert wait_with("quay-1", took=600) > wait_with("quay-1", took=200)


def test_the_longer_the_citizen_in_hand_is_there_the_sooner_the_next_is_called(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    play.next()
    play.issue()
    card = play.lobby.cards[play.lobby.numbers["A002"]]

    def later(seconds: float) -> float:
        return middle(estimate.standing(play.site, play.lobby, card, play.now + timedelta(seconds=seconds))[1])

    assert later(240) < later(1)
    assert later(3600) > 600, "a service that lasts for an hour will not be over in a moment"


def test_priority_is_told_a_shorter_wait(play: Any) -> None:
    play.open("quay-1")
    for _ in range(10):
        play.issue()
    assert middle(told(play, priority="elderly")) < middle(told(play)) / 3


def test_who_comes_before_opening_or_lunch_is_told_of_the_time_nobody_works(new_play: Callable[..., Any]) -> None:
    early = new_play()
    early.site = replace(early.site, hours=OFFICE)
    early.now = datetime(2026, 11, 23, 7, 0, tzinfo=OFFICE_ZONE)
    wait = told(early)
    assert wait is not None and wait.low_s < 1800 + 300 and wait.high_s > 1800
    late = new_play()
    late.site = replace(late.site, hours=OFFICE)
    late.now = datetime(2026, 11, 23, 11, 0, tzinfo=OFFICE_ZONE)
    late.open("quay-1")
    for _ in range(20):
        late.issue()
    assert middle(told(late)) > 2 * 3600


def test_an_appointment_is_not_before_its_time(play: Any) -> None:
    play.open("quay-1")
    booked = play.granted("ticket/issue", service="ho-tich", appointment="09:00")
    assert booked.wait.low_s >= 5400


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([None, None, None, "elderly", "merit"]),
        st.sampled_from([None, None, None, None, "07:31", "07:45", "08:00", "10:00"]),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=30,
)
RULES = st.builds(
    Rules,
    precedence=st.sampled_from(list(Precedence)),
    priority_one_in=st.integers(1, 5),
    normal_bound_s=st.sampled_from([60, 600, 1800]),
)


@settings(max_examples=150)
@given(people=PEOPLE, rules=RULES, forward=st.integers(0, 4000))
def test_people_ahead_is_the_place_in_the_line_whatever_the_rules(
    new_play: Callable[..., Any], people: list[Any], rules: Rules, forward: int
) -> None:
    play = new_play()
    play.site = replace(play.site, rules=rules)
    for priority, appointment, seconds in people:
        play.ask("ticket/issue", service="ho-tich", priority=priority, appointment=appointment)
        play.forward(seconds)
    play.forward(forward)
    cards = line(play.site, play.lobby, "quay-1", play.now)
    found = [estimate.ahead(play.site, play.lobby, card, play.now) for card in cards]
    assert found == list(range(len(cards)))


@pytest.mark.parametrize("aged", [False, True])
def test_two_thousand_who_wait_do_not_slow_the_telling(new_play: Callable[..., Any], aged: bool) -> None:
    play = new_play()
    services = {key: replace(one, last=9999) for key, one in play.site.services.items()}
    play.site = replace(play.site, services=services)
    play.open("quay-1", "quay-2")
    for number in range(2000):
        play.ask("ticket/issue", service="ho-tich", priority="elderly" if number % 7 == 0 else None)
    now = play.now + timedelta(hours=2 if aged else 0)
    card = play.lobby.cards[play.lobby.numbers["A1999"]]
    begun = time.thread_time()
    for _ in range(20):
        estimate.standing(play.site, play.lobby, card, now)
    assert (time.thread_time() - begun) / 20 < 0.02


def test_nothing_learned_says_nothing() -> None:
    assert from_data(None) == Learned() and from_data({}) == Learned()
