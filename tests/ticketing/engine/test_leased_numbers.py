"""Numbers that a dispenser gives by itself while the hub is away, and how the hub takes them in."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState


@pytest.fixture
def leasing(play: Any) -> Any:
    """A site whose last ten numbers are leased, three at a time."""
    services = {key: replace(one, leased_from=31) for key, one in play.site.services.items()}
    play.site = replace(play.site, services=services, rules=replace(play.site.rules, lease_size=3))
    return play


def lease(play: Any) -> dict[str, tuple[str, ...]]:
    numbers: dict[str, tuple[str, ...]] = play.granted("numbers/lease", Role.DISPENSER).numbers
    return numbers


def given(number: str, at: datetime, service: str = "ho-tich") -> dict[str, Any]:
    track = uuid.uuid4().hex[:12]
    return {"ticket": str(uuid.uuid4()), "number": number, "service": service, "track": track, "issued_at": at}


def test_a_lease_is_the_same_until_some_of_it_is_used(leasing: Any) -> None:
    assert lease(leasing)["ho-tich"] == ("A031", "A032", "A033")
    assert lease(leasing)["ho-tich"] == ("A031", "A032", "A033") and leasing.last == ()
    leasing.granted("numbers/used", Role.DISPENSER, **given("A031", leasing.now))
    assert lease(leasing)["ho-tich"] == ("A032", "A033", "A034")


def test_the_hub_never_gives_a_leased_number_itself(leasing: Any) -> None:
    lease(leasing)
    assert [leasing.issue() for _ in range(30)] == [f"A{one:03d}" for one in range(1, 31)]
    assert leasing.refused("ticket/issue", service="ho-tich") == "quota_full"


def test_two_dispensers_hold_different_numbers(leasing: Any) -> None:
    mine = lease(leasing)["ho-tich"]
    theirs = leasing.granted("numbers/lease", Role.KIOSK).numbers["ho-tich"]
    assert not set(mine) & set(theirs)
    assert leasing.refused("numbers/used", Role.KIOSK, **given(mine[0], leasing.now)) == "wrong_state"


def test_taken_in_by_the_time_they_were_given(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    leasing.open("quay-1")
    leasing.issue()
    away = leasing.now
    leasing.forward(600)
    leasing.issue()
    for place, number in enumerate(numbers):
        leasing.granted("numbers/used", Role.DISPENSER, **given(number, away + timedelta(seconds=place)))
    assert [leasing.next() for _ in range(5)] == ["A001", *numbers, "A002"]
    offline = [fact for fact in leasing.facts if fact.data.get("offline")]
    assert [fact.ticket.number for fact in offline] == list(numbers)


def test_the_same_ticket_sent_twice_is_taken_in_once_and_its_citizen_can_follow_it(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    said = given(numbers[0], leasing.now)
    leasing.granted("numbers/used", Role.DISPENSER, **said)
    assert leasing.granted("numbers/used", Role.DISPENSER, **said).ticket.number == numbers[0]
    assert len(leasing.lobby.cards) == 1
    assert leasing.granted("ticket/track", Role.KIOSK, track=said["track"]).ticket.number == numbers[0]


@pytest.mark.parametrize(
    "at", [datetime(1970, 1, 1, tzinfo=OFFICE_ZONE), datetime(2026, 11, 23, 23, tzinfo=OFFICE_ZONE)]
)
def test_a_dispenser_whose_clock_is_wrong_loses_nobody(leasing: Any, at: datetime) -> None:
    numbers = lease(leasing)["ho-tich"]
    ticket = leasing.granted("numbers/used", Role.DISPENSER, **given(numbers[0], at)).ticket
    assert leasing.now.date() == ticket.issued_at.date() and ticket.issued_at <= leasing.now


def test_a_ticket_of_yesterday_is_kept_and_calls_nobody(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    said = given(numbers[0], leasing.now)
    leasing.forward(24 * 3600)
    leasing.open("quay-1")
    assert leasing.granted("numbers/used", Role.DISPENSER, **said).ticket.state is TicketState.EXPIRED
    assert leasing.last[-1].kind is EntryKind.ENTRY_LATE
    assert leasing.refused("counter/next", counter="quay-1") == "nobody_waiting"
    assert lease(leasing)["ho-tich"] == ("A031", "A032", "A033"), "a new day, a new lease"


def test_a_number_of_another_field_or_none_is_refused(leasing: Any) -> None:
    lease(leasing)
    wrong = given("A031", leasing.now, service="dat-dai")
    assert leasing.refused("numbers/used", Role.DISPENSER, **wrong) == "wrong_state"
    assert leasing.refused("numbers/used", Role.DISPENSER, **given("A020", leasing.now)) == "wrong_state"


def test_settings_that_changed_meanwhile_cost_nobody_the_number(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    renamed = {"dat-dai": replace(leasing.site.services["dat-dai"], prefix="Z")}
    leasing.site = replace(leasing.site, services=renamed, priorities=frozenset({"elderly"}))
    leasing.open("quay-1")
    said = {**given(numbers[0], leasing.now), "priority": "merit"}
    assert leasing.granted("numbers/used", Role.DISPENSER, **said).ticket.priority is None
    assert leasing.next() == numbers[0]
