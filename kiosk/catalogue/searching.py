"""Searches a catalogue as people type: FTS5 gives the few procedures worth a look, the score puts them in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from kiosk.catalogue.folding import words
from kiosk.catalogue.language import Language
from kiosk.catalogue.likely import Likely
from kiosk.catalogue.narrowing import EVERY, Filters, Narrowing
from kiosk.catalogue.places import Places
from kiosk.catalogue.question import Question, apart, ask, mended
from kiosk.catalogue.scoring import Office, Score, score
from kiosk.catalogue.shorthand import Shorthand
from kiosk.catalogue.store import Catalogue, Entry
from kiosk.catalogue.synonyms import Synonyms
from kiosk.catalogue.terms import joined

AT_MOST = 20
_LOOKED_AT = 40
_WELL_FOUND, _IN_ORDER = 0.9, 0.7
_BEST = 3
_FEW = 5
_AGAIN = 0.05
_CODE = re.compile(r"^\s*\d+(?:[.\s-]*\d+)*\.?\s*$", re.ASCII)
_CODE_DIGITS = 3
_ABOUT_CODES = frozenset(words("mã số thủ tục hành chính hồ sơ của là code mtt tthc"))
_CODE_WITHIN = re.compile(r"(?<![\d.])\d(?:[.,\s-]?\d{6}|\.\d{3,5})(?![\d/])", re.ASCII)


class Search:
    """Answers questions over one catalogue; the words and names are read with the first of them and kept."""

    def __init__(self, catalogue: Catalogue, known: Synonyms, office: Office = Office()) -> None:  # noqa: B008 (a value)
        self._catalogue = catalogue
        self._known = known
        self._office = office
        self._wholes: dict[int, float] = {}

    def find(self, text: str, at_most: int = AT_MOST, filters: Filters = EVERY) -> list[Entry]:
        """Return the procedures that answer `text`, the best first; the most asked for where it is empty.

        Raises sqlite3.Error.
        """
        fitting = self._narrowing.ranks(filters)
        if _CODE.match(text):
            return [self._entries[rank] for rank in self._of_code(text, fitting)][:at_most]
        if (within := _CODE_WITHIN.search(text)) and (coded := self._of_code(within[0], fitting)):
            return self._with_the_rest(coded, text[: within.start()] + text[within.end() :], at_most, filters)
        question = ask(text, self._language)
        if not question.slots:
            return [self._entries[rank] for rank in fitting[:at_most]]
        many = max(_LOOKED_AT, 2 * at_most)
        found = self._scored(question, self._likely.ranks(question, fitting, many))
        if not _well(found):
            again = mended(question, self._language, _to_mend(question, found))
            found = self._scored(again, self._likely.ranks(again, fitting, many), found)
        best = self._in_order(found)
        if len(best) < min(_FEW, at_most) and any(slot.parts for slot in question.slots):
            words_alone = apart(question, self._language)
            more = self._scored(words_alone, self._likely.ranks(words_alone, fitting, many))
            best += self._in_order({rank: one for rank, one in more.items() if rank not in found})
        return [self._entries[rank] for rank in best[:at_most]]

    def prepare(self) -> None:
        """Read names and words now, so that the first question is answered as soon as others; raises sqlite3.Error."""
        for rank in self._entries:
            self._whole(rank)

    def fits(self, entry: Entry, filters: Filters) -> bool:
        """Tell whether `entry` is of what the list is narrowed to."""
        return filters.fits(entry, self._office)

    @cached_property
    def _entries(self) -> dict[int, Entry]:
        return self._catalogue.entries()

    @cached_property
    def _narrowing(self) -> Narrowing:
        return Narrowing(self._entries, self._office)

    @cached_property
    def _likely(self) -> Likely:
        return Likely(self._catalogue, self._entries, self._office, self._whole)

    @cached_property
    def _language(self) -> Language:
        known = self._known
        sayings = frozenset(said for meaning in known.meanings for said in meaning.said)
        phrases = frozenset(said for said in (*sayings, *known.idle, *known.otherwise) if " " in said)
        shorthand = Shorthand(entry.core for entry in self._entries.values())
        marked = frozenset(key for entry in self._entries.values() for key in entry.marked.split())
        runs = {joined(phrase): phrase.split() for phrase in phrases}
        known_words, places = self._catalogue.words(), Places(entry.context for entry in self._entries.values())
        return Language(
            known_words, len(self._entries), phrases, known.idle, marked, known.otherwise, shorthand, runs, places
        )

    def _scored(
        self, question: Question, ranks: Iterable[int], before: dict[int, Score] | None = None
    ) -> dict[int, Score]:
        found = dict(before or {})
        for rank in ranks:
            new = score(self._entries[rank], question, self._office, self._whole(rank))
            if rank not in found or new.total > found[rank].total:
                found[rank] = new
        return {rank: one for rank, one in found.items() if one.found}

    def _in_order(self, found: dict[int, Score]) -> list[int]:
        """Return the ranks, the best first; of those with one name all but the best step back a little for others."""
        times: Counter[str] = Counter()
        placed: list[tuple[float, int]] = []
        for rank in sorted(found, key=lambda rank: (-found[rank].total, rank)):
            core = self._entries[rank].core
            placed.append((_AGAIN * times[core] - found[rank].total, rank))
            times[core] += 1
        return [rank for _, rank in sorted(placed)]

    def _whole(self, rank: int) -> float:
        """Return how much the words of a name tell together."""
        known = self._wholes.get(rank)
        if known is None:
            known = sum(map(self._language.weight, set(self._entries[rank].core.split())))
            self._wholes[rank] = known
        return known

    def _with_the_rest(self, coded: list[int], rest: str, at_most: int, filters: Filters) -> list[Entry]:
        """Return the procedures of a code, then those of the words around it, where these tell anything."""
        first = [self._entries[rank] for rank in coded]
        if set(words(rest)) <= _ABOUT_CODES:
            return first[:at_most]
        return list(dict.fromkeys((*first, *self.find(rest, at_most, filters))))[:at_most]

    def _of_code(self, text: str, fitting: Sequence[int]) -> list[int]:
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) < _CODE_DIGITS and "." not in text:
            return []
        places = {rank: self._entries[rank].code.replace(".", "").find(digits) for rank in fitting}
        return sorted((rank for rank in fitting if places[rank] >= 0), key=lambda rank: places[rank] > 0)


def _to_mend(question: Question, found: dict[int, Score]) -> frozenset[int]:
    """Return the slots that the best procedures so far do not meet; all, where these stand apart in them."""
    best = sorted(found.values(), key=lambda one: -one.total)[:_BEST]
    if best and best[0].found >= _WELL_FOUND:
        return frozenset(range(len(question.slots)))
    return frozenset.union(*(one.unmet for one in best)) if best else frozenset(range(len(question.slots)))


def _well(found: dict[int, Score]) -> bool:
    return any(one.found >= _WELL_FOUND and one.ordered >= _IN_ORDER for one in found.values())
