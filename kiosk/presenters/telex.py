"""Writes Vietnamese by the Telex rules, a key at a time, from what stands in the field alone: aa â, ow ơ, s sắc."""

from __future__ import annotations

import re
import unicodedata

from kiosk.presenters.syllables import (
    TONES,
    Letters,
    Style,
    composed,
    letters_of,
    parted,
    read,
    tone_of,
    toned,
    without_tone,
)

_NO_TONE = "z"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_DOUBLED = {letter: letter + _CIRCUMFLEX for letter in "aeo"} | {"d": "đ"}
_HOOKED = {"a": "a" + _BREVE, "o": "o" + _HORN, "u": "u" + _HORN}
_VOWELS = frozenset("aeiouy")
_OPEN_UO = frozenset({"h", "kh", "th"})
_WORD = re.compile(r"[^\W\d_]*$")


def press(text: str, key: str, style: Style = Style.OLD) -> str:
    """Return what stands in the field after `key`, one character; marks go to the last word, where they fit."""
    word = _last_word(text) if key.isalpha() else ""
    return text[: len(text) - len(word)] + composed(_pressed(letters_of(word), key, style))


def delete(text: str, style: Style = Style.OLD) -> str:
    """Return `text` without its last character; a tone that stays moves to where it belongs now."""
    left = unicodedata.normalize("NFC", text)[:-1]
    word = _last_word(left)
    letters = letters_of(word)
    bare = without_tone(letters)
    if parted(bare) is not None:
        letters = toned(bare, tone_of(letters), style)
    return left[: len(left) - len(word)] + composed(letters)


def _pressed(letters: Letters, key: str, style: Style) -> Letters:
    pressed = key.lower()
    bare, tone = without_tone(letters), tone_of(letters)
    if pressed in TONES or (pressed == _NO_TONE and tone):
        if parted(bare) is None:
            return [*letters, key]
        wanted = TONES.get(pressed, "")
        # The same tone once more takes it away and leaves the letter.
        return [*bare, key] if wanted == tone else toned(bare, wanted, style)
    if pressed in _DOUBLED or pressed == "w":
        marked = _marked(bare, pressed)
        if marked is not None:
            return toned(marked, tone, style)
        plain = _unmarked(bare, pressed)
        if plain is not None:
            return toned([*plain, key], tone, style)
    grown = _grown([*bare, key])
    return toned(grown, tone, style) if parted(grown) is not None else [*letters, key]


def _marked(bare: Letters, key: str) -> Letters | None:
    """Return the word with the mark that `key` gives somewhere in it, None where none fits."""
    if key == "w":
        return _hooked(bare)
    places = [at for at, letter in enumerate(bare) if letter.lower() == key]
    if not places:
        return None
    marked = _put(bare, places[-1], _DOUBLED[key])
    return marked if parted(marked) is not None or _abbreviates(marked) else None


def _abbreviates(letters: Letters) -> bool:
    """Tell whether a word ends in đ and has no vowel: NĐ, HĐ."""
    return read(letters[-1:]) == "đ" and read(letters[-2:-1]) != "d" and not _has_vowel(letters)


def _hooked(bare: Letters) -> Letters | None:
    places = _hookable(bare)
    small = read(bare)
    both = next((at for at in reversed(places) if small[at] == "o" and at - 1 in places and small[at - 1] == "u"), None)
    if both is not None:
        pair = _put(_put(bare, both - 1, _HOOKED["u"]), both, _HOOKED["o"])
        return _grown(pair) if parted(pair) is not None else None
    for at in places if small.endswith("ua") else reversed(places):
        marked = _put(bare, at, _HOOKED[small[at]])
        if parted(marked) is not None:
            return marked
    alone = [*bare, _HOOKED["u"]]
    return alone if not _has_vowel(bare) and parted(alone) is not None else None


def _hookable(bare: Letters) -> list[int]:
    """Return where a hook or breve may go; the u of «qu» takes none."""
    qu = read(bare[:2]) == "qu"
    return [at for at, letter in enumerate(bare) if letter.lower() in _HOOKED and not (qu and at == 1)]


def _unmarked(bare: Letters, key: str) -> Letters | None:
    """Return the word without the mark that `key` would give, None where it bears none: the same key once more."""
    marks = set(_HOOKED.values()) if key == "w" else {_DOUBLED[key]}
    places = [at for at, letter in enumerate(bare) if letter.lower() in marks]
    if not places:
        return None
    return [_plain(letter) if at in places else letter for at, letter in enumerate(bare)]


def _grown(bare: Letters) -> Letters:
    """Return the word with «uơ» and «ươ» right for what follows: thuở, but thương."""
    parts = parted(bare)
    if parts is None:
        return bare
    first, middle, last = parts
    begin = len(first)
    if middle == "ươ" and not last and first in _OPEN_UO:
        return [*bare[:begin], _plain(bare[begin]), *bare[begin + 1 :]]
    if middle.startswith("uơ") and (last or len(middle) == 3):
        return _put(bare, begin, _HOOKED["u"])
    return bare


def _last_word(text: str) -> str:
    found = _WORD.search(unicodedata.normalize("NFC", text))
    return found.group() if found else ""


def _has_vowel(letters: Letters) -> bool:
    return any(letter[0].lower() in _VOWELS for letter in letters)


def _put(letters: Letters, at: int, marked: str) -> Letters:
    """Return the word with `marked` in the place `at`, in the case of what stood there."""
    return [*letters[:at], marked.upper() if letters[at].isupper() else marked, *letters[at + 1 :]]


def _plain(letter: str) -> str:
    return letter.replace("đ", "d").replace("Đ", "D")[0]
