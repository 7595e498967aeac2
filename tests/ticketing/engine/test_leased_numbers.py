"""Numbers that a dispenser gives by itself while the hub is away, and how the hub takes them in."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.requests import NumbersUsed
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from ticketing.engine.fold import fold
from ticketing.journal.rows import from_row, to_row


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


def test_a_dispenser_that_forgot_what_it_gave_is_leased_other_numbers(leasing: Any) -> None:
    leasing.site = replace(leasing.site, rules=replace(leasing.site.rules, lease_size=2))
    assert lease(leasing)["ho-tich"] == ("A031", "A032")
    in_hand = given("A031", leasing.now)
    afresh = leasing.granted("numbers/lease", Role.DISPENSER, afresh=True).numbers
    assert afresh["ho-tich"] == ("A033", "A034")
    assert {"A031", "A032", "B031", "B032"} <= set(leasing.last[-1].data["void"])
    assert lease(leasing)["ho-tich"] == ("A033", "A034") and leasing.last == ()
    theirs = leasing.granted("numbers/lease", Role.KIOSK).numbers["ho-tich"]
    assert theirs == ("A035", "A036"), "what may be in a citizen's hand is leased to nobody"
    assert leasing.granted("numbers/used", Role.DISPENSER, **in_hand).ticket.number == "A031"
    assert leasing.refused("numbers/used", Role.KIOSK, **given("A032", leasing.now)) == "wrong_state"
    assert fold(leasing.facts) == leasing.lobby


def test_one_that_forgets_without_end_runs_out_of_numbers_and_harms_nobody_else(leasing: Any) -> None:
    for _ in range(9):
        left = leasing.granted("numbers/lease", Role.DISPENSER, afresh=True).numbers
    assert "ho-tich" not in left and "dat-dai" not in left
    assert leasing.issue() == "A001"
    leasing.forward(24 * 3600)
    assert lease(leasing)["ho-tich"] == ("A031", "A032", "A033"), "a new day, all numbers"


def test_a_machine_that_is_new_voids_nothing(leasing: Any) -> None:
    first = leasing.granted("numbers/lease", Role.DISPENSER, afresh=True).numbers
    assert first["ho-tich"] == ("A031", "A032", "A033") and "void" not in leasing.last[-1].data


@pytest.mark.parametrize(
    ("number", "service"),
    [("B031", "ho-tich"), ("A031", "khong-co"), ("A31", "ho-tich"), ("A0031", "ho-tich"), ("A", "ho-tich")],
)
def test_what_was_never_a_number_of_an_older_day_is_not_counted(leasing: Any, number: str, service: str) -> None:
    lease(leasing)
    said = given(number, leasing.now, service)
    leasing.forward(24 * 3600)
    leasing.issue()
    assert leasing.refused("numbers/used", Role.DISPENSER, **said) == "wrong_state"


@pytest.mark.parametrize("number", ["A031\n", "A\x07031", "A 031", "A-031", "\u202eA031", ""])
def test_a_number_is_letters_and_digits(leasing: Any, number: str) -> None:
    fields = {"id": str(uuid.uuid4()), **given("A031", leasing.now), "number": f"x{number}x" if number else ""}
    with pytest.raises(ValidationError):
        NumbersUsed.model_validate(fields)


def test_the_time_of_an_offline_ticket_is_the_same_after_a_restart(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    said = given(numbers[0], leasing.now + timedelta(microseconds=1_234_567))
    leasing.forward(5)
    assert leasing.granted("numbers/used", Role.DISPENSER, **said).ticket.issued_at.microsecond == 234_000
    kept = [from_row(to_row(fact)) for fact in leasing.facts]
    assert fold(kept) == leasing.lobby


def test_settings_that_changed_meanwhile_cost_nobody_the_number(leasing: Any) -> None:
    numbers = lease(leasing)["ho-tich"]
    renamed = {"dat-dai": replace(leasing.site.services["dat-dai"], prefix="Z")}
    leasing.site = replace(leasing.site, services=renamed, priorities=frozenset({"elderly"}))
    leasing.open("quay-1")
    said = {**given(numbers[0], leasing.now), "priority": "merit"}
    assert leasing.granted("numbers/used", Role.DISPENSER, **said).ticket.priority is None
    assert leasing.next() == numbers[0]
