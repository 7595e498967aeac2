"""Searches a catalogue as people type: FTS5 gives the few procedures worth a look, the score puts them in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import pairwise

from kiosk.catalogue.expressions import beside, holding
from kiosk.catalogue.folding import fold
from kiosk.catalogue.language import Language
from kiosk.catalogue.question import Question, Slot, ask, mended
from kiosk.catalogue.scoring import Office, Score, score
from kiosk.catalogue.shorthand import Shorthand
from kiosk.catalogue.store import Catalogue, Entry
from kiosk.catalogue.synonyms import Synonyms
from kiosk.catalogue.terms import joined

AT_MOST = 20
_TAKEN, _LOOKED_AT = 400, 50
_WELL_FOUND, _IN_ORDER = 0.9, 0.7
_WIDE, _HOPEFUL = 800, 50
_ENOUGH = 5
_BEST = 3
_CODE = re.compile(r"^\s*\d+(?:[.\s-]*\d+)*\.?\s*$", re.ASCII)
_CODE_DIGITS = 3
_folded = lru_cache(maxsize=1024)(fold)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: what the office handles, a field (its name), neither where not given.

    An office handles what is of its level and, where `handled_fields` names any, of one of those fields.
    """

    handled_here: bool = False
    field: str | None = None
    handled_fields: frozenset[str] = frozenset()

    @cached_property
    def handled(self) -> frozenset[str]:
        """The names of the fields handled, folded: offices do not write them as the portal does."""
        return frozenset(_folded(name) for name in self.handled_fields)


class Search:
    """Answers questions over one catalogue; the words and names are read with the first of them and kept."""

    def __init__(self, catalogue: Catalogue, known: Synonyms, office: Office = Office()) -> None:  # noqa: B008 (a value)
        self._catalogue = catalogue
        self._known = known
        self._office = office
        self._wholes: dict[int, float] = {}

    def find(self, text: str, at_most: int = AT_MOST, filters: Filters = Filters()) -> list[Entry]:
        """Return the procedures that answer `text`, the best first; the most asked for where it is empty.

        Raises sqlite3.Error.
        """
        if _CODE.match(text):
            return [one for one in self._of_code(text) if self.fits(one, filters)][:at_most]
        question = ask(text, self._language)
        if not question.slots:
            return [one for one in self._entries.values() if self.fits(one, filters)][:at_most]
        found = self._scored(question, self._holding_all(question))
        if not _well(found) or len(found) < _ENOUGH:
            found = self._scored(question, self._holding_most(question), found)
        if not _well(found):
            again = mended(question, self._language, _to_mend(question, found))
            found = self._scored(again, {*self._holding_all(again), *self._holding_most(again)}, found)
        best = sorted(found, key=lambda rank: (-found[rank].total, rank))
        return [one for rank in best if self.fits(one := self._entries[rank], filters)][:at_most]

    def prepare(self) -> None:
        """Read names and words now, so that the first question is answered as soon as others; raises sqlite3.Error."""
        for rank in self._entries:
            self._whole(rank)

    def fits(self, entry: Entry, filters: Filters) -> bool:
        """Tell whether `entry` is of what the list is narrowed to."""
        if filters.field is not None and entry.field != filters.field:
            return False
        if not filters.handled_here:
            return True
        return self._office.handles(entry) and (not filters.handled or _folded(entry.field) in filters.handled)

    @cached_property
    def _entries(self) -> dict[int, Entry]:
        return self._catalogue.entries()

    @cached_property
    def _language(self) -> Language:
        known = self._known
        sayings = frozenset(said for meaning in known.meanings for said in meaning.said)
        phrases = frozenset(said for said in (*sayings, *known.idle, *known.otherwise) if " " in said)
        shorthand = Shorthand(entry.core for entry in self._entries.values())
        marked = frozenset(key for entry in self._entries.values() for key in entry.marked.split())
        runs = {joined(phrase): phrase.split() for phrase in phrases}
        words = self._catalogue.words()
        return Language(words, len(self._entries), phrases, known.idle, marked, known.otherwise, shorthand, runs)

    def _scored(
        self, question: Question, ranks: Iterable[int], before: dict[int, Score] | None = None
    ) -> dict[int, Score]:
        found = dict(before or {})
        for rank in ranks:
            new = score(self._entries[rank], question, self._office, self._whole(rank))
            if rank not in found or new.total > found[rank].total:
                found[rank] = new
        return {rank: one for rank, one in found.items() if one.found}

    def _whole(self, rank: int) -> float:
        """Return how much the words of a name tell together."""
        known = self._wholes.get(rank)
        if known is None:
            known = sum(map(self._language.weight, set(self._entries[rank].core.split())))
            self._wholes[rank] = known
        return known

    def _holding_all(self, question: Question) -> list[int]:
        """Return procedures that hold all that was asked, somewhere."""
        telling = _telling(question)
        found = self._catalogue.holding(" AND ".join(map(holding, telling)), _TAKEN)
        return self._likeliest(set(found), telling)

    def _holding_most(self, question: Question) -> list[int]:
        """Return the procedures that hold most of what tells most: rare words, and words side by side."""
        told: dict[int, float] = {}
        telling = _telling(question)
        asked = [(holding(slot), slot.weight) for slot in self._rare(telling)]
        asked += [(beside(one, other), one.weight + other.weight) for one, other in pairwise(telling)]
        for expression, weight in asked:
            for rank in self._catalogue.holding(expression, _WIDE):
                told[rank] = told.get(rank, 0.0) + weight
        return nlargest(_HOPEFUL, told, key=lambda rank: (told[rank], -rank))

    def _likeliest(self, found: set[int], telling: list[Slot]) -> list[int]:
        """Return the procedures whose names hold most of the words side by side: a quick look."""
        if len(found) <= _LOOKED_AT:
            return list(found)
        typed = [word for slot in telling for word in (slot.parts or (slot.choices[0][0],))]
        sought = [f" {one} {other}" for one, other in pairwise(typed)]
        if not sought:
            return sorted(found)[:_LOOKED_AT]
        hits = {rank: sum([phrase in self._entries[rank].named for phrase in sought]) for rank in found}
        return sorted(found, key=lambda rank: (-hits[rank], rank))[:_LOOKED_AT]

    def _rare(self, slots: list[Slot]) -> list[Slot]:
        """Return the slots that tell most, as many as are not in too many procedures together."""
        taken: list[Slot] = []
        together = 0
        for slot in sorted(slots, key=lambda one: -one.weight / max(1, len(one.parts))):
            together += sum(self._held(phrase) for phrase, _ in slot.choices)
            if taken and together > _WIDE:
                break
            taken.append(slot)
        return taken

    def _held(self, phrase: str) -> int:
        """Return in how many procedures, at most, the words of a phrase stand."""
        return min(self._language.known.get(word, 0) for word in phrase.split())

    def _of_code(self, text: str) -> list[Entry]:
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) < _CODE_DIGITS and "." not in text:
            return []
        codes = [(entry.code.replace(".", ""), entry) for entry in self._entries.values()]
        ahead = [entry for code, entry in codes if code.startswith(digits)]
        return ahead + [entry for code, entry in codes if code.find(digits) > 0]


def _to_mend(question: Question, found: dict[int, Score]) -> frozenset[int]:
    """Return the slots that the best procedures so far do not meet; all, where these stand apart in them."""
    best = sorted(found.values(), key=lambda one: -one.total)[:_BEST]
    if best and best[0].found >= _WELL_FOUND:
        return frozenset(range(len(question.slots)))
    return frozenset.union(*(one.unmet for one in best)) if best else frozenset(range(len(question.slots)))


def _well(found: dict[int, Score]) -> bool:
    return any(one.found >= _WELL_FOUND and one.ordered >= _IN_ORDER for one in found.values())


def _telling(question: Question) -> list[Slot]:
    return [slot for slot in question.slots if not slot.idle] or list(question.slots)
