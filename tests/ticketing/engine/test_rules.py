"""Rules of the queue that hold whatever people press, tried with thousands of random days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lobby.contract.journal import EntryKind
from lobby.contract.ticket import TicketState
from ticketing.engine.estimate import ahead
from ticketing.engine.fold import fold
from ticketing.engine.selection import line

COUNTERS = st.sampled_from(["quay-1", "quay-2", "quay-3"])
SERVICES = st.sampled_from(["ho-tich", "dat-dai"])
PRIORITIES = st.sampled_from([None, None, "elderly", "merit"])
HELD = (TicketState.CALLED, TicketState.SERVING)


def machine(new_play: Callable[..., Any]) -> type[RuleBasedStateMachine]:
    class Day(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.play = new_play()

        @rule(service=SERVICES, priority=PRIORITIES)
        def take_a_number(self, service: str, priority: str | None) -> None:
            self.play.ask("ticket/issue", service=service, priority=priority)

        @rule(
            verb=st.sampled_from(["open", "close", "pause", "resume", "next", "next", "recall", "serve", "finish"]),
            counter=COUNTERS,
        )
        def press(self, verb: str, counter: str) -> None:
            self.play.ask(f"counter/{verb}", counter=counter)

        @rule(counter=COUNTERS)
        def miss(self, counter: str) -> None:
            self.play.ask("counter/no-show", counter=counter)

        @rule(counter=COUNTERS)
        def park(self, counter: str) -> None:
            self.play.ask("counter/park", counter=counter, reason="Đi lấy thêm giấy tờ")

        @rule(counter=COUNTERS, to=COUNTERS, place=st.sampled_from(["first", "by_time", "last"]))
        def send_to_counter(self, counter: str, to: str, place: str) -> None:
            self.play.ask("counter/transfer", counter=counter, to=to, place=place)

        @rule(counter=COUNTERS, service=SERVICES, place=st.sampled_from(["first", "by_time", "last"]))
        def send_to_field(self, counter: str, service: str, place: str) -> None:
            self.play.ask("counter/transfer", counter=counter, service=service, place=place)

        @rule(counter=COUNTERS, choice=st.integers(0, 60))
        def call_by_number(self, counter: str, choice: int) -> None:
            numbers = sorted(self.play.lobby.numbers) or ["A001"]
            self.play.ask("counter/call", counter=counter, number=numbers[choice % len(numbers)])

        @rule(choice=st.integers(0, 60))
        def give_back(self, choice: int) -> None:
            tickets = [card.id for card in sorted(self.play.lobby.cards.values(), key=lambda card: card.issued_seq)]
            if tickets:
                self.play.ask("ticket/cancel", ticket=tickets[choice % len(tickets)])

        @rule(counter=COUNTERS, score=st.integers(1, 5))
        def rate(self, counter: str, score: int) -> None:
            self.play.ask("rating/submit", counter=counter, score=score, at=self.play.now)

        @rule(seconds=st.sampled_from([1, 45, 70, 3600, 9 * 3600, -30, -86400]))
        def let_time_pass(self, seconds: int) -> None:
            self.play.now += timedelta(seconds=seconds)

        @invariant()
        def no_number_twice_on_one_day(self) -> None:
            issued = [fact for fact in self.play.facts if fact.kind is EntryKind.TICKET_ISSUED]
            assert all(n == 1 for n in Counter((fact.day, fact.ticket.number) for fact in issued).values())

        @invariant()
        def no_ticket_at_two_counters_and_none_lost(self) -> None:
            lobby = self.play.lobby
            held = [desk.ticket for desk in lobby.desks.values() if desk.ticket is not None]
            assert len(held) == len(set(held))
            assert set(held) == {card.id for card in lobby.cards.values() if card.ticket.state in HELD}
            for counter, desk in lobby.desks.items():
                assert desk.ticket is None or lobby.cards[desk.ticket].ticket.counter == counter
            in_line = {card.id for one in lobby.waiting.values() for card in one.cards()}
            assert in_line == {c.id for c in lobby.cards.values() if c.ticket.state is TicketState.WAITING}

        @invariant()
        def the_journal_alone_gives_the_state(self) -> None:
            assert fold(self.play.facts) == self.play.lobby

        @invariant()
        def entries_count_without_gaps_and_time_never_runs_back(self) -> None:
            facts = self.play.facts
            assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
            assert all(a.at <= b.at and a.day <= b.day for a, b in pairwise(facts))

    return Day


def test_a_day_of_random_presses_breaks_no_rule(new_play: Callable[..., Any]) -> None:
    run_state_machine_as_test(
        machine(new_play), settings=settings(max_examples=40, stateful_step_count=40, deadline=None)
    )


PEOPLE = st.lists(PRIORITIES, min_size=1, max_size=30)
ANY_PLAY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


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
            assert not any(not classes[later] for later in called[place:]), "two priorities while others wait"
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
