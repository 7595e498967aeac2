"""The keeper's way out: five quick touches in the corner, the right code, and no guessing."""

from __future__ import annotations

import itertools

import pytest

from kiosk.presenters.way_out import LOCKED_S, LONGEST, OPEN_AT_MOST_S, STAYS_S, TOUCHES, TRIES, WITHIN_S, WayOut
from kiosk.screens.code_page import draw_code
from kiosk.screens.pieces import Panel
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens

CODE = "482915"


def opened() -> WayOut:
    way = WayOut(lambda code: code == CODE)
    for touch in range(TOUCHES):
        way.corner(touch * 0.5)
    return way


def give(way: WayOut, code: str, now: float) -> None:
    for digit in code:
        way.touch(f"keeper:{digit}", now)
    way.touch("keeper:leave", now)


def test_the_right_code_lets_the_keeper_out() -> None:
    way = opened()
    give(way, CODE, 5)
    assert way.leaves


def test_slow_touches_and_too_few_open_nothing() -> None:
    way = WayOut(lambda _: True)
    for touch in range(20):
        way.corner(touch * (WITHIN_S / 3))
    assert way.view(30) is None
    for _ in range(TOUCHES - 1):
        way.corner(100)
    assert way.view(100) is None


def test_a_page_left_alone_closes_with_what_was_typed() -> None:
    way = opened()
    way.touch("keeper:4", 5)
    page = way.view(5)
    assert page is not None and page.typed == 1
    assert way.view(5 + STAYS_S) is None


def test_typed_digits_are_never_shown_and_can_be_taken_back() -> None:
    way = opened()
    for name in ("keeper:4", "keeper:8", "keeper:delete"):
        way.touch(name, 5)
    page = way.view(5)
    assert page is not None and page.typed == 1 and "4" not in str(page)
    way.touch("keeper:back", 5)
    assert way.view(5) is None


def test_after_three_wrong_codes_even_the_right_one_waits_and_the_next_wait_is_longer() -> None:
    way = opened()
    for _ in range(TRIES):
        give(way, "000000", 5)
    give(way, CODE, 6)
    page = way.view(6)
    assert not way.leaves and page is not None and "Thử lại sau 5 phút" in page.said
    later = 5 + LOCKED_S
    for touch in range(TOUCHES):
        way.corner(later + touch * 0.1)
    for _ in range(TRIES):
        give(way, "111111", later + 1)
    give(way, CODE, later + LOCKED_S + 2)
    assert not way.leaves
    for touch in range(TOUCHES):
        way.corner(later + 2 * LOCKED_S + 2 + touch * 0.1)
    give(way, CODE, later + 2 * LOCKED_S + 3)
    assert way.leaves


@pytest.mark.parametrize("name", ["keeper:x", "number", "keeper:", "key:4"])
def test_other_targets_type_nothing(name: str) -> None:
    way = opened()
    way.touch(name, 5)
    page = way.view(5)
    assert page is not None and page.typed == 0


def test_nobody_keeps_the_page_over_the_kiosk() -> None:
    way = opened()
    for now in range(10, int(OPEN_AT_MOST_S), 10):
        way.touch("keeper:1", now)
        assert way.view(now) is not None
    way.touch("keeper:1", OPEN_AT_MOST_S + 5)
    assert way.view(OPEN_AT_MOST_S + 5) is None


def test_who_types_again_after_a_wrong_code_is_told_no_longer_that_it_was_wrong() -> None:
    way = opened()
    give(way, "000000", 5)
    page = way.view(5)
    assert page is not None and page.said == "Mã chưa đúng." and page.typed == 0
    way.touch("keeper:4", 6)
    page = way.view(6)
    assert page is not None and page.said == "" and page.typed == 1


@pytest.mark.parametrize("size", [(1920, 1080), (800, 480), (480, 800)])
def test_each_digit_typed_shows_as_a_dot_that_is_no_letter(size: tuple[int, int]) -> None:
    def dots() -> list[Panel]:
        page = way.view(5)
        assert page is not None
        sheet = Sheet(Theme(tokens(), *size))
        draw_code(page, sheet)
        return [one for one in sheet.pieces if isinstance(one, Panel) and one.fill == "ink"]

    way = opened()
    assert dots() == []
    for count in range(1, LONGEST + 1):
        way.touch("keeper:4", 5)
        shown = dots()
        assert len(shown) == count
        assert all(one.box.w == one.box.h and 0 < one.box.x < size[0] - one.box.w for one in shown)
        ends = [one.box.x for one in shown]
        assert all(right - left > shown[0].box.w for left, right in itertools.pairwise(ends))
