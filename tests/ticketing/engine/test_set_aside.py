"""A ticket that was set aside or missed comes back: by itself, by its citizen, or by the officer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lobby.contract.journal import EntryKind
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState


@pytest.fixture
def called(play: Any) -> Any:
    """A site where A001 was called to quay-1 and A002, A003 wait."""
    play.open("quay-1")
    play.data = play.granted("ticket/issue", service="ho-tich")
    play.issue()
    play.issue()
    assert play.next() == "A001"
    return play


def state(play: Any, number: str = "A001") -> TicketState:
    found: TicketState = play.lobby.cards[play.lobby.numbers[number]].ticket.state
    return found


def test_a_missed_ticket_comes_back_last_after_the_set_time_and_is_out_after_three_misses(called: Any) -> None:
    for miss in (1, 2):
        assert called.granted("counter/no-show", counter="quay-1").returns_after == 180
        called.forward(179)
        assert called.granted("ticket/track", track=called.data.track).returns_at is not None
        assert state(called) is TicketState.NO_SHOW
        called.forward(1)
        called.issue()
        assert state(called) is TicketState.WAITING
        order = [called.next() for _ in range(3 if miss == 1 else 2)]
        assert order[-1] == "A001", "behind all who waited before it came back"
    assert called.granted("counter/no-show", counter="quay-1").returns_after is None
    called.forward(9000)
    called.issue()
    assert state(called) is TicketState.NO_SHOW


def test_time_brings_a_ticket_back_whatever_is_asked_next_and_the_journal_tells_so(called: Any) -> None:
    called.granted("counter/no-show", counter="quay-1")
    called.forward(200)
    called.refused("counter/next", counter="quay-3")
    assert state(called) is TicketState.WAITING
    returned = [fact for fact in called.facts if fact.kind is EntryKind.TICKET_RETURNED]
    assert [fact.data["by"] for fact in returned] == ["time"]


def test_who_came_too_late_brings_the_own_ticket_back_from_the_phone(called: Any) -> None:
    called.granted("counter/no-show", counter="quay-1")
    back = called.granted("ticket/return", Role.SMS, track=called.data.track)
    assert (back.ticket.state, back.ahead) == (TicketState.WAITING, 2)
    again = called.granted("ticket/return", Role.SMS, track=called.data.track)
    assert again.ahead == 2, "asking twice changes nothing"


def test_a_ticket_that_is_out_comes_back_only_by_an_officer(called: Any) -> None:
    called.site = replace(called.site, rules=replace(called.site.rules, missed_out_after=1))
    assert called.granted("counter/no-show", counter="quay-1").returns_after is None
    for role in (Role.SMS, Role.DESK):
        assert called.refused("ticket/return", role, track=called.data.track) == "wrong_state"
    assert called.refused("ticket/return", Role.KIOSK, ticket=called.data.ticket.ticket) == "forbidden"
    assert called.granted("ticket/return", ticket=called.data.ticket.ticket).ahead == 2


def test_a_parked_ticket_comes_back_by_itself_at_its_old_place_and_its_own_counter(called: Any) -> None:
    called.open("quay-2")
    called.granted("counter/park", counter="quay-1", reason="Đi photo giấy tờ", returns_s=600)
    called.forward(599)
    assert called.next("quay-2") == "A002"
    called.forward(1)
    assert called.next("quay-2") == "A003", "A001 is its own counter's"
    called.issue()
    assert called.next("quay-1") == "A001"


def test_without_a_time_of_its_own_the_sites_time_counts(called: Any) -> None:
    called.granted("counter/park", counter="quay-1", reason="Chờ người nhà")
    called.forward(900)
    assert called.next() == "A001"


def test_who_fetches_papers_is_next_when_back_without_a_new_number(called: Any) -> None:
    called.granted("counter/park", counter="quay-1", reason="Bổ sung hồ sơ", supplement=True)
    called.forward(3600)
    called.issue()
    assert state(called) is TicketState.PARKED, "it waits for its citizen and not for the clock"
    assert called.granted("ticket/return", Role.KIOSK, track=called.data.track).ahead == 0
    data = called.granted("counter/next", counter="quay-1")
    assert (data.ticket.number, "bổ sung" in data.why) == ("A001", True)


def test_the_officer_calls_a_parked_number_at_once(called: Any) -> None:
    called.granted("counter/park", counter="quay-1", reason="Bổ sung hồ sơ", supplement=True)
    data = called.granted("counter/call", counter="quay-1", number="a001")
    assert data.why == "Công dân đã quay lại sau khi bổ sung giấy tờ."


@pytest.mark.parametrize("place, expected", [("first", "A001"), ("by_time", "A001"), ("last", "A002")])
def test_a_transferred_ticket_goes_where_the_officer_says(called: Any, place: str, expected: str) -> None:
    called.granted("counter/transfer", counter="quay-1", service="ho-tich", place=place)
    assert called.next() == expected


def test_those_put_first_keep_their_own_order(called: Any) -> None:
    called.granted("counter/transfer", counter="quay-1", service="ho-tich", place="first")
    called.forward(1)
    assert called.granted("counter/call", counter="quay-1", number="A002").ticket.number == "A002"
    called.granted("counter/transfer", counter="quay-1", service="ho-tich", place="first")
    assert [called.next() for _ in range(3)] == ["A001", "A002", "A003"]


def test_who_missed_a_call_and_leaves_gives_the_number_back(called: Any) -> None:
    called.granted("counter/no-show", counter="quay-1")
    assert called.granted("ticket/cancel", Role.SMS, track=called.data.track).ticket.state is TicketState.CANCELLED
    called.forward(600)
    called.issue()
    assert state(called) is TicketState.CANCELLED
    assert called.refused("ticket/return", track=called.data.track) == "wrong_state"
