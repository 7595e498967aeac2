"""A call becomes words: the number sign by sign, the counter as a whole number."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.speech.numbers import LETTERS, Region
from ticketing.voice.phrases import Pause, Unspeakable, Word, callout, every_clip, words_of

SAID = [
    ("A012", "Quầy số 3", "mời công dân có số|a|không|một|hai|đến quầy số|ba"),
    ("B105", "Quầy số 15", "mời công dân có số|bê|một|không|năm|đến quầy số|mười|lăm"),
    ("D001", "Quầy số 21", "mời công dân có số|đê|không|không|một|đến quầy số|hai|mươi|mốt"),
    ("7", "4", "mời công dân có số|bảy|đến quầy số|bốn"),
    ("C-09", "Quầy số 05", "mời công dân có số|xê|không|chín|đến quầy số|năm"),
    ("A012", "Phòng tiếp công dân", "mời công dân có số|a|không|một|hai|đến phòng tiếp công dân"),
    ("A012", "Bàn 2, tầng 1", "mời công dân có số|a|không|một|hai|đến bàn|hai|tầng|một"),
    ("A012", "Quầy B", "mời công dân có số|a|không|một|hai|đến quầy|bê"),
    ("A012", "", "mời công dân có số|a|không|một|hai"),
]


@pytest.mark.parametrize(("number", "counter", "said"), SAID)
def test_a_call_is_said_as_people_say_it(number: str, counter: str, said: str) -> None:
    assert "|".join(words_of(callout(number, counter))) == said


def test_a_name_that_came_decomposed_is_said_alike() -> None:
    assert callout("A1", unicodedata.normalize("NFD", "Quầy số 3")) == callout("A1", "Quầy số 3")


def test_the_south_says_its_own_words() -> None:
    assert words_of(callout("A1", "Quầy số 124", Region.SOUTH))[-4:] == ("trăm", "hai", "mươi", "bốn")
    assert words_of(callout("A1", "Quầy số 124", Region.NORTH))[-1] == "tư"


def test_there_is_a_breath_before_the_counter_and_between_signs() -> None:
    beats = callout("A01", "Quầy số 3")
    before_counter = beats[beats.index(Word("đến quầy số")) - 1]
    between_signs = beats[beats.index(Word("a")) + 1]
    assert isinstance(before_counter, Pause)
    assert isinstance(between_signs, Pause)
    assert before_counter.seconds > between_signs.seconds > 0


@pytest.mark.parametrize("number", ["", "---", "??", "号"])
def test_a_number_with_nothing_to_read_is_refused(number: str) -> None:
    with pytest.raises(Unspeakable, match="không có chữ hay số"):
        callout(number, "Quầy số 3")


@given(st.from_regex(r"[A-EĐ][0-9]{3}", fullmatch=True), st.integers(1, 99), st.sampled_from(Region))
def test_calls_to_numbered_counters_need_prepared_clips_alone(number: str, counter: int, region: Region) -> None:
    assert set(words_of(callout(number, f"Quầy số {counter}", region))) <= set(every_clip(region))


@given(st.text(max_size=200))
def test_no_counter_name_breaks_a_call_or_names_a_file(name: str) -> None:
    for word in words_of(callout("A1", name)):
        assert word
        assert not set(word) & set("./\\\0")


def test_every_letter_has_a_clip() -> None:
    assert set(LETTERS.values()) <= set(every_clip(Region.NORTH))
