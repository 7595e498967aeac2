"""What stands above a counter and beside a line of people, as they see it through a day; and how bright it is."""

from __future__ import annotations

import uuid
from datetime import datetime, time

import pytest

from display.model.brightness import FULL, Brightness, time_of_day
from display.model.led import HOLD_S, IDLE, LedView
from display.model.led_places import CLOSED, PAUSED, CounterPlate, WaitingLine
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import Ticket, TicketState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)


def call(number: str, counter: int) -> Call:
    ticket = Ticket(
        ticket=str(uuid.uuid4()),
        number=number,
        service="ho-tich",
        state=TicketState.CALLED,
        issued_at=NOON,
        called_at=NOON,
    )
    return Call(
        call_id=str(uuid.uuid4()), kind=CallKind.CALL, ticket=ticket, counter=f"quay-{counter}",
        counter_name=f"Quầy số {counter}", nth=1, at=NOON,
    )  # fmt: skip


def picture(of: Call, state: TicketState | None, phase: CounterPhase = CounterPhase.OPEN) -> CounterState:
    ticket = of.ticket.model_copy(update={"state": state}) if state else None
    call_id = of.call_id if state else None
    return CounterState(
        rev=1, at=NOON, counter=of.counter, name=of.counter_name, state=phase, ticket=ticket, call_id=call_id
    )


def test_a_plate_follows_its_counter_through_a_visit() -> None:
    plate, called = CounterPlate("quay-3"), call("A012", 3)
    assert plate.view(0.0) == LedView()
    plate.call(call("B001", 2))
    plate.picture(picture(called, TicketState.CALLED), 0.0)
    plate.call(called)
    assert plate.view(0.0) == LedView("A012", "3", True, called.call_id, "Quầy số 3")
    plate.picture(picture(called, TicketState.SERVING), 5.0)
    assert plate.view(5.0).blink is False
    plate.picture(picture(called, None), 60.0)
    assert (plate.view(60.0).number, plate.view(60.0).text) == (IDLE, "Quầy số 3")


@pytest.mark.parametrize(("phase", "text"), [(CounterPhase.PAUSED, PAUSED), (CounterPhase.CLOSED, CLOSED)])
def test_a_plate_says_that_nobody_is_served(phase: CounterPhase, text: str) -> None:
    plate = CounterPlate("quay-3")
    plate.picture(picture(call("A012", 3), None, phase), 0.0)
    assert plate.view(0.0) == LedView(text=text)


def test_a_plate_that_starts_late_shows_the_number_in_hand() -> None:
    plate = CounterPlate("quay-3")
    plate.picture(picture(call("A012", 3), TicketState.SERVING), 0.0)
    assert plate.view(0.0) == LedView("A012", "3", place="Quầy số 3")


def test_a_call_that_ended_at_once_was_still_readable() -> None:
    plate, called = CounterPlate("quay-3"), call("A012", 3)
    plate.call(called)
    assert plate.view(0.0).number == "A012"
    plate.stood(called.call_id, 2.0)
    plate.picture(picture(called, None), 2.5)
    assert plate.view(2.0 + HOLD_S - 0.1).number == "A012"
    assert plate.view(2.0 + HOLD_S).number == IDLE


def test_a_line_of_people_is_counted_for_its_field_alone() -> None:
    line = WaitingLine("ho-tich")
    assert line.view(0.0) == LedView()
    for service, waiting in (("ho-tich", 3), ("dat-dai", 8)):
        line.field(
            QueueState(rev=1, at=NOON, service=service, name="Hộ tịch", open=True, waiting=waiting, waiting_priority=0)
        )
    line.call(call("A012", 3))
    assert line.view(0.0) == LedView("3", text="Hộ tịch: 3 người chờ")


def test_the_last_step_of_the_day_lasts_through_the_night() -> None:
    day = Brightness({"18:30": 40, "6:30": 100, "11:30": 70})
    hours = [(0, 0), (6, 29), (6, 30), (11, 30), (18, 29), (18, 30), (23, 59)]
    assert [day.level(time(hour, minute)) for hour, minute in hours] == [40, 40, 100, 70, 70, 40, 40]
    assert Brightness({}).level(time(3)) == FULL


@pytest.mark.parametrize("text", ["24:00", "7h30", "7", "07:60", ""])
def test_a_time_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="không phải giờ trong ngày"):
        time_of_day(text)
