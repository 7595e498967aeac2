"""Who is called next: priority, its bound, the counter's order of fields, appointments, and the reason that is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.contract.journal import EntryKind
from ticketing.engine.selection import choose, line
from ticketing.engine.site import Precedence, Profile, Rules

ANY_PLAY = settings(max_examples=60)
VISITS = st.lists(
    st.tuples(
        st.sampled_from(["ho-tich", "dat-dai"]),
        st.sampled_from([None, None, "elderly", "merit"]),
        st.sampled_from([None, None, None, "07:40", "08:30"]),
        st.integers(1, 900),
    ),
    min_size=1,
    max_size=25,
)


def ruled(play: Any, **rules: Any) -> Any:
    play.site = replace(play.site, rules=replace(play.site.rules, **rules))
    return play


def profiled(play: Any, counter: str, profile: Profile) -> None:
    counters = {**play.site.counters, counter: replace(play.site.counters[counter], profile=profile)}
    play.site = replace(play.site, counters=counters)


def why(play: Any) -> str:
    called = [fact for fact in play.last if fact.kind is EntryKind.TICKET_CALLED]
    return str(called[-1].data["why"])


def test_strict_priority_goes_before_all_who_wait_less_than_the_bound(play: Any) -> None:
    ruled(play, precedence=Precedence.STRICT)
    play.open("quay-1")
    for priority in (None, None, "elderly", "pregnant"):
        play.issue(priority=priority)
    assert [play.next() for _ in range(4)] == ["A003", "A004", "A001", "A002"]


def test_one_priority_in_every_four_calls(play: Any) -> None:
    ruled(play, priority_one_in=4)
    play.open("quay-1")
    for priority in (*[None] * 6, *["merit"] * 3):
        play.issue(priority=priority)
    called = [play.next() for _ in range(9)]
    assert called == ["A007", "A001", "A002", "A003", "A008", "A004", "A005", "A006", "A009"]


def test_priority_is_never_worse_than_coming_first(play: Any) -> None:
    ruled(play, priority_one_in=10)
    play.open("quay-1")
    for priority in ("merit", "merit", None, None):
        play.issue(priority=priority)
    assert [play.next() for _ in range(4)] == ["A001", "A002", "A003", "A004"]


def test_a_normal_ticket_that_waited_the_bound_is_passed_by_no_later_priority(play: Any) -> None:
    ruled(play, precedence=Precedence.STRICT, normal_bound_s=1200)
    play.open("quay-1")
    play.issue(priority="elderly")
    play.issue()
    play.forward(1300)
    play.issue(priority="elderly")
    assert play.next() == "A001", "who came earlier and has priority still goes first"
    assert play.next() == "A002"
    assert "phút" in why(play) and "ưu tiên" in why(play)
    assert play.next() == "A003"


@ANY_PLAY
@given(visits=VISITS, strict=st.booleans(), ordered=st.booleans())
def test_the_bound_holds_and_the_next_is_the_first_of_the_line(
    new_play: Callable[..., Any], visits: list[tuple[str, str | None, str | None, int]], strict: bool, ordered: bool
) -> None:
    play = ruled(new_play(), normal_bound_s=900, precedence=Precedence.STRICT if strict else Precedence.RATIO)
    if ordered:
        profiled(play, "quay-2", Profile.ORDERED)
    play.open("quay-2")
    for service, priority, appointment, later in visits:
        play.granted("ticket/issue", service=service, priority=priority, appointment=appointment)
        play.forward(later)
    for _ in visits:
        waiting = line(play.site, play.lobby, "quay-2", play.now)
        choice = choose(play.site, play.lobby, "quay-2", play.now)
        assert choice is not None and choice.card == waiting[0] and choice.why.endswith(".")
        if choice.card.ticket.priority or choice.card.appointment is not None:
            passed = [card for card in waiting[1:] if not card.ticket.priority and card.appointment is None]
            aged = [card for card in passed if card.waited_s(play.now) >= 900]
            assert not [card for card in aged if card.place < choice.card.place], "nobody waits longer for priority"
        assert play.next("quay-2") == choice.card.ticket.number
        play.forward(30)


def test_a_counter_with_an_order_serves_its_first_field_first_until_somebody_waits_too_long(play: Any) -> None:
    profiled(play, "quay-2", Profile.ORDERED)
    play.open("quay-2")
    play.issue("dat-dai")
    play.issue("ho-tich")
    play.issue("ho-tich")
    assert play.next("quay-2") == "A001"
    assert "trước các lĩnh vực khác" in why(play)
    play.forward(1900)
    assert play.next("quay-2") == "B001", "the other field is not starved"


def test_the_longest_wait_decides_at_a_counter_without_an_order(play: Any) -> None:
    play.open("quay-2")
    play.issue("dat-dai")
    play.issue("ho-tich")
    assert play.next("quay-2") == "B001"
    assert why(play) == "Chờ lâu nhất trong các lĩnh vực của quầy."


@pytest.mark.parametrize("said", ["07:45", "2026-11-23T07:45:00+07:00"])
def test_an_appointment_is_next_when_its_time_comes(play: Any, said: str) -> None:
    play.open("quay-1")
    play.granted("ticket/issue", service="ho-tich", appointment=said)
    for _ in range(3):
        play.issue()
    assert play.next() == "A002", "at half past seven the appointment is not due"
    play.forward(15 * 60)
    play.issue(priority="elderly")
    assert play.next() == "A001"
    assert why(play) == "Đến giờ hẹn 07:45."


def test_who_came_early_for_an_appointment_is_called_when_nobody_else_waits(play: Any) -> None:
    play.open("quay-1")
    play.granted("ticket/issue", service="ho-tich", appointment="09:00")
    assert play.next() == "A001"
    assert "đến sớm" in why(play)


@pytest.mark.parametrize("said", ["07:00", "2026-11-24T09:00:00+07:00", "lịch hẹn số 5", "25:99", "2026-11-23"])
def test_what_is_no_time_of_today_or_long_past_waits_like_any_other(play: Any, said: str) -> None:
    play.open("quay-1")
    play.issue()
    play.granted("ticket/issue", service="ho-tich", appointment=said)
    play.issue()
    assert [play.next() for _ in range(3)] == ["A001", "A002", "A003"]
    assert play.facts[-1].seq > 0 and Rules().appointment_late_s == 900


def test_a_stream_of_appointments_starves_no_priority(play: Any) -> None:
    play.open("quay-1")
    play.issue(priority="elderly")
    play.forward(1850)
    play.granted("ticket/issue", service="ho-tich", appointment="08:00")
    assert play.next() == "A001"
    assert play.next() == "A002"


def test_a_counter_with_an_order_keeps_appointments_at_their_time(play: Any) -> None:
    profiled(play, "quay-2", Profile.ORDERED)
    play.open("quay-2")
    play.granted("ticket/issue", service="ho-tich", appointment="10:00")
    play.issue("dat-dai")
    play.granted("ticket/issue", service="dat-dai", appointment="07:35")
    assert play.next("quay-2") == "B001", "whoever waits goes before who came early for an appointment"
    play.forward(600)
    play.issue("ho-tich")
    assert play.next("quay-2") == "B002", "due, though its field comes second"
    assert [play.next("quay-2"), play.next("quay-2")] == ["A002", "A001"]


def test_who_waits_for_one_officer_is_freed_when_that_takes_too_long(play: Any) -> None:
    play.open("quay-1", "quay-2")
    play.issue()
    play.next("quay-1")
    play.granted("counter/transfer", counter="quay-1", to="quay-1", place="by_time")
    play.granted("counter/pause", counter="quay-1", reason="Họp đột xuất")
    assert play.refused("counter/next", counter="quay-2") == "nobody_waiting"
    play.forward(1800)
    assert play.next("quay-2") == "A001"


def test_an_officer_of_the_field_may_call_by_number_who_waits_for_another(play: Any) -> None:
    play.open("quay-1", "quay-2")
    play.issue()
    play.next("quay-1")
    play.granted("counter/transfer", counter="quay-1", to="quay-1", place="by_time")
    assert play.granted("counter/call", counter="quay-2", number="A001").ticket.number == "A001"


def test_a_field_that_no_counter_serves_gives_no_numbers_and_its_people_are_called_anywhere(play: Any) -> None:
    play.open("quay-1")
    play.issue("dat-dai")
    counters = {"quay-1": play.site.counters["quay-1"]}
    play.site = replace(play.site, counters=counters)
    assert play.refused("ticket/issue", service="dat-dai") == "service_closed"
    assert play.next("quay-1") == "B001"
    assert play.refused("counter/transfer", counter="quay-1", service="dat-dai") == "wrong_state"
