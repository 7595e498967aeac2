"""Keys reach the hub over the bus, one at a time, and a keypad that is gone is told of and found again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lobby.clock import HandClock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.states import CounterPhase
from lobby.keys.listening import Listening
from lobby.keys.source import TwinKeys
from lobby.link.device import DeviceLink
from ticketing.keypad.app import MISSING
from ticketing.keypad.asking import NO_ANSWER, Presses
from ticketing.keypad.keys import DEFAULT_KEYS, Keys

Wait = Callable[..., None]


@pytest.fixture
def presses(hub: Any, link: DeviceLink, clock: HandClock) -> Presses:
    made = Presses(link, Keys("quay-3", DEFAULT_KEYS), "quay-3", clock)
    made.start()
    link.start()
    return made


def test_an_officers_morning(hub: Any, presses: Presses, clock: HandClock) -> None:
    hub.say("quay-3", CounterPhase.CLOSED)
    morning = ["KEY_KP0", "KEY_KPENTER", "KEY_KPASTERISK", "KEY_KPSLASH", "KEY_KPDOT", "KEY_KPDOT", "KEY_KP0"]
    for key in morning:
        presses.press(key)
        clock.forward(1)
    did = ["open", "next", "serve", "finish", "pause", "resume", "close"]
    assert hub.asked == [("keypad-3", f"counter/{verb}", "quay-3") for verb in did]


def test_another_counters_state_is_not_this_ones(hub: Any, presses: Presses) -> None:
    hub.say("quay-3", CounterPhase.OPEN)
    hub.say("quay-4", CounterPhase.PAUSED)
    presses.press("pause")
    assert hub.verbs == ["counter/pause"]


def test_a_refusal_is_logged_and_the_next_key_works(
    hub: Any, presses: Presses, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    hub.refuse = Refused(ErrorCode.NOBODY_WAITING)
    with caplog.at_level(logging.WARNING):
        presses.press("next")
    assert "counter/next refused: nobody_waiting" in caplog.text
    hub.refuse = None
    clock.forward(1)
    presses.press("next")
    assert hub.verbs == ["counter/next"] * 2


def test_pressing_on_while_the_hub_is_away_calls_one_citizen_when_it_is_back(
    hub: Any, presses: Presses, link: DeviceLink, clock: HandClock
) -> None:
    hub.answers = False
    for _ in range(3):
        presses.press("next")
        clock.forward(0.5)
    hub.answers = True
    link.step()
    assert hub.verbs == ["counter/next"]


def test_finish_and_next_in_one_breath_are_both_meant_and_in_order(
    hub: Any, presses: Presses, link: DeviceLink, clock: HandClock
) -> None:
    hub.answers = False
    presses.press("finish")
    presses.press("next")
    clock.forward(1.6)
    hub.answers = True
    link.step()
    assert hub.verbs == ["counter/finish", "counter/next"]


def test_a_key_that_waited_too_long_behind_another_is_not_meant_any_more(
    hub: Any, presses: Presses, link: DeviceLink, clock: HandClock
) -> None:
    hub.answers = False
    presses.press("finish")
    presses.press("next")
    clock.forward(4)
    hub.answers = True
    link.step()
    assert hub.verbs == ["counter/finish"]


def test_a_hub_that_never_answers_is_a_fault_until_it_does(
    hub: Any, presses: Presses, link: DeviceLink, clock: HandClock
) -> None:
    hub.answers = False
    presses.press("next")
    clock.forward(10)
    link.step()
    (fault,) = link.faults.standing()
    assert fault.code == NO_ANSWER
    assert "không trả lời" in fault.detail
    hub.answers = True
    presses.press("next")
    assert link.faults.standing() == ()


@pytest.fixture
def keypad() -> TwinKeys:
    return TwinKeys()


@pytest.fixture
def listening(keypad: TwinKeys, presses: Presses, link: DeviceLink) -> Iterator[Listening]:
    part = Listening(keypad, link.faults, presses.press, MISSING, look_again_s=0.02)
    part.start()
    yield part
    part.stop()


def test_a_key_pressed_is_asked_at_once(hub: Any, keypad: TwinKeys, listening: Listening, wait_until: Wait) -> None:
    wait_until(lambda: keypad.held, "the keypad is held")
    keypad.press("KEY_KPENTER")
    wait_until(lambda: hub.verbs == ["counter/next"], "the hub was asked")


def test_a_keypad_pulled_out_is_told_of_and_found_when_it_is_back(
    hub: Any, keypad: TwinKeys, listening: Listening, link: DeviceLink, wait_until: Wait
) -> None:
    wait_until(lambda: keypad.held, "the keypad is held")
    keypad.unplug()
    wait_until(lambda: [fault.code for fault in link.faults.standing()] == [MISSING.code], "the fault stands")
    (fault,) = link.faults.standing()
    assert "Không thấy bàn phím" in fault.detail
    assert "Cắm lại" in fault.remedy
    keypad.plug_in()
    wait_until(lambda: keypad.held and not link.faults.standing(), "found again")
    keypad.press("KEY_KPPLUS")
    wait_until(lambda: hub.verbs == ["counter/recall"], "the hub was asked")


def test_a_program_that_stops_lets_the_keypad_go(
    keypad: TwinKeys, presses: Presses, link: DeviceLink, wait_until: Wait
) -> None:
    part = Listening(keypad, link.faults, presses.press, MISSING)
    part.start()
    wait_until(lambda: keypad.held, "the keypad is held")
    part.stop()
    assert not keypad.held
