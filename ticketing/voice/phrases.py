"""Turns a ticket number and a counter's name into the words and pauses of a callout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lobby.speech.numbers import LETTERS, Region, every_word, read_digits, read_letter, read_number

INVITE = "mời công dân có số"
TOWARDS = "đến"
TO_COUNTER = "đến quầy số"

LONGEST_NAME = 60
LONGEST_WHOLE = 6
_ASCII_DIGITS = "0123456789"
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+")
_NUMBER_PIECE = re.compile(r"[0-9]|[^\W\d_]")


class Unspeakable(ValueError):
    """A ticket number with nothing in it that can be read aloud; the text is Vietnamese."""


@dataclass(frozen=True)
class Word:
    """One clip: a word or carrier phrase, lower case, NFC."""

    text: str


@dataclass(frozen=True)
class Pause:
    """Silence of so many seconds."""

    seconds: float


Beat = Word | Pause

AFTER_INVITE = Pause(0.12)
BETWEEN_SIGNS = Pause(0.07)
BEFORE_COUNTER = Pause(0.22)
BEFORE_COUNTER_NUMBER = Pause(0.06)


def callout(
    number: str, counter_name: str, region: Region = Region.NORTH, letters: Mapping[str, str] = LETTERS
) -> tuple[Beat, ...]:
    """Return the beats of one call: «mời công dân có số» A không một hai «đến quầy số» ba.

    The ticket number is read sign by sign, numbers in the counter's name as whole numbers. Raises Unspeakable.
    """
    signs = _signs(number, letters)
    place = _place(counter_name, region, letters)
    beats: list[Beat] = [Word(INVITE), AFTER_INVITE, *_spaced(signs)]
    return (*beats, BEFORE_COUNTER, *place) if place else tuple(beats)


def words_of(beats: Iterable[Beat]) -> tuple[str, ...]:
    """Return the clips that `beats` need, in order."""
    return tuple(beat.text for beat in beats if isinstance(beat, Word))


def every_clip(region: Region, letters: Mapping[str, str] = LETTERS) -> tuple[str, ...]:
    """Return each clip that a call to a numbered counter may need, carriers first."""
    return tuple(dict.fromkeys((INVITE, TO_COUNTER, *every_word(region), *letters.values())))


def _signs(number: str, letters: Mapping[str, str]) -> list[str]:
    words: list[str] = []
    for sign in _NUMBER_PIECE.findall(_plain(number)):
        if sign in _ASCII_DIGITS:
            words += read_digits(sign)
        elif sign.upper() in letters:
            words.append(read_letter(sign, letters))
    if not words:
        raise Unspeakable("Số thứ tự không có chữ hay số nào đọc được.")
    return words


def _place(counter_name: str, region: Region, letters: Mapping[str, str]) -> list[Beat]:
    clips: list[str] = []
    said: list[str] = []
    for piece in _PIECE.findall(_plain(counter_name)[:LONGEST_NAME]):
        words = _piece_words(piece, region, letters)
        if words is None:
            said += [piece.lower()] if piece.isalpha() else []
            continue
        clips += [*_phrase(said, first=not clips), *words]
        said = []
    clips += _phrase(said, first=not clips) if said else []
    return _held_apart(clips)


def _piece_words(piece: str, region: Region, letters: Mapping[str, str]) -> list[str] | None:
    """Return the words of a number or a lone capital letter; None for a word that is spoken as it is."""
    if piece[0] in _ASCII_DIGITS:
        whole = len(piece) <= LONGEST_WHOLE
        return list(read_number(int(piece), region) if whole else read_digits(piece))
    if len(piece) == 1 and piece.isupper() and piece in letters:
        return [read_letter(piece, letters)]
    return None


def _phrase(said: list[str], *, first: bool) -> list[str]:
    if first:
        return [" ".join([TOWARDS, *said])] if said else [TO_COUNTER]
    return [" ".join(said)] if said else []


def _held_apart(clips: list[str]) -> list[Beat]:
    words: list[Beat] = [Word(clip) for clip in clips]
    return [words[0], BEFORE_COUNTER_NUMBER, *words[1:]] if len(words) > 1 else words


def _spaced(words: list[str]) -> list[Beat]:
    beats: list[Beat] = []
    for word in words:
        beats += [BETWEEN_SIGNS, Word(word)] if beats else [Word(word)]
    return beats


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)
