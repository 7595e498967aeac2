"""The canvas: every Vietnamese letter whole on sixteen rows, plain letters on seven, the number always whole."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.led.canvas import Canvas
from display.led.driver import Unshowable
from display.led.letters import LARGE, MIDDLE, SMALL, SMALLEST, Letters
from display.led.plain import plain, segments
from display.model.led import LedView

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS + VOWELS.upper() for tone in TONES} - set(VOWELS)
    - set(VOWELS.upper())
    | set("ăâêôơưĂÂÊÔƠƯđĐ")
)  # fmt: skip
CALLED = LedView("A012", "3", call_id="1", place="Quầy số 3")


def test_there_are_134_of_them() -> None:
    assert len(LETTERS) == 134


@pytest.mark.parametrize("letters", [SMALL, MIDDLE, LARGE], ids=lambda letters: str(letters.file))
def test_every_vietnamese_letter_is_drawn_and_no_two_alike(letters: Letters) -> None:
    drawn = {sign: letters.line(sign).tobytes() for sign in [*LETTERS, *"abcdefghijklmnopqrstuvwxyz", "\uffff"]}
    assert len(set(drawn.values())) == len(drawn)
    assert all(letters.line(sign).getbbox() for sign in LETTERS)


@pytest.mark.parametrize("letters", [SMALL, MIDDLE], ids=lambda letters: str(letters.file))
def test_stacked_marks_fit_on_sixteen_rows(letters: Letters) -> None:
    assert letters.rows <= 16
    marks = np.asarray(letters.line("Ế"))
    bare = np.asarray(letters.line("E"))
    above = int(np.argmax(bare.any(axis=1)))
    assert int(marks[:above].sum()) >= 2


def test_small_boards_get_plain_letters_on_purpose() -> None:
    assert plain("Hộ tịch – Chứng thực: Đất đai") == "Ho tich - Chung thuc: Dat dai"
    assert segments("Đ012 …") == "D012 "
    called = LedView("Đ012", "3", place="Quầy số 3")
    assert Canvas(80, 7).draw(called).tobytes() == Canvas(80, 7).draw(LedView("D012", "3", place="Quay so 3")).tobytes()


@pytest.mark.parametrize(
    "size", [(64, 7), (80, 8), (64, 16), (96, 16), (128, 16), (64, 32), (128, 32), (64, 64), (192, 32)]
)
@pytest.mark.parametrize("number", ["A001", "1005", "Đ999", "B1234"])
def test_the_number_is_whole_on_every_usual_board(size: tuple[int, int], number: str) -> None:
    drawn = Canvas(*size).draw(LedView(number, "12", place="Quầy số 12"))
    assert drawn.size == size
    alone = Canvas(*size).draw(LedView(number, "", place=""))
    assert np.asarray(drawn).sum() > np.asarray(alone).sum() / 2
    assert not np.array_equal(
        np.asarray(drawn), np.asarray(Canvas(*size).draw(LedView(number, "13", place="Quầy số 13")))
    )


@given(
    st.text(alphabet="ABCĐ0123456789", min_size=1, max_size=12),
    st.sampled_from([(24, 7), (32, 16), (64, 16), (64, 32)]),
)
def test_a_number_is_drawn_whole_or_refused(number: str, size: tuple[int, int]) -> None:
    try:
        drawn = Canvas(*size).draw(LedView(number, "7", place="Quầy số 7"))
    except Unshowable as fault:
        assert "không đủ chỗ" in str(fault)
        smallest = SMALLEST if size[1] < 13 else SMALL
        assert smallest.columns * (len(number) + 1) + 4 > size[0]
    else:
        assert drawn.size == size


def test_a_counter_without_a_number_is_shortened_by_rule() -> None:
    whole, cut = Canvas(192, 32), Canvas(64, 16)
    view = LedView("A012", "", place="Quầy Đất đai – Xây dựng")
    assert whole.draw(view).size == (192, 32)
    assert cut.draw(view).size == (64, 16)


def test_a_sentence_is_wrapped_where_there_are_rows_and_runs_where_not() -> None:
    greeting = LedView(text="Kính chào quý khách")
    assert Canvas(64, 64).draw(greeting).size == (64, 64)
    assert Canvas(192, 16).draw(greeting).size == (192, 16)
    assert Canvas(64, 16).draw(greeting).width > 64
    assert Canvas(64, 16, widest=128).draw(LedView(text="Một câu rất dài " * 9)).width <= 128
    assert Canvas(80, 7, widest=160).draw(LedView(text="Một câu rất dài " * 9)).width <= 160


def test_an_idle_board_shows_that_it_is_on() -> None:
    for size in ((80, 7), (64, 16), (128, 32)):
        assert np.asarray(Canvas(*size).draw(LedView())).any()
    assert not np.asarray(Canvas(64, 16).draw(LedView(""))).any()


@pytest.mark.parametrize("size", [(64, 16), (128, 32)])
def test_the_counter_stands_beside_or_below_the_number_and_never_in_it(size: tuple[int, int]) -> None:
    called = np.asarray(Canvas(*size).draw(CALLED))
    left = np.asarray(Canvas(*size).draw(LedView("A012", "4", place="Quầy số 4")))
    changed = np.argwhere(called != left)
    assert changed[:, 1].min() > size[0] // 2
