"""Reads what was typed into slots: each a word, or a phrase that people say, with what else it may have meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.catalogue.folding import fold, marked_words, words
from kiosk.catalogue.language import IDLE, Language
from kiosk.catalogue.places import NOWHERE, Place
from kiosk.catalogue.spelling import alike, near, parted, telex
from kiosk.catalogue.terms import joined

LONGEST = 200
MOST_WORDS = 16
_MOST_CHOICES = 6
_SHORTEST_RUN = 6
_ALIKE, _MENDED = 0.85, 0.75
_LONGEST_SAYING = 8
_SMALL = frozenset(
    words("trên trong của cho ở tại về và là bị được với từ để có cái một các ra vào lên rồi thì hết cũ cả hai")
)
_PERSONS = frozenset(words("bố mẹ ba má cha ông bà vợ chồng con cháu em anh chị bé"))


@dataclass(frozen=True)
class Slot:
    """One thing asked for: `choices` are words, or some side by side, with how surely each was meant (0..1), the
    typed one first.

    `parts` are the words of a phrase that counts as one, `inner` shorter sayings in it as one word each, with their
    share of the whole; `begun` tells that the word may still be going on, `sure` that it was typed with marks that
    some name has.
    """

    choices: tuple[tuple[str, float], ...]
    weight: float
    parts: tuple[str, ...] = ()
    inner: tuple[tuple[str, float], ...] = ()
    begun: bool = False
    idle: bool = False
    sure: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked; `marked` are the words typed with marks, as keys, empty where none was; `place` is where."""

    slots: tuple[Slot, ...]
    marked: tuple[str, ...]
    place: Place = NOWHERE


def ask(text: str, language: Language) -> Question:
    """Return the question in `text`; its last word may still be being typed. Never raises."""
    text = text[:LONGEST]
    typed = _words(text, language)[:MOST_WORDS]
    slots = _slots(typed, language)
    if slots and not slots[-1].parts and not text.endswith(" "):
        slots[-1] = _begun(slots[-1], typed[-1], language)
    place = language.places.read(fold(text))
    if text.isascii():
        return Question(tuple(slots), (), place)
    right = _rightly_marked(text, language)
    slots = [replace(slot, sure=slot.choices[0][0] in right) for slot in slots]
    return Question(tuple(slots), tuple(key for key in marked_words(text) if not key.isascii()), place)


def _rightly_marked(text: str, language: Language) -> set[str]:
    """Return the words, folded, that were typed with marks as some name has them."""
    typed = zip(words(text), marked_words(text), strict=False)
    return {word for word, key in typed if not key.isascii() and key in language.marked}


def mended(question: Question, language: Language, unmet: frozenset[int]) -> Question:
    """Return the question with what else may have been meant by the slots at `unmet`, also where such words exist."""
    slots = (_mended(slot, language) if at in unmet else slot for at, slot in enumerate(question.slots))
    return replace(question, slots=tuple(slots))


def apart(question: Question, language: Language) -> Question:
    """Return the question with its sayings taken apart into their words."""
    slots = [_slot((part,), language) for slot in question.slots for part in slot.parts or (slot.choices[0][0],)]
    return replace(question, slots=tuple(slots))


def _words(text: str, language: Language) -> list[str]:
    """Return the words typed, those that run together parted, those typed as keys read, those torn apart joined."""
    typed = words(text)
    found: list[str] = []
    for place, word in enumerate(typed):
        last = place == len(typed) - 1
        if word in language.runs:
            found += language.runs[word]
        elif word in language.known or (last and language.begins(word)):
            found.append(word)
        elif found and found[-1] + word in language.known and found[-1] not in language.idle and len(word) < 4:
            found[-1] += word
        else:
            found += _unknown(word, language)
    return found


def _unknown(word: str, language: Language) -> list[str]:
    """Return what a word that no procedure holds may be: Telex keys, some that run together, itself."""
    keyed = fold(telex(word))
    if keyed in language.known:
        return [keyed]
    if len(word) < _SHORTEST_RUN and near(word, language.known):
        return [word]
    return parted(word, language.known) or parted(keyed, language.known) or [word]


def _slots(typed: list[str], language: Language) -> list[Slot]:
    slots: list[Slot] = []
    place = 0
    while place < len(typed):
        length, parts = _saying(typed[place : place + _LONGEST_SAYING], language)
        slots.append(_slot(parts, language))
        place += length
    return slots


def _saying(typed: Sequence[str], language: Language) -> tuple[int, tuple[str, ...]]:
    """Return how many words are one saying, and its words; the first word where no saying begins there.

    Small words and persons that people put into it do not part it: «sửa sai trên sổ đỏ», «đưa mẹ vào hộ khẩu».
    """
    for many in range(len(typed), 1, -1):
        span = typed[:many]
        for parts in (span, _without(span, _SMALL), _without(span, _SMALL | _PERSONS)):
            if len(parts) > 1 and " ".join(parts) in language.sayings:
                return many, tuple(parts)
    return 1, tuple(typed[:1])


def _without(span: Sequence[str], aside: frozenset[str]) -> Sequence[str]:
    return [*span[:1], *(word for word in span[1:-1] if word not in aside), *span[-1:]]


def _slot(parts: tuple[str, ...], language: Language) -> Slot:
    if len(parts) == 1:
        word = parts[0]
        choices = ((word, 1.0), *language.put(word))
        slot = Slot(choices, language.weight_of(choices), idle=word in language.idle)
        return slot if word in language.known or len(choices) > 1 else _mended(slot, language)
    weight = sum(language.weight(part) for part in parts)
    if " ".join(parts) in language.idle:
        return Slot(((joined(" ".join(parts)), 1.0),), weight * IDLE, parts, idle=True)
    choices = ((joined(" ".join(parts)), 1.0), *language.put(" ".join(parts)))
    if len(choices) > 1 and choices[0][0] not in language.known:
        weight = min(weight, language.weight_of(choices))
    return Slot(choices, weight, parts, _inner(parts, weight, language))


def _inner(parts: tuple[str, ...], weight: float, language: Language) -> tuple[tuple[str, float], ...]:
    spans = (parts[one:other] for one in range(len(parts)) for other in range(one + 2, len(parts) + 1))
    shorter = (span for span in spans if span != parts and " ".join(span) in language.sayings)
    return tuple((joined(" ".join(span)), sum(map(language.weight, span)) / weight) for span in shorter)


def _begun(slot: Slot, typed: str, language: Language) -> Slot:
    choices = slot.choices if typed in language.known else ((typed, 1.0), *slot.choices[1:])
    return replace(slot, choices=choices, begun=True)


def _mended(slot: Slot, language: Language) -> Slot:
    word = slot.choices[0][0]
    if slot.parts or slot.idle or word.isdigit():
        return slot
    if word not in language.meant:
        language.meant[word] = _meant(word, language.known)
    meant = tuple(one for one in language.meant[word] if one[1] >= _ALIKE or not slot.sure)
    return replace(slot, choices=(slot.choices[0], *language.put(word), *meant))


def _meant(word: str, known: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
    found = dict.fromkeys(near(word, known), _MENDED)
    found |= dict.fromkeys(alike(word, known), _ALIKE)
    return tuple(sorted(found.items(), key=lambda one: (-one[1], -known[one[0]]))[:_MOST_CHOICES])
