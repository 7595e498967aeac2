"""Hints: what is wrong with what the camera sees, told only of paper, and steadily."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenters.camera import Hint
from kiosk.scanners.advice import SHOWN_S, STANDS_S, Advice
from kiosk.scanners.sight import judge, measure

SIZES = [(640, 480), (1280, 720), (1920, 1080)]


def seen(frame: Any, size: tuple[int, int], share: float = 1.0) -> Any:
    """Return the frame as a camera of `size` gives it; with a `share` below 1 from farther away."""
    high, wide = frame.shape[:2]
    small = cv2.resize(frame, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    room = np.full_like(frame, 60)
    top, left = (high - small.shape[0]) // 2, (wide - small.shape[1]) // 2
    room[top : top + small.shape[0], left : left + small.shape[1]] = small
    wanted = size[1] * wide // high  # a wider camera sees more at the sides; a narrower one less
    scaled = cv2.resize(room, (wanted, size[1]), interpolation=cv2.INTER_AREA)
    cut = max(0, (wanted - size[0]) // 2)
    return scaled[:, cut : cut + size[0]]


@pytest.mark.parametrize("size", SIZES)
class TestHints:
    def test_a_receipt_well_held_needs_none(self, receipts: Any, size: tuple[int, int]) -> None:
        for held in (receipts.code128("H29.16-261122-0001"), receipts.qr("A001"), receipts.blank()):
            frame = receipts.turned(held, 8)
            sight = measure(seen(frame, size))
            assert sight is not None
            assert judge(sight) is None

    def test_a_dark_one_wants_light(self, receipts: Any, size: tuple[int, int]) -> None:
        dark = cv2.convertScaleAbs(receipts.code128("H29.16-261122-0001"), alpha=0.2)
        assert judge(measure(seen(dark, size))) is Hint.DARK

    def test_a_far_one_wants_to_come_near(self, receipts: Any, size: tuple[int, int]) -> None:
        assert judge(measure(seen(receipts.qr("A001"), size, 0.35))) is Hint.FAR

    def test_a_blurred_one_wants_to_be_held_still(self, receipts: Any, size: tuple[int, int]) -> None:
        blurred = receipts.blurred(receipts.code128("H29.16-261122-0001"), 4)
        assert judge(measure(seen(blurred, size))) is Hint.BLURRED

    def test_where_no_paper_is_nothing_is_said(self, receipts: Any, size: tuple[int, int]) -> None:
        noise = np.random.default_rng(1)
        slope = np.tile(np.linspace(40, 120, size[0]), (size[1], 1))
        for empty in (np.full(size[::-1], 8), np.full(size[::-1], 200), slope):
            frame = np.clip(empty + noise.normal(0, 4, empty.shape), 0, 255).astype(np.uint8)
            assert judge(measure(frame)) is None


def test_a_hint_that_comes_and_goes_with_every_frame_is_not_shown() -> None:
    advice = Advice()
    assert {advice.take(Hint.DARK if place % 2 else None, place * 0.25) for place in range(100)} == {None}


def test_a_hint_stays_long_enough_to_be_read() -> None:
    advice = Advice()
    shown = [advice.take(Hint.DARK if place < 5 else None, place * 0.25) for place in range(40)]
    first = shown.index(Hint.DARK)
    assert first * 0.25 == pytest.approx(STANDS_S, abs=0.25)
    assert shown.count(Hint.DARK) * 0.25 >= SHOWN_S
    assert shown[-1] is None


@given(st.lists(st.sampled_from([None, *Hint]), max_size=200))
def test_whatever_is_measured_no_hint_flickers(measured: list[Hint | None]) -> None:
    advice = Advice()
    shown = [advice.take(hint, place * 0.25) for place, hint in enumerate(measured)]
    changes = [place * 0.25 for place in range(1, len(shown)) if shown[place] is not shown[place - 1]]
    for sooner, later in pairwise(changes):
        was_shown = shown[round(sooner / 0.25)] is not None
        assert later - sooner >= (SHOWN_S if was_shown else STANDS_S)
