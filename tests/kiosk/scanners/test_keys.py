"""Key events become scans by a map of our own, whatever the desktop's keyboard is."""

from __future__ import annotations

import string
from collections.abc import Iterable

import pytest
from evdev import ecodes
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanners.hid_twin import EVENT, encode_keys
from kiosk.scanners.keys import KeyLines
from kiosk.scanners.reading import LONGEST

Event = tuple[int, int, int]
PRINTABLE = "".join(sorted(set(string.printable) - set(string.whitespace) | {" "}))
DROPPED = [(ecodes.EV_SYN, ecodes.SYN_DROPPED, 0)]
REPORT = [(ecodes.EV_SYN, ecodes.SYN_REPORT, 0)]


def events(text: str, suffix: int | None = ecodes.KEY_ENTER) -> list[Event]:
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(encode_keys(text, suffix))]


def presses(*codes: int) -> list[Event]:
    return [(ecodes.EV_KEY, code, value) for code in codes for value in (1, 0)]


def typed(lines: KeyLines, stream: Iterable[Event], at: float = 0.0) -> list[str]:
    return [scan for event in stream if (scan := lines.feed(*event, at)) is not None]


@given(st.text(PRINTABLE, min_size=1, max_size=60))
def test_what_is_typed_on_a_us_keyboard_is_read(text: str) -> None:
    assert typed(KeyLines(), events(text)) == [text]


@pytest.mark.parametrize("end", [ecodes.KEY_ENTER, ecodes.KEY_KPENTER, ecodes.KEY_TAB])
def test_each_suffix_that_scanners_send_ends_a_scan(end: int) -> None:
    assert typed(KeyLines(), events("A012", end)) == ["A012"]


def test_keypad_digits_are_digits_and_caps_lock_changes_nothing() -> None:
    lines = KeyLines()
    keys = presses(ecodes.KEY_CAPSLOCK, ecodes.KEY_A, ecodes.KEY_KP0, ecodes.KEY_KP9, ecodes.KEY_ENTER)
    assert typed(lines, keys) == ["a09"]


def test_a_key_held_down_does_not_repeat_and_control_keys_type_nothing() -> None:
    held = [(ecodes.EV_KEY, ecodes.KEY_A, value) for value in (1, 2, 2, 0)]
    control = [(ecodes.EV_KEY, ecodes.KEY_LEFTCTRL, 1), *presses(ecodes.KEY_J), (ecodes.EV_KEY, ecodes.KEY_LEFTCTRL, 0)]
    assert typed(KeyLines(), [*held, *control, *presses(ecodes.KEY_ENTER)]) == ["a"]


def test_a_scanner_without_suffix_is_ended_by_silence() -> None:
    lines = KeyLines()
    assert typed(lines, events("H29.16-0001", None), at=5.0) == []
    assert lines.gap(5.05) is None
    assert lines.gap(5.11) == "H29.16-0001"
    assert lines.gap(9.0) is None


def test_lost_events_discard_the_scan_they_tore_and_no_other() -> None:
    lines = KeyLines()
    first, torn, third = events("A001"), events("A002"), events("a003")
    # The kernel drops the start of the second scan, then reports stale keys up to the next report.
    stale = presses(ecodes.KEY_9, ecodes.KEY_ENTER)
    stream = [*first, *torn[:6], *DROPPED, *stale, *REPORT, *torn[14:], *third]
    assert typed(lines, stream) == ["A001", "a003"]


def test_lost_events_without_suffix_discard_up_to_the_silence() -> None:
    lines = KeyLines()
    assert typed(lines, [*events("A0", None), *DROPPED, *REPORT, *events("02", None)], at=1.0) == []
    assert lines.gap(1.2) is None
    assert typed(lines, events("A003"), at=2.0) == ["A003"]


def test_of_a_scan_without_end_the_beginning_is_kept_and_the_next_one_is_whole() -> None:
    lines = KeyLines()
    assert typed(lines, events("7" * (3 * LONGEST))) == ["7" * (LONGEST + 1)]
    assert typed(lines, events("A012")) == ["A012"]


def test_a_scanner_set_to_the_vietnamese_keyboard_types_digits_behind_altgr() -> None:
    lines = KeyLines("vn")
    down, up = (ecodes.EV_KEY, ecodes.KEY_RIGHTALT, 1), (ecodes.EV_KEY, ecodes.KEY_RIGHTALT, 0)
    code = [*presses(ecodes.KEY_H), down, *presses(ecodes.KEY_2, ecodes.KEY_9), up]
    name = presses(ecodes.KEY_H, ecodes.KEY_RIGHTBRACE, ecodes.KEY_8, ecodes.KEY_ENTER)
    assert typed(lines, [*code, *name]) == ["h29hớ"]
