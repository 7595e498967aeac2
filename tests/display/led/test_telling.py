"""What an LED program tells of a call is heard, also where broker or hub were away; and boards of nowhere are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from display.led.absent import CODE, EVERY_S
from display.led.memory import MemoryLed
from display.led.wiring import Place
from display.model.led import LedModel
from display.model.led_places import CounterPlate, WaitingLine
from lobby.calls.told import HEARD_WITHIN_S
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.states import CounterState, Presented, QueueState
from lobby.contract.ticket import TicketState
from tests.display.led.lobby import NOON, TOPICS, Lobby


@pytest.fixture
def lobby(start_places: Callable[..., Lobby]) -> Lobby:
    return start_places([Place("Bảng LED", "led-1", MemoryLed(), LedModel())])


def test_what_stood_there_while_the_broker_was_away_is_told_when_it_is_back(
    lobby: Lobby, make_call: Callable[..., Call]
) -> None:
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.link.bus.stop()
    lobby.pass_time(2)
    assert lobby.shown() == []
    lobby.link.bus.start()
    lobby.pass_time(2)
    assert [(shown["call_id"], shown["as"]) for shown in lobby.shown()] == [(called.call_id, "displayed")]


def test_a_hub_that_did_not_hear_is_told_again(lobby: Lobby, make_call: Callable[..., Call]) -> None:
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.counter(called, TicketState.CALLED)
    lobby.pass_time(HEARD_WITHIN_S + 1)
    assert [shown["call_id"] for shown in lobby.shown()] == [called.call_id] * 2
    heard = CounterState(
        rev=9, at=NOON, counter=called.counter, name=called.counter_name, state="open", ticket=called.ticket,
        call_id=called.call_id, presented=Presented(displayed=1),
    )  # fmt: skip
    lobby.hub.publish(TOPICS.counter(called.counter), encode(heard), retained=True)
    lobby.pass_time(4 * HEARD_WITHIN_S)
    assert len(lobby.shown()) == 2


def test_a_board_of_a_counter_that_is_not_there_is_named_until_it_is(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    lobby = start_places(
        [
            Place("Bảng cửa", "led-1", MemoryLed(), CounterPlate("quay-9"), counter="quay-9"),
            Place("Bảng chờ", "led-2", MemoryLed(), WaitingLine("ho-tich"), waiting="ho-tich"),
        ]
    )
    lobby.counter(make_call("A001", 1), None)
    lobby.pass_time(EVERY_S + 1)
    (fault,) = lobby.link.faults.standing()
    assert (fault.code, "Bảng cửa" in fault.detail, "«quay-9»" in fault.detail) == (CODE, True, True)
    assert "«ho-tich»" in fault.detail
    lobby.counter(make_call("A002", 9), None)
    field = QueueState(rev=1, at=NOON, service="ho-tich", name="Hộ tịch", open=True, waiting=0, waiting_priority=0)
    lobby.hub.publish(TOPICS.queue("ho-tich"), encode(field), retained=True)
    lobby.pass_time(EVERY_S + 1)
    assert lobby.link.faults.standing() == ()
