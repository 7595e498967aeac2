"""A call becomes words: the number sign by sign, the counter as a whole number."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.speech.numbers import LETTERS, Region
from ticketing.voice.phrases import BREATH, Beat, Pause, Unspeakable, Word, breaths, words_of
from ticketing.voice.wording import wording_of

SAID = [
    ("A012", "Quầy số 3", "mời công dân có số|a|không|một|hai|đến quầy số|ba"),
    ("B105", "Quầy số 15", "mời công dân có số|bê|một|không|năm|đến quầy số|mười|lăm"),
    ("D001", "Quầy số 21", "mời công dân có số|đê|không|không|một|đến quầy số|hai|mươi|mốt"),
    ("7", "4", "mời công dân có số|bảy|đến quầy số|bốn"),
    ("C-09", "Quầy số 05", "mời công dân có số|xê|không|chín|đến quầy số|năm"),
    ("A012", "Phòng tiếp công dân", "mời công dân có số|a|không|một|hai|đến phòng tiếp công dân"),
    ("A012", "Bàn 2, tầng 1", "mời công dân có số|a|không|một|hai|đến bàn|hai|tầng|một"),
    ("A012", "Quầy B", "mời công dân có số|a|không|một|hai|đến quầy|bê"),
    ("A012", "Quầy Y tế", "mời công dân có số|a|không|một|hai|đến quầy y tế"),
    ("A012", "QUẦY Y TẾ", "mời công dân có số|a|không|một|hai|đến quầy y tế"),
    ("A012", "Quầy Y", "mời công dân có số|a|không|một|hai|đến quầy|i dài"),
    ("A012", "Quầy 2 – BHXH", "mời công dân có số|a|không|một|hai|đến quầy|hai|bê|hát|ích xì|hát"),
    ("A012", "Văn phòng UBND xã", "mời công dân có số|a|không|một|hai|đến văn phòng|u|bê|nờ|đê|xã"),
    ("A012", "QUẦY TRA CỨU THU", "mời công dân có số|a|không|một|hai|đến quầy tra cứu thu"),
    ("A012", "", "mời công dân có số|a|không|một|hai"),
    ("A012", "***", "mời công dân có số|a|không|một|hai"),
    ("A012", "Quầy số 3 - Hộ tịch", "mời công dân có số|a|không|một|hai|đến quầy số|ba|hộ tịch"),
    ("1001", "Quầy số 1001", "mời công dân có số|một|không|không|một|đến quầy số|một|nghìn|không|trăm|linh|một"),
    ("A012", "Quầy số 12345678", "mời công dân có số|a|không|một|hai|đến quầy số|một|hai|ba|bốn|năm|sáu|bảy|tám"),
]


def callout(number: str, counter_name: str, region: Region = Region.NORTH) -> tuple[Beat, ...]:
    return wording_of(region=region).callout(number, counter_name)


def every_clip(region: Region) -> set[str]:
    return {word.text for word in wording_of(region=region).every_clip()}


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


def test_a_call_is_cut_where_the_voice_takes_breath() -> None:
    assert [" ".join(words_of(one)) for one in breaths(callout("A12", "Bàn 2, tầng 1"))] == [
        "mời công dân có số a một hai",
        "đến bàn hai",
        "tầng một",
    ]


def test_a_call_never_begins_nor_ends_with_a_rest_nor_has_two_in_a_row() -> None:
    for name in ("...", "!!Quầy số 3!!", "Quầy, , số 3", ",,3"):
        beats = callout("A12", name)
        assert isinstance(beats[0], Word)
        assert isinstance(beats[-1], Word)
        assert not [one for one, after in pairwise(beats) if one == after == BREATH]


@pytest.mark.parametrize("number", ["", "---", "??", "号"])
def test_a_number_with_nothing_to_read_is_refused(number: str) -> None:
    with pytest.raises(Unspeakable, match="không có chữ hay số"):
        callout(number, "Quầy số 3")


@given(st.from_regex(r"[A-EĐ][0-9]{3}", fullmatch=True), st.integers(1, 99), st.sampled_from(Region))
def test_calls_to_numbered_counters_need_prepared_clips_alone(number: str, counter: int, region: Region) -> None:
    assert set(words_of(callout(number, f"Quầy số {counter}", region))) <= every_clip(region)


@given(st.text(max_size=200))
def test_no_counter_name_breaks_a_call_or_names_a_file(name: str) -> None:
    for word in words_of(callout("A1", name)):
        assert word
        assert not set(word) & set("./\\\0")


def test_every_letter_has_a_clip() -> None:
    assert set(LETTERS.values()) <= every_clip(Region.NORTH)
