"""Numbers are read as people say them, in the north and in the south."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from lobby.speech.numbers import LARGEST, LETTERS, MANNERS, Region, every_word, read_digits, read_letter, read_number

TRICKY = [
    (0, "không", "không"),
    (5, "năm", "năm"),
    (10, "mười", "mười"),
    (11, "mười một", "mười một"),
    (14, "mười bốn", "mười bốn"),
    (15, "mười lăm", "mười lăm"),
    (20, "hai mươi", "hai mươi"),
    (21, "hai mươi mốt", "hai mươi mốt"),
    (24, "hai mươi tư", "hai mươi bốn"),
    (25, "hai mươi lăm", "hai mươi lăm"),
    (55, "năm mươi lăm", "năm mươi lăm"),
    (91, "chín mươi mốt", "chín mươi mốt"),
    (100, "một trăm", "một trăm"),
    (101, "một trăm linh một", "một trăm lẻ một"),
    (104, "một trăm linh bốn", "một trăm lẻ bốn"),
    (105, "một trăm linh năm", "một trăm lẻ năm"),
    (110, "một trăm mười", "một trăm mười"),
    (111, "một trăm mười một", "một trăm mười một"),
    (115, "một trăm mười lăm", "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt", "một trăm hai mươi mốt"),
    (505, "năm trăm linh năm", "năm trăm lẻ năm"),
    (1005, "một nghìn không trăm linh năm", "một ngàn không trăm lẻ năm"),
    (1050, "một nghìn không trăm năm mươi", "một ngàn không trăm năm mươi"),
    (2000, "hai nghìn", "hai ngàn"),
    (2025, "hai nghìn không trăm hai mươi lăm", "hai ngàn không trăm hai mươi lăm"),
    (9999, "chín nghìn chín trăm chín mươi chín", "chín ngàn chín trăm chín mươi chín"),
    (15_015, "mười lăm nghìn không trăm mười lăm", "mười lăm ngàn không trăm mười lăm"),
    (1_000_000, "một triệu", "một triệu"),
    (2_000_001, "hai triệu không trăm linh một", "hai triệu không trăm lẻ một"),
    (3_000_000_400, "ba tỷ bốn trăm", "ba tỷ bốn trăm"),
]

UNITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
UNITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def understood(words: tuple[str, ...]) -> int:
    """Understand spoken words as a listener does, knowing nothing of how they were made."""
    total = group = last = 0
    for word in words:
        if word in UNITS:
            last = UNITS[word]
        elif word == "trăm":
            group, last = group + last * 100, 0
        elif word == "mươi":
            group, last = group + last * 10, 0
        elif word == "mười":
            group += 10
        elif word in SCALES:
            total, group, last = total + (group + last) * SCALES[word], 0, 0
        else:
            assert word in ("linh", "lẻ"), word
    return total + group + last


# The rules once more, as a schoolbook has them: each digit is said with its place, then the worn forms come in.
PLAIN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
WORN = [
    (r"^(không (nghìn|trăm|mươi) )+", ""),  # nothing is said before the first digit that counts
    (r"( không mươi)? không$", ""),  # nor of a round number's end
    (r" không trăm$", ""),
    (r"\bmột mươi\b", "mười"),
    (r"\bkhông mươi\b", "linh"),
    (r"\bmươi một\b", "mươi mốt"),
    (r"\bmươi bốn\b", "mươi tư"),
    (r"\b(mươi|mười) năm\b", r"\1 lăm"),
]
SOUTHERN = [("linh", "lẻ"), ("nghìn", "ngàn"), ("mươi tư", "mươi bốn")]


def by_the_schoolbook(number: int, region: Region) -> str:
    """Read a number of 1 to 9999 by rewriting."""
    places = zip(f"{number:04d}", (" nghìn", " trăm", " mươi", ""), strict=True)
    said = " ".join(PLAIN[int(digit)] + place for digit, place in places)
    for form, worn in WORN:
        said = re.sub(form, worn, said)
    for northern, southern in SOUTHERN if region is Region.SOUTH else ():
        said = said.replace(northern, southern)
    return said


@pytest.mark.parametrize("region", Region)
def test_each_number_to_9999_is_read_as_the_schoolbook_has_it(region: Region) -> None:
    wrong = [
        (number, " ".join(read_number(number, region)), by_the_schoolbook(number, region))
        for number in range(1, 10_000)
        if " ".join(read_number(number, region)) != by_the_schoolbook(number, region)
    ]
    assert wrong == []
    assert read_number(0, region) == ("không",)


def test_num2words_says_the_same_but_where_it_leaves_out_the_empty_hundreds() -> None:
    """num2words knows one manner: lẻ and bốn as in the south, nghìn as in the north (0.5.14: 891 numbers wrong)."""
    others = {number: num2words(number, lang="vi") for number in range(10_000)}
    ours = {number: " ".join(read_number(number, Region.SOUTH)).replace("ngàn", "nghìn") for number in others}
    differing = {number for number in others if others[number] != ours[number]}
    assert differing <= {number for number in others if number > 1000 and 0 < number % 1000 < 100}
    assert [number for number in differing if "không trăm" in others[number]] == []


@pytest.mark.parametrize(("number", "north", "south"), TRICKY)
def test_tricky_numbers_are_read_as_in_the_table(number: int, north: str, south: str) -> None:
    assert " ".join(read_number(number, Region.NORTH)) == north
    assert " ".join(read_number(number, Region.SOUTH)) == south


@pytest.mark.parametrize("region", Region)
def test_each_number_to_9999_is_understood_and_keeps_the_rules(region: Region) -> None:
    manner = MANNERS[region]
    for number in range(10_000):
        words = read_number(number, region)
        said = " ".join(words)
        tens, unit = number // 10 % 10, number % 10
        assert understood(words) == number
        assert set(words) <= set(every_word(region)), said
        assert (words[-1] == "lăm") == (unit == 5 and tens > 0), said
        assert (words[-1] == "mốt") == (unit == 1 and tens > 1), said
        assert ("mười" in words) == (tens == 1), said
        assert (manner.empty_ten in words) == (number > 100 and tens == 0 and unit > 0), said
        assert ("không trăm" in said) == (number > 1000 and number % 1000 > 0 and number // 100 % 10 == 0), said


@given(st.integers(0, LARGEST), st.sampled_from(Region))
def test_every_number_is_understood(number: int, region: Region) -> None:
    assert understood(read_number(number, region)) == number


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not in"):
        read_number(number)


@given(st.text("0123456789", max_size=12))
def test_digits_are_read_one_by_one_with_leading_zeros(digits: str) -> None:
    words = read_digits(digits)
    assert "".join(str(UNITS[word]) for word in words) == digits


def test_letters_are_read_by_their_names_and_a_site_may_name_them_otherwise() -> None:
    assert [read_letter(letter) for letter in "ABCDE"] == ["a", "bê", "xê", "đê", "e"]
    assert read_letter("đ") == "đê"
    assert read_letter("D", {**LETTERS, "D": "dê"}) == "dê"
