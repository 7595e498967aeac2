"""The sentences of a site, by language and region, from settings in which nothing wrong silences a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from lobby.settings.lenient import lenient
from lobby.settings.load import Strict
from lobby.speech.numbers import Region
from lobby.speech.readings import LANGUAGES, VIETNAMESE, reading_of
from ticketing.voice.phrases import NumberAs
from ticketing.voice.templates import LONGEST_TEMPLATE, WrongTemplate, parse
from ticketing.voice.wording import LONGEST_NAME, CounterAs, Wording, plain, wording_of

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class PhraseChoice(Strict):
    """What a site words otherwise: `call` is the sentence, `number` and `counter` how each is read.

    `counter_words` go before a counter's number, `letters` renames letters (D = "dê"), `names` counters.
    """

    call: str | None = Field(default=None, max_length=LONGEST_TEMPLATE)
    number: NumberAs | None = None
    counter: CounterAs | None = None
    counter_words: Name | None = None
    letters: dict[Annotated[str, Field(pattern=r"^\w$")], Name] | None = None
    names: dict[Name, Name] | None = None


class PhraseSettings(PhraseChoice):
    """One language's table; what `north` or `south` has goes before it in that region."""

    north: PhraseChoice = PhraseChoice()
    south: PhraseChoice = PhraseChoice()


@dataclass(frozen=True)
class Phrasebook:
    """How calls are worded, by language; `troubles` names each wrong setting, for which the default stands."""

    wordings: Mapping[str, Wording]
    troubles: tuple[str, ...] = ()


def phrasebook(
    tables: Mapping[str, Any], region: Region = Region.NORTH, letters: Mapping[str, str] | None = None
) -> Phrasebook:
    """Return the phrases of the settings `[voice.phrases.vi]`, `[voice.phrases.en]`, which may be wrong or missing.

    `letters` are names of letters in Vietnamese.
    """
    wordings: dict[str, Wording] = {}
    troubles = [_unknown(language) for language in tables if language not in LANGUAGES]
    for language in LANGUAGES:
        default = wording_of(language, region, letters if language == VIETNAMESE else None)
        place = f"voice.phrases.{language}"
        table, wrong = lenient(PhraseSettings, tables.get(language, {}), place)
        troubles += wrong
        wordings[language] = default
        for choice, name in ((table, place), (getattr(table, region), f"{place}.{region}")):
            wordings[language], wrong = _chosen(wordings[language], choice, name, region)
            troubles += wrong
    return Phrasebook(wordings, tuple(troubles))


def _unknown(language: str) -> str:
    return f"«voice.phrases.{language}»: loa chưa đọc được ngôn ngữ này, chỉ có {', '.join(LANGUAGES)}"


def _chosen(wording: Wording, choice: PhraseChoice, place: str, region: Region) -> tuple[Wording, list[str]]:
    """Return `wording` with the site's choices, and what is wrong with its sentence."""
    wording = replace(
        wording,
        number_as=choice.number or wording.number_as,
        counter_as=choice.counter or wording.counter_as,
        counter_words=choice.counter_words or wording.counter_words,
        names={**wording.names, **{plain(name): own for name, own in (choice.names or {}).items()}},
    )
    if choice.letters:
        named = {letter.upper(): name.lower() for letter, name in choice.letters.items()}
        known = {**wording.reading.letters, **named}
        wording = replace(wording, reading=reading_of(wording.language, region, known))
    if choice.call is None:
        return wording, []
    try:
        return replace(wording, template=parse(choice.call)), []
    except WrongTemplate as fault:
        return wording, [f"«{place}.call»: {fault}; loa dùng câu mặc định"]
