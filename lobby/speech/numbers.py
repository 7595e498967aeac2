"""Reads numbers, digits and letters aloud in Vietnamese, word by word, as the north or the south says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LARGEST = 10**12 - 1

LETTERS: dict[str, str] = {
    "A": "a",
    "Ă": "á",
    "Â": "ớ",
    "B": "bê",
    "C": "xê",
    "D": "đê",
    "Đ": "đê",
    "E": "e",
    "Ê": "ê",
    "F": "ép phờ",
    "G": "giê",
    "H": "hát",
    "I": "i",
    "J": "giây",
    "K": "ca",
    "L": "lờ",
    "M": "mờ",
    "N": "nờ",
    "O": "o",
    "Ô": "ô",
    "Ơ": "ơ",
    "P": "pê",
    "Q": "quy",
    "R": "rờ",
    "S": "ét sì",
    "T": "tê",
    "U": "u",
    "Ư": "ư",
    "V": "vê",
    "W": "vê kép",
    "X": "ích xì",
    "Y": "i dài",
    "Z": "dét",
}


class Region(StrEnum):
    """Whose manner of reading numbers is spoken."""

    NORTH = "north"
    SOUTH = "south"


@dataclass(frozen=True)
class Manner:
    """The words that differ: for an empty ten (101), for a thousand, and for 4 after twenty and above."""

    empty_ten: str
    thousand: str
    four: str

    @property
    def scales(self) -> tuple[str, ...]:
        return ("", self.thousand, "triệu", "tỷ")


MANNERS: dict[Region, Manner] = {
    Region.NORTH: Manner("linh", "nghìn", "tư"),
    Region.SOUTH: Manner("lẻ", "ngàn", "bốn"),
}


def read_number(number: int, region: Region = Region.NORTH) -> tuple[str, ...]:
    """Return the words of a whole number in 0..10^12-1 (15: mười, lăm); raises ValueError outside."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not in 0..{LARGEST}")
    if number == 0:
        return (DIGITS[0],)
    manner = MANNERS[region]
    words: list[str] = []
    for place in reversed(range(len(manner.scales))):
        group = number // 1000**place % 1000
        if group:
            words += _read_group(group, manner, full=bool(words))
            words += [manner.scales[place]] if place else []
    return tuple(words)


def read_digits(digits: str) -> tuple[str, ...]:
    """Return each ASCII digit of `digits` as its word (012: không, một, hai)."""
    return tuple(DIGITS[int(digit)] for digit in digits)


def read_letter(letter: str, names: Mapping[str, str] = LETTERS) -> str:
    """Return the name of a letter in `names`; raises KeyError where it has none."""
    return names[letter.upper()]


def every_word(region: Region) -> tuple[str, ...]:
    """Return each word that a number below a million may need."""
    manner = MANNERS[region]
    return (*DIGITS, "mười", "mươi", "mốt", manner.four, "lăm", "trăm", manner.empty_ten, manner.thousand)


def _read_group(group: int, manner: Manner, *, full: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if rest == 0:
        return words
    tens, unit = divmod(rest, 10)
    if tens == 0:
        return [*words, *([manner.empty_ten] if words else []), DIGITS[unit]]
    return [*words, *_read_tens(tens, unit, manner)]


def _read_tens(tens: int, unit: int, manner: Manner) -> list[str]:
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if unit == 0:
        return words
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: manner.four, 5: "lăm"}
    return [*words, changed.get(unit, DIGITS[unit])]
