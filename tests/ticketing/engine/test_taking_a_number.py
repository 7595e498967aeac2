"""Taking a number: series and their ends, quotas, receipts, hours, priority granted later, and slips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.requests import PrintOutcome
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from ticketing.engine.pictures import queue_state, reprints
from ticketing.engine.site import AtEnd

CODE = "H15.12-261123-0001"


@dataclass(frozen=True)
class Until:
    """Hours of a test: open until `end` every day."""

    end: int

    def refusal(self, at: datetime) -> str | None:
        return None if at.astimezone(OFFICE_ZONE).hour < self.end else "Đã hết giờ. Mở lại lúc 07:30 ngày mai."

    def ends(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, self.end, tzinfo=OFFICE_ZONE)

    def work(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return ((datetime(day.year, day.month, day.day, 7, tzinfo=OFFICE_ZONE), self.ends(day)),)

    def next_change(self, at: datetime) -> datetime | None:
        return self.ends(at.date())


def set_service(play: Any, **changes: Any) -> None:
    play.site = replace(
        play.site, services={**play.site.services, "ho-tich": replace(play.site.services["ho-tich"], **changes)}
    )


def tomorrow(play: Any) -> None:
    play.forward(24 * 3600)


def test_four_digits_without_a_letter(play: Any) -> None:
    set_service(play, prefix="", digits=4, first=1001, last=1999)
    assert [play.issue(), play.issue()] == ["1001", "1002"]


def test_a_series_that_stops_is_used_up_even_if_numbers_came_back(play: Any) -> None:
    set_service(play, first=39, last=40, at_end=AtEnd.STOP)
    given = play.granted("ticket/issue", service="ho-tich")
    assert (given.ticket.number, play.issue()) == ("A039", "A040")
    play.granted("ticket/cancel", track=given.track)
    assert play.refused("ticket/issue", service="ho-tich") == "quota_full"
    tomorrow(play)
    assert play.issue() == "A039"


def test_a_series_that_goes_on_begins_where_it_stopped_and_starts_again_at_its_end(play: Any) -> None:
    set_service(play, first=1, last=3, goes_on=True)
    assert [play.issue(), play.issue()] == ["A001", "A002"]
    tomorrow(play)
    assert [play.issue(), play.issue(), play.issue()] == ["A003", "A001", "A002"]
    assert play.refused("ticket/issue", service="ho-tich") == "quota_full"


def told(play: Any, service: str) -> str | None:
    """Return why the field's picture says that it is closed, None where it is open."""
    picture = queue_state(play.site, play.lobby, service, play.now)
    assert picture.open == (picture.closed_reason is None)
    return picture.closed_reason


def test_the_quota_of_a_field_and_of_the_site(play: Any) -> None:
    set_service(play, quota=2)
    play.site = replace(play.site, rules=replace(play.site.rules, quota=3))
    play.issue(), play.issue()
    decided = play.ask("ticket/issue", service="ho-tich")
    assert decided.refused is not None and "đã nhận đủ 2 lượt" in decided.refused.sentence
    assert told(play, "ho-tich") == decided.refused.sentence and told(play, "dat-dai") is None
    play.issue("dat-dai")
    assert told(play, "dat-dai") == "Hôm nay đã nhận đủ 3 lượt. Mời Quý khách quay lại ngày làm việc sau."
    assert play.refused("ticket/issue", service="dat-dai") == "quota_full"
    play.granted("ticket/cancel", ticket=play.lobby.numbers["B001"])
    assert told(play, "dat-dai") is None
    assert play.issue("dat-dai") == "B002", "a number given back leaves room"
    tomorrow(play)
    assert play.issue() == "A001"


def test_one_ticket_for_one_receipt_until_it_is_done(play: Any) -> None:
    play.open("quay-1")
    play.granted("ticket/issue", service="ho-tich", dossier=CODE)
    decided = play.ask("ticket/issue", Role.DISPENSER, service="dat-dai", dossier=CODE)
    assert decided.refused is not None and "A001" in decided.refused.sentence
    play.next()
    play.granted("counter/no-show", counter="quay-1")
    assert play.refused("ticket/issue", service="ho-tich", dossier=CODE) == "wrong_state", "it comes back by itself"
    play.forward(200)
    play.next()
    play.granted("counter/finish", counter="quay-1")
    assert play.granted("ticket/issue", service="ho-tich", dossier=CODE).ticket.number == "A002"


def test_after_hours_nobody_gets_a_number_and_who_still_waits_is_sent_home(play: Any) -> None:
    play.site = replace(play.site, hours=Until(17))
    play.open("quay-1")
    play.issue(), play.issue()
    play.now = datetime(2026, 11, 23, 17, 10, tzinfo=OFFICE_ZONE)
    decided = play.ask("ticket/issue", service="ho-tich")
    assert decided.refused is not None and decided.refused.code.value == "service_closed"
    picture = queue_state(play.site, play.lobby, "ho-tich", play.now)
    assert (picture.open, picture.closed_reason) == (False, "Đã hết giờ. Mở lại lúc 07:30 ngày mai.")
    assert play.next() == "A001", "whoever waits is served while a counter is open"
    play.granted("counter/finish", counter="quay-1")
    play.granted("counter/close", counter="quay-1")
    play.refused("counter/next", counter="quay-1")
    expired = [fact for fact in play.facts if fact.kind is EntryKind.TICKET_EXPIRED]
    assert [(fact.ticket.number, fact.data["by"]) for fact in expired] == [("A002", "closing")]


def test_who_fetched_something_just_before_closing_is_called_while_a_counter_is_open(play: Any) -> None:
    play.site = replace(play.site, hours=Until(17))
    play.open("quay-1")
    play.issue()
    play.now = datetime(2026, 11, 23, 16, 50, tzinfo=OFFICE_ZONE)
    play.next()
    play.granted("counter/park", counter="quay-1", reason="Đi photo giấy tờ", returns_s=900)
    play.forward(16 * 60)
    assert play.next() == "A001"


def test_an_overrun_ends_too(play: Any) -> None:
    play.site = replace(play.site, hours=Until(17))
    play.open("quay-1")
    play.issue(), play.issue()
    play.next()
    play.now = datetime(2026, 11, 23, 17, 30, tzinfo=OFFICE_ZONE) + timedelta(seconds=1)
    play.granted("counter/finish", counter="quay-1")
    states = [play.lobby.cards[play.lobby.numbers[number]].ticket.state for number in ("A001", "A002")]
    assert states == [TicketState.SERVED, TicketState.EXPIRED]


def test_priority_granted_by_an_officer_keeps_its_reason(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    late = play.granted("ticket/issue", service="ho-tich").ticket.ticket
    given = play.granted("ticket/prioritize", ticket=late, priority="disabled", reason="Đi xe lăn")
    assert given.ticket.priority == "disabled"
    assert play.last[-1].data["reason"] == "Đi xe lăn" and play.last[-1].officer == "lan.nt"
    assert play.next() == "A002"
    assert play.refused("ticket/prioritize", ticket=late, reason="Nhầm") == "wrong_state"


def test_priority_that_was_taken_in_vain_is_taken_away(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    late = play.granted("ticket/issue", service="ho-tich", priority="elderly").ticket.ticket
    play.granted("ticket/prioritize", ticket=late, reason="Bấm nhầm")
    assert play.next() == "A001"
    assert play.refused("ticket/prioritize", ticket=late, priority="king", reason="x") == "bad_request"


def test_a_slip_is_printed_again_where_the_number_was_given_and_only_once(play: Any) -> None:
    play.site = replace(play.site, printing=("dispenser-1", "dispenser-2"))
    given = play.granted("ticket/issue", Role.DISPENSER, service="ho-tich").ticket.ticket
    play.granted("ticket/printed", Role.DISPENSER, ticket=given, outcome=PrintOutcome.FAILED, detail="paper_out")
    assert play.lobby.cards[given].slip is PrintOutcome.FAILED
    play.granted("ticket/reprint", ticket=given)
    assert play.lobby.cards[given].slip is None, "not known until it is told again"
    (job,) = reprints(play.site, play.lobby, "dispenser-1") or ()
    assert (job.ticket.number, reprints(play.site, play.lobby, "dispenser-2")) == ("A001", None)
    play.granted("ticket/printed", Role.DISPENSER, ticket=given, outcome="printed", detail=f"job:{job.job}")
    assert reprints(play.site, play.lobby, "dispenser-1") is None
    assert play.lobby.cards[given].slip is PrintOutcome.PRINTED


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:00:00"])
def test_an_appointment_at_the_ends_of_the_calendar_is_none(play: Any, said: str) -> None:
    given = play.granted("ticket/issue", service="ho-tich", appointment=said).ticket.ticket
    assert play.lobby.cards[given].appointment is None


def test_asking_twice_for_a_slip_prints_it_once(play: Any) -> None:
    play.site = replace(play.site, printing=("dispenser-1", "dispenser-2"))
    given = play.granted("ticket/issue", Role.DISPENSER, service="ho-tich").ticket.ticket
    play.granted("ticket/reprint", ticket=given)
    play.granted("ticket/reprint", ticket=given)
    assert play.last == () and len(reprints(play.site, play.lobby, "dispenser-1") or ()) == 1
    play.granted("ticket/reprint", ticket=given, device="dispenser-2")
    assert reprints(play.site, play.lobby, "dispenser-1") is None, "it comes out elsewhere"
    (job,) = reprints(play.site, play.lobby, "dispenser-2") or ()
    play.granted("ticket/printed", Role.DISPENSER, ticket=given, outcome="failed", detail=f"job:{job.job}")
    play.granted("ticket/reprint", ticket=given, device="dispenser-2")
    assert reprints(play.site, play.lobby, "dispenser-2") is not None, "that one failed, so it may be asked again"


def test_a_slip_that_nobody_needs_any_more_is_not_printed(play: Any) -> None:
    play.site = replace(play.site, printing=("dispenser-1",))
    play.open("quay-1")
    cancelled, served = (play.granted("ticket/issue", service="ho-tich").ticket.ticket for _ in range(2))
    for ticket in (cancelled, served):
        play.granted("ticket/reprint", ticket=ticket)
    play.granted("ticket/cancel", ticket=cancelled)
    play.next()
    (job,) = reprints(play.site, play.lobby, "dispenser-1") or ()
    assert job.ticket.ticket == served
    play.granted("counter/serve", counter="quay-1")
    play.granted("counter/finish", counter="quay-1")
    assert reprints(play.site, play.lobby, "dispenser-1") is None


@pytest.mark.parametrize("device", [None, "dispenser-2"])
def test_a_number_given_at_the_desk_is_printed_where_the_officer_says(play: Any, device: str | None) -> None:
    given = play.granted("ticket/issue", service="ho-tich").ticket.ticket
    assert play.refused("ticket/reprint", ticket=given) == "wrong_state", "nothing prints here"
    play.site = replace(play.site, printing=("dispenser-1", "dispenser-2"))
    play.granted("ticket/reprint", ticket=given, device=device)
    assert reprints(play.site, play.lobby, device or "dispenser-1") is not None
    assert play.refused("ticket/reprint", ticket=given, device="kiosk-9") == "bad_request"
