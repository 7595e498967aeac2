"""What a written Vietnamese syllable may be, and which of its vowels bears the tone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from itertools import product

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
"""The tones' marks by the keys that give them."""

_FIRSTS = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x|"
_MIDDLES = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uă uê ui uô uơ uy ưa ưi ươ ưu"
    " yê iêu oai oao oay oeo uai uao uay uây uôi uya uyê uyu ươi ươu yêu uêu"
)
_LASTS = "c|ch|m|n|ng|nh|p|t|"

Letters = list[str]
"""A word, a decomposed letter with its marks each."""


class Style(StrEnum):
    """Where the tone stands in open oa, oe, uy: on the first vowel as long written (hòa), or the second (hoà)."""

    OLD = "old"
    NEW = "new"


def _begun(middle: str) -> set[str]:
    """Return `middle` with each of its marks there or not yet."""
    ways = [{letter, unicodedata.normalize("NFD", letter)[0]} for letter in middle]
    return {"".join(chosen) for chosen in product(*ways)}


def _either(choices: Iterable[str]) -> str:
    return "|".join(sorted(choices, key=len, reverse=True))


_SYLLABLE = re.compile(
    rf"^(?P<first>{_either(_FIRSTS.split('|'))})"
    rf"(?P<middle>{_either({way for middle in _MIDDLES.split() for way in _begun(middle)})})"
    rf"(?P<last>{_either(_LASTS.split('|'))})$"
)


def parted(bare: Letters) -> tuple[str, str, str] | None:
    """Return consonants before, vowels and consonants after of a word without tone, None where it is no syllable.

    One that is not written to its end yet counts: «nguo» may become «người».
    """
    found = _SYLLABLE.match(read(bare))
    return (found["first"], found["middle"], found["last"]) if found else None


def toned(bare: Letters, tone: str, style: Style) -> Letters:
    """Return a syllable with `tone` on the vowel that bears it; what is no syllable stays as it is."""
    parts = parted(bare)
    if not tone or parts is None:
        return bare
    first, middle, last = parts
    at = len(first) + _bearer(middle, last, style)
    return [*bare[:at], bare[at] + tone, *bare[at + 1 :]]


def _bearer(middle: str, last: str, style: Style) -> int:
    marked = [at for at, letter in enumerate(middle) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    if len(middle) == 1:
        return 0
    if last or len(middle) == 3:
        return 1
    return int(style is Style.NEW and middle in ("oa", "oe", "uy"))


def letters_of(word: str) -> Letters:
    """Return the letters of a word."""
    return [unicodedata.normalize("NFD", letter) for letter in word]


def composed(letters: Letters) -> str:
    """Return the word of these letters."""
    return unicodedata.normalize("NFC", "".join(letters))


def read(letters: Letters) -> str:
    """Return the word of these letters, small."""
    return composed(letters).lower()


def tone_of(letters: Letters) -> str:
    """Return the mark of the word's tone, empty where it has none."""
    return next((mark for letter in letters for mark in letter if mark in TONES.values()), "")


def without_tone(letters: Letters) -> Letters:
    """Return the word without its tone."""
    return ["".join(mark for mark in letter if mark not in TONES.values()) for letter in letters]
