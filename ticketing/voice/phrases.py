"""The beats of a callout: what is one clip, and where a voice rests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lobby.speech.readings import VIETNAMESE, Reading

LONGEST_WHOLE = 6
_LONGEST_TICKET = 12
_ASCII_DIGITS = "0123456789"
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+|[,;.:!?()–—-]+")
# What can be a Vietnamese syllable without its tone; other capitals in a row are an abbreviation (UBND, BHXH).
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_LONGEST_ABBREVIATION = 8
_SHORTEST_WORD = 2
_TICKET_PIECE = re.compile(r"[0-9]+|[^\W\d_]")


class Unspeakable(ValueError):
    """A ticket number with nothing in it that can be read aloud; the text is Vietnamese."""


class NumberAs(StrEnum):
    """How a ticket's number is read: sign by sign (012: không một hai), or whole (mười hai)."""

    DIGITS = "digits"
    WHOLE = "whole"


@dataclass(frozen=True)
class Word:
    """One clip: a word or carrier phrase, lower case, NFC."""

    text: str
    language: str = VIETNAMESE


@dataclass(frozen=True)
class Pause:
    """Silence of so many seconds."""

    seconds: float


Beat = Word | Pause

AROUND_TICKET = Pause(0.12)
BETWEEN_SIGNS = Pause(0.07)
BREATH = Pause(0.22)
BEFORE_NUMBER = Pause(0.06)


def words_of(beats: Iterable[Beat]) -> tuple[str, ...]:
    """Return the clips that `beats` need, in order."""
    return tuple(beat.text for beat in beats if isinstance(beat, Word))


def breaths(beats: Iterable[Beat]) -> Iterator[tuple[Beat, ...]]:
    """Return `beats` cut where the voice takes breath, those pauses left out."""
    current: list[Beat] = []
    for beat in beats:
        if beat == BREATH:
            yield tuple(current)
            current = []
        else:
            current.append(beat)
    if current:
        yield tuple(current)


def signs_of(number: str, reading: Reading, as_: NumberAs) -> list[Sequence[str]]:
    """Return the words of each sign of a ticket's number, or of its whole numbers; raises Unspeakable."""
    signs: list[Sequence[str]] = []
    for piece in _TICKET_PIECE.findall(unicodedata.normalize("NFC", number)):
        if piece[0] not in _ASCII_DIGITS:
            signs += [[reading.letters[piece.upper()]]] if piece.upper() in reading.letters else []
        elif as_ is NumberAs.WHOLE and len(piece) <= _LONGEST_TICKET:
            signs.append(reading.number(int(piece)))
        else:
            signs += [[reading.digits[int(digit)]] for digit in piece]
    if not signs:
        raise Unspeakable("Số thứ tự không có chữ hay số nào đọc được.")
    return signs


class Beats:
    """Puts a callout's beats together, in the order in which it is spoken."""

    def __init__(self) -> None:
        self._beats: list[Beat] = []
        self._carrier: list[str] = []
        self._language = VIETNAMESE
        self._rest: Pause | None = None

    def text(self, text: str, reading: Reading, language: str) -> None:
        """Speak `text`: words that follow each other are one clip, numbers are read whole, lone capitals and
        abbreviations letter by letter."""
        if language != self._language:
            self._end_carrier()
            self._language = language
        pieces = _PIECE.findall(unicodedata.normalize("NFC", text))
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
            if piece[0] in _ASCII_DIGITS:
                whole = len(piece) <= LONGEST_WHOLE
                self._number(reading.number(int(piece)) if whole else [reading.digits[int(one)] for one in piece])
            elif not piece[0].isalpha():
                self.breathe()
            elif _is_spelled(piece, after, reading, language):
                self._number([reading.letters[letter] for letter in piece])
            else:
                self._carrier.append(piece.lower())

    def signs(self, signs: Iterable[Sequence[str]], language: str) -> None:
        """Speak a ticket's number, each of `signs` apart."""
        self._end_carrier()
        rest = AROUND_TICKET
        for words in signs:
            self._after(rest)
            self._beats += [Word(word, language) for word in words]
            rest = BETWEEN_SIGNS
        self._rest = AROUND_TICKET

    def breathe(self) -> None:
        """Rest as at a comma."""
        self._end_carrier()
        self._after(BREATH)

    def end(self) -> tuple[Beat, ...]:
        """Return the beats, without a rest at the end."""
        self._end_carrier()
        return tuple(self._beats[:-1] if self._beats and isinstance(self._beats[-1], Pause) else self._beats)

    def _number(self, words: Sequence[str]) -> None:
        if self._carrier:
            self._end_carrier()
            self._after(BEFORE_NUMBER)
        self._beats += [Word(word, self._language) for word in words]

    def _end_carrier(self) -> None:
        carrier, self._carrier = " ".join(self._carrier), []
        if carrier:
            self._after(self._rest)
            self._beats.append(Word(carrier, self._language))
        self._rest = None

    def _after(self, rest: Pause | None) -> None:
        if rest is not None and self._beats and isinstance(self._beats[-1], Word):
            self._beats.append(rest)


def _is_spelled(piece: str, after: str, reading: Reading, language: str) -> bool:
    """Tell whether capitals are read by their names; `after` is what follows them."""
    if not piece.isupper() or any(letter not in reading.letters for letter in piece):
        return False
    if len(piece) == 1:
        # «Y tế», «Y học»: a word of its own, where it goes before another.
        return (piece, language) != ("Y", VIETNAMESE) or len(after) < _SHORTEST_WORD or not after[0].isalpha()
    return language == VIETNAMESE and len(piece) <= _LONGEST_ABBREVIATION and _SYLLABLE.fullmatch(piece) is None
