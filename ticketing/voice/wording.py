"""How a call is worded in one language, from a ticket's number and a counter's name to beats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lobby.speech.numbers import Region
from lobby.speech.readings import ENGLISH, VIETNAMESE, Reading, reading_of
from ticketing.voice.phrases import Beat, Beats, NumberAs, Word, signs_of
from ticketing.voice.templates import Clause, Place, Template, parse

LONGEST_NAME = 60
_NUMBER = re.compile(r"[0-9]+")


class CounterAs(StrEnum):
    """How a counter is called: by the name it bears («bàn tiếp dân 2»), or by its number («quầy số hai»)."""

    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True)
class Defaults:
    """What a language says where settings say nothing; `counter_words` go before a counter's number."""

    call: str
    counter_words: str
    counter_as: CounterAs


# In English a counter goes by its number: its name is Vietnamese.
DEFAULTS: dict[str, Defaults] = {
    VIETNAMESE: Defaults("Mời công dân có số {number}, đến {counter}", "quầy số", CounterAs.NAME),
    ENGLISH: Defaults("Ticket number {number}, please proceed to {counter}", "counter number", CounterAs.NUMBER),
}


@dataclass(frozen=True)
class Wording:
    """`names` are what counters are called in this language, by their own names as `plain` gives them.

    `office` reads the office's own Vietnamese names where this language has none for them.
    """

    language: str
    template: Template
    reading: Reading
    office: Reading
    counter_words: str
    counter_as: CounterAs
    number_as: NumberAs = NumberAs.DIGITS
    names: Mapping[str, str] = field(default_factory=dict)

    def callout(self, number: str, counter_name: str) -> tuple[Beat, ...]:
        """Return the beats of one call; raises Unspeakable where the number has nothing that can be read."""
        signs = signs_of(number, self.reading, self.number_as)
        name, language = self._name(counter_name)
        beats = Beats()
        for clause in self.template.clauses:
            if not name and _only_tells_where(clause):
                continue
            beats.breathe()
            for part in clause:
                if part is Place.NUMBER:
                    beats.signs(signs, self.language)
                elif part is Place.COUNTER:
                    beats.text(name, self.reading if language == self.language else self.office, language)
                else:
                    beats.text(part, self.reading, self.language)
        return beats.end()

    def every_clip(self) -> tuple[Word, ...]:
        """Return each clip that a call to a numbered counter may need, carriers first."""
        carriers = [beat for beat in self.callout("0", "1") if isinstance(beat, Word)]
        others = [Word(text, self.language) for text in (*self.reading.words, *self.reading.letters.values())]
        return tuple(dict.fromkeys([*sorted(carriers, key=lambda word: -len(word.text)), *others]))

    def _name(self, counter_name: str) -> tuple[str, str]:
        """Return what the counter is called, and in which language; nothing where nothing of it can be read."""
        name = unicodedata.normalize("NFC", counter_name).strip()[:LONGEST_NAME]
        if (own := self.names.get(plain(name))) is not None:
            return own, self.language
        numbers = _NUMBER.findall(name)
        if len(numbers) == 1 and (self.counter_as is CounterAs.NUMBER or numbers[0] == name):
            return f"{self.counter_words} {numbers[0]}", self.language
        return name if any(one.isalnum() for one in name) else "", VIETNAMESE


def plain(name: str) -> str:
    """Return a counter's name as `names` has it: composed, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def wording_of(
    language: str = VIETNAMESE, region: Region = Region.NORTH, letters: Mapping[str, str] | None = None
) -> Wording:
    """Return how calls are worded where settings say nothing; raises KeyError for an unknown language."""
    defaults = DEFAULTS[language]
    return Wording(
        language,
        parse(defaults.call),
        reading_of(language, region, letters),
        reading_of(VIETNAMESE, region),
        defaults.counter_words,
        defaults.counter_as,
    )


def _only_tells_where(clause: Clause) -> bool:
    return Place.COUNTER in clause and Place.NUMBER not in clause
