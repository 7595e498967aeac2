"""How each language that is spoken reads numbers, digits and letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lobby.speech import english, numbers
from lobby.speech.numbers import Region

VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = (VIETNAMESE, ENGLISH)


@dataclass(frozen=True)
class Reading:
    """`number` reads a whole number, `digits` has the word of each digit, `letters` the name of each capital letter.

    `words` are all that numbers below a million may need.
    """

    number: Callable[[int], tuple[str, ...]]
    digits: tuple[str, ...]
    letters: Mapping[str, str]
    words: tuple[str, ...]


def reading_of(language: str, region: Region = Region.NORTH, letters: Mapping[str, str] | None = None) -> Reading:
    """Return how `language` reads, with `letters` named otherwise where given; raises KeyError where it is unknown."""
    makes: dict[str, Callable[[], Reading]] = {VIETNAMESE: partial(_vietnamese, region), ENGLISH: _english}
    own = makes[language]()
    named = {**own.letters, **(letters or {})}
    return Reading(own.number, own.digits, named, own.words)


def _vietnamese(region: Region) -> Reading:
    read = partial(numbers.read_number, region=region)
    return Reading(read, numbers.DIGITS, numbers.LETTERS, numbers.every_word(region))


def _english() -> Reading:
    return Reading(english.read_english, english.ONES[:10], english.LETTERS, english.every_english_word())
