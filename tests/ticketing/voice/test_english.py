"""Numbers are read in English as well, for who took a number in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.speech.english import LETTERS, every_english_word, read_english
from lobby.speech.numbers import LARGEST

SAID = [
    (0, "zero"),
    (7, "seven"),
    (13, "thirteen"),
    (20, "twenty"),
    (21, "twenty one"),
    (100, "one hundred"),
    (105, "one hundred and five"),
    (342, "three hundred and forty two"),
    (1000, "one thousand"),
    (1005, "one thousand and five"),
    (1050, "one thousand and fifty"),
    (1500, "one thousand five hundred"),
    (9999, "nine thousand nine hundred and ninety nine"),
    (1_000_001, "one million and one"),
    (2_000_300_000, "two billion three hundred thousand"),
]
VALUES = {word: value for value, word in enumerate(every_english_word()[:20])}
VALUES |= {word: 10 * tens for tens, word in enumerate(every_english_word()[20:28], 2)}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def understood(words: tuple[str, ...]) -> int:
    """Understand spoken words as a listener does."""
    total = group = 0
    for word in words:
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += VALUES[word]
    return total + group


@pytest.mark.parametrize(("number", "said"), SAID)
def test_numbers_are_read_as_in_the_table(number: int, said: str) -> None:
    assert " ".join(read_english(number)) == said


@given(st.integers(0, LARGEST))
def test_every_number_is_understood(number: int) -> None:
    assert understood(read_english(number)) == number


def test_each_word_of_numbers_below_a_million_can_be_had_ready() -> None:
    assert {word for number in range(0, 1_000_000, 997) for word in read_english(number)} <= set(every_english_word())


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not in"):
        read_english(number)


def test_every_letter_of_a_ticket_has_a_name() -> None:
    assert LETTERS["A"] == "a"
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ") == set(LETTERS)
