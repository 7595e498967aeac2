"""Reads numbers aloud in English, word by word."""

from __future__ import annotations

from string import ascii_uppercase

from lobby.speech.numbers import LARGEST

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ("", "thousand", "million", "billion")
LETTERS: dict[str, str] = {letter: letter.lower() for letter in ascii_uppercase} | {"Đ": "d"}


def read_english(number: int) -> tuple[str, ...]:
    """Return the words of a whole number in 0..10^12-1 (105: one, hundred, and, five); raises ValueError outside."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not in 0..{LARGEST}")
    if number == 0:
        return (ONES[0],)
    words: list[str] = []
    for place in reversed(range(len(SCALES))):
        group = number // 1000**place % 1000
        if group:
            words += _read_group(group, follows=bool(words) and place == 0)
            words += [SCALES[place]] if place else []
    return tuple(words)


def every_english_word() -> tuple[str, ...]:
    """Return each word that a number below a million may need."""
    return (*ONES, *TENS, "hundred", "and", "thousand")


def _read_group(group: int, *, follows: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [ONES[hundreds], "hundred"] if hundreds else []
    if rest == 0:
        return words
    if words or follows:
        words.append("and")
    if rest < len(ONES):
        return [*words, ONES[rest]]
    tens, unit = divmod(rest, 10)
    return [*words, TENS[tens - 2], *([ONES[unit]] if unit else [])]
