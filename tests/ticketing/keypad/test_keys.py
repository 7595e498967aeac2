"""What an officer's finger means: a key and how the counter stands make one request, or none."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.contract.requests import CounterCall, CounterHelp, CounterNext, CounterNoShow
from lobby.contract.states import CounterPhase
from ticketing.keypad.keys import DEFAULT_KEYS, GUARD_S, Action, Keys
from ticketing.keypad.numbers import Numbers

ID = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
OPEN, PAUSED, CLOSED = CounterPhase.OPEN, CounterPhase.PAUSED, CounterPhase.CLOSED


def keys() -> Keys:
    return Keys("quay-3", DEFAULT_KEYS)


@pytest.mark.parametrize(
    ("key", "phase", "verb"),
    [
        ("KEY_KPENTER", OPEN, "counter/next"),
        ("KEY_KPPLUS", OPEN, "counter/recall"),
        ("KEY_KPASTERISK", OPEN, "counter/serve"),
        ("KEY_KPSLASH", OPEN, "counter/finish"),
        ("KEY_KPMINUS", OPEN, "counter/no-show"),
        ("KEY_KPDOT", OPEN, "counter/pause"),
        ("KEY_KPDOT", PAUSED, "counter/resume"),
        ("KEY_KPDOT", None, "counter/pause"),
        ("KEY_KP0", CLOSED, "counter/open"),
        ("KEY_KP0", None, "counter/open"),
        ("KEY_KP0", OPEN, "counter/close"),
        ("KEY_KP0", PAUSED, "counter/close"),
        ("no-show", OPEN, "counter/no-show"),
        ("pause", PAUSED, "counter/resume"),
        ("open", CLOSED, "counter/open"),
        ("KEY_BACKSPACE", OPEN, "counter/undo"),
        ("KEY_ESC", OPEN, "counter/help"),
        ("help-end", OPEN, "counter/help"),
        ("hush", OPEN, "counter/hush"),
        ("hush-end", OPEN, "counter/hush"),
        ("park", OPEN, "counter/park"),
        ("supplement", OPEN, "counter/park"),
    ],
)
def test_each_key_asks_its_own(key: str, phase: CounterPhase | None, verb: str) -> None:
    request = keys().press(key, 10.0, phase, ID)
    assert request is not None
    assert (request.verb, request.counter, request.id) == (verb, "quay-3", ID)


@pytest.mark.parametrize("key", ["KEY_KP5", "KEY_A", "", "nexT", "counter/next"])
def test_other_keys_do_nothing(key: str) -> None:
    assert keys().press(key, 10.0, OPEN, ID) is None


def test_a_bouncing_key_calls_one_citizen() -> None:
    pressing = keys()
    calls = [pressing.press("KEY_KPENTER", at, OPEN, ID) for at in (5.0, 5.05, 5.5, 6.1)]
    assert [call is not None for call in calls] == [True, False, False, True]
    missed = [pressing.press("KEY_KPMINUS", at, OPEN, ID) for at in (8.0, 8.1, 8.29, 8.31)]
    assert [one is not None for one in missed] == [True, False, False, True]


def test_a_ticket_is_called_again_after_a_while_and_the_next_one_at_once() -> None:
    pressing = Keys("quay-3", DEFAULT_KEYS, recall_wait_s=10)
    assert pressing.press("KEY_KPPLUS", 5.0, OPEN, ID)
    assert pressing.press("KEY_KPPLUS", 14.9, OPEN, ID) is None
    assert pressing.press("KEY_KPPLUS", 15.0, OPEN, ID)
    assert pressing.press("KEY_KPENTER", 16.0, OPEN, ID)
    assert pressing.press("KEY_KPPLUS", 17.0, OPEN, ID)


def type_number(pressing: Keys, digits: str, at: float) -> None:
    for place, digit in enumerate(digits):
        assert pressing.press(f"KEY_KP{digit}", at + place * 0.2, OPEN, ID) is None


@pytest.mark.parametrize(
    ("prefix", "typed", "number"),
    [("A", "12", "A012"), ("A", "101", "A101"), ("A", "11", "A011"), ("", "1007", "1007"), ("B", "90", "B090")],
)
def test_digits_before_enter_call_that_number(prefix: str, typed: str, number: str) -> None:
    pressing = Keys("quay-3", DEFAULT_KEYS, Numbers(prefix))
    type_number(pressing, typed, 5.0)
    called = pressing.press("KEY_KPENTER", 6.0, OPEN, ID)
    assert isinstance(called, CounterCall)
    assert called.number == number
    assert isinstance(pressing.press("KEY_KPENTER", 8.0, OPEN, ID), CounterNext)


def test_a_number_begun_and_left_is_not_called_later() -> None:
    pressing = Keys("quay-3", DEFAULT_KEYS, Numbers("A"))
    type_number(pressing, "12", 5.0)
    assert isinstance(pressing.press("KEY_KPENTER", 11.0, OPEN, ID), CounterNext)
    type_number(pressing, "12", 13.0)
    assert isinstance(pressing.press("KEY_KPMINUS", 14.0, OPEN, ID), CounterNoShow)
    assert isinstance(pressing.press("KEY_KPENTER", 15.0, OPEN, ID), CounterNext)


def test_a_worn_digit_counts_once_and_a_quick_finger_twice() -> None:
    pressing = Keys("quay-3", DEFAULT_KEYS, Numbers("A"))
    for at in (5.0, 5.01, 5.02, 5.2):
        pressing.press("KEY_KP1", at, OPEN, ID)
    called = pressing.press("KEY_KPENTER", 6.0, OPEN, ID)
    assert isinstance(called, CounterCall)
    assert called.number == "A011"


def test_a_call_for_help_is_never_taken_back_by_pressing_on() -> None:
    pressing = keys()
    asked = [pressing.press("KEY_ESC", at, OPEN, ID) for at in (5.0, 7.0, 9.0)]
    assert [one.active for one in asked if isinstance(one, CounterHelp)] == [True, True, True]


def test_two_different_keys_are_both_meant() -> None:
    pressing = keys()
    assert pressing.press("KEY_KPSLASH", 5.0, OPEN, ID)
    assert pressing.press("KEY_KPENTER", 5.1, OPEN, ID)


def test_the_sites_own_keymap_counts() -> None:
    own = Keys("quay-3", {**DEFAULT_KEYS, "KEY_F1": Action.NEXT, "KEY_KPENTER": Action.RECALL})
    first, second = own.press("KEY_F1", 1.0, OPEN, ID), own.press("KEY_KPENTER", 1.0, OPEN, ID)
    assert first and second
    assert (first.verb, second.verb) == ("counter/next", "counter/recall")


@given(st.lists(st.tuples(st.sampled_from(sorted(DEFAULT_KEYS)), st.floats(0, 2)), max_size=60))
def test_however_keys_are_hit_one_is_never_meant_twice_within_the_guard(hits: list[tuple[str, float]]) -> None:
    pressing, now = keys(), 0.0
    meant: dict[str, float] = {}
    for key, later in hits:
        now += later
        if pressing.press(key, now, OPEN, str(uuid.uuid4())) is not None:
            assert now - meant.get(key, -GUARD_S) >= GUARD_S
            meant[key] = now
