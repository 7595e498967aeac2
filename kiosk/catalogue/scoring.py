"""How well a procedure answers a question: what was asked and is there, what is there beside, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.question import Question, Slot
from kiosk.catalogue.store import Entry

_TITLE, _ALIAS, _CONTEXT, _MORE = 1.0, 0.97, 0.6, 0.45
_BEGUN, _IN_PARTS, _SAID = 0.92, 0.6, 0.9
COVERED, ORDERED, _MARKED = 0.30, 0.25, 0.10
_BY_SAYING = 0.4
_ALONE, _ALONE_AND_MENDED, _SURE = 0.75, 0.4, 0.86
PLACE, _LEVEL = 0.5, 0.15
_WARD, _PROVINCE, _COMMON, _ELSEWHERE = 0.10, 0.04, 0.05, 0.25


@dataclass(frozen=True)
class Office:
    """Who asks: a commune's or a province's office, and the code of its province (`H15`) where it is known."""

    province: str | None = None
    ward: bool = True

    def handles(self, entry: Entry) -> bool:
        """Tell whether this office takes such dossiers: of its level, and not another province's own procedure."""
        return bool(entry.ward if self.ward else entry.province) and not self.elsewhere(entry)

    def elsewhere(self, entry: Entry) -> bool:
        """Tell whether another province made the procedure, for itself."""
        return entry.issuer.startswith("H") and entry.issuer.split(".")[0] != self.province


@dataclass(frozen=True)
class Score:
    """`total` orders; `found` is the share (0..1) of what was asked that is there, `ordered` of it in one piece.

    `unmet` are the places of slots that are there not at all or in part.
    """

    total: float
    found: float
    ordered: float
    unmet: frozenset[int]


NONE = Score(0.0, 0.0, 0.0, frozenset())


def score(entry: Entry, question: Question, office: Office, whole: float) -> Score:
    """Return how well `entry` answers `question`; `whole` is how much the words of its name
    tell together."""
    slots = question.slots
    shares: list[float] = []
    by: list[str] = []
    for slot in slots:
        share, word = _met(entry, slot, by[-1] if by else "")
        shares.append(share)
        by.append(word)
    beside = _beside(entry, slots, by)
    asked = found = told = named = 0.0
    unmet: list[int] = []
    for at, slot in enumerate(slots):
        share, weight = shares[at], slot.weight
        asked += weight
        found += weight * share
        told += weight * share * (1.0 if at in beside else _ALONE if share > _SURE else _ALONE_AND_MENDED)
        named += weight if share > _CONTEXT else 0.0
        if share < _BEGUN:
            unmet.append(at)
    if not found:
        return NONE
    total = told / asked + COVERED * min(1.0, named / (whole or 1.0))
    ordered = _ordered(entry, slots, by)
    total += ORDERED * ordered + _marks(entry, question) + asked_here(entry, office)
    total += _placed(entry, question)
    return Score(total, found / asked, ordered, frozenset(unmet))


def _beside(entry: Entry, slots: tuple[Slot, ...], by: list[str]) -> set[int]:
    """Return the places of words that stand beside a neighbour of theirs: apart, they may be parts of other words."""
    if len(slots) == 1:
        return {0}
    found = {at for at, slot in enumerate(slots) if slot.parts}
    words, before = entry.words, -1
    for at, word in enumerate(by):
        if not word:
            continue
        if before >= 0 and f" {by[before]} {word}" in words:
            found.add(before)
            found.add(at)
        before = at
    return found


def _met(entry: Entry, slot: Slot, before: str) -> tuple[float, str]:
    """Return how surely a slot is met, and by which word; of equals, by the one that follows `before`."""
    best, by = 0.0, ""
    for word, sure in slot.choices:
        if sure < best:
            break
        share = sure * _share(entry, f" {word} ")
        if slot.begun and share < sure * _BEGUN:
            share = max(share, sure * _BEGUN * _share(entry, f" {word}"))
        if share > best or (share and share == best and f" {before} {word}" in entry.title):
            best, by = share, word
    return max((best, by), _met_in_parts(entry, slot)) if slot.parts and best < _ALIAS else (best, by)


def _met_in_parts(entry: Entry, slot: Slot) -> tuple[float, str]:
    phrase = " ".join(slot.parts)
    if f" {phrase} " in entry.title:
        return _TITLE, phrase
    said = [_SAID * share for word, share in slot.inner if f" {word} " in entry.aliases]
    shares = [_share(entry, f" {part} ") for part in slot.parts]
    return max([*said, _IN_PARTS * sum(shares) / len(shares)]), slot.parts[-1]


def _share(entry: Entry, word: str) -> float:
    if word not in entry.words:
        return 0.0
    if word in entry.title:
        return _TITLE
    if word in entry.aliases:
        return _ALIAS
    if word in entry.context:
        return _CONTEXT
    return _MORE


def _ordered(entry: Entry, slots: tuple[Slot, ...], by: list[str]) -> float:
    """Return the share of neighbours that are neighbours in the name, or in what people call it, too."""
    if len(by) < 2:
        return 1.0 if by and entry.core.startswith(f" {by[0]}") else 0.5
    together = 0.0
    for at in range(1, len(by)):
        if not (by[at - 1] and by[at]):
            continue
        pair = f" {by[at - 1]} {by[at]}"
        if pair in entry.title or pair in entry.aliases or pair in entry.context:
            together += 1.0
        elif slots[at - 1].parts or slots[at].parts:
            together += _BY_SAYING
    return together / (len(by) - 1)


def _marks(entry: Entry, question: Question) -> float:
    if not question.marked:
        return 0.0
    return _MARKED * sum(f" {key} " in entry.marked for key in question.marked) / len(question.marked)


def _placed(entry: Entry, question: Question) -> float:
    place = question.place
    found = PLACE if place.name and f"/ {place.name}" in f"/{entry.context}" else 0.0
    return found + _LEVEL if place.level and getattr(entry, place.level) else found


def asked_here(entry: Entry, office: Office) -> float:
    """Return what a procedure has ahead of others, whatever was asked: it is handled here, it is asked for most."""
    here = _WARD if (entry.ward if office.ward else entry.province) else _PROVINCE if entry.province else 0.0
    return here + _COMMON * entry.common - _ELSEWHERE * office.elsewhere(entry)
