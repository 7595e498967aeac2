"""Composes the voices of a site from its settings: which words, in which languages, spoken by what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from lobby.settings.load import Strict, wrong_places
from lobby.speech.bank import KEEPS_MB, ClipBank
from lobby.speech.numbers import Region
from lobby.speech.piper import PiperRenderer, PiperSettings
from lobby.speech.readings import ENGLISH, LANGUAGES, VIETNAMESE
from lobby.speech.renderer import VOICES, EspeakRenderer, Voice
from ticketing.voice.phrasebook import Phrasebook, phrasebook

ENGLISH_VOICE = "gmw/en"


class WordsSettings(Strict):
    """What is said and by which voice; folders default to places below the program's `state`.

    `rate` is in words a minute, `letters` gives letters another name (D = "dê"), `phrases` has a table a language
    (see `phrasebook.PhraseSettings`), `better` a better voice a language (see `piper.PiperSettings`), `keeps_mb` how
    much may be kept of what was rendered.
    """

    region: Region = Region.NORTH
    rate: int = Field(default=150, ge=80, le=300)
    letters: dict[str, str] = Field(default_factory=dict)
    phrases: dict[str, Any] = Field(default_factory=dict)
    better: dict[str, Any] = Field(default_factory=dict)
    keeps_mb: int = Field(default=KEEPS_MB, ge=4, le=4096)
    clips: Path | None = None
    recordings: Path | None = None

    def phrasebook(self) -> Phrasebook:
        """Return the sentences of every language, and what is wrong with the settings of them."""
        letters = {letter.upper(): name.lower() for letter, name in self.letters.items()}
        return phrasebook(self.phrases, self.region, letters)

    def right_better(self) -> tuple[dict[str, PiperSettings], list[str]]:
        """Return the better voices that can be used, by language, and a sentence for each wrong place."""
        right: dict[str, PiperSettings] = {}
        wrong = [f"«voice.better.{one}»: chỉ có {', '.join(LANGUAGES)}" for one in self.better if one not in LANGUAGES]
        for language in (one for one in LANGUAGES if one in self.better):
            try:
                right[language] = PiperSettings.model_validate(self.better[language])
            except ValidationError as fault:
                wrong += wrong_places(PiperSettings, fault, f"voice.better.{language}")
        return right, wrong

    def recordings_of(self, language: str, state: Path) -> Path:
        """Return where the site's recordings of `language` are: English ones in the folder `en` within the others."""
        folder = self.recordings or state / "recordings"
        return folder if language == VIETNAMESE else folder / language


def make_banks(
    settings: WordsSettings, state: Path, better_failed: Callable[[str | None], None] = lambda _reason: None
) -> dict[str, ClipBank]:
    """Return the bank of each language that is spoken; `better_failed` is told as by `ClipBank`."""
    folder = settings.clips or state / "clips"
    better, _ = settings.right_better()
    speak_as = {VIETNAMESE: VOICES[settings.region], ENGLISH: ENGLISH_VOICE}
    return {
        language: ClipBank(
            folder if language == VIETNAMESE else folder / language,
            settings.recordings_of(language, state),
            EspeakRenderer(Voice(speak_as[language], settings.rate)),
            better=PiperRenderer(better[language]) if language in better else None,
            better_failed=better_failed,
            keeps_mb=settings.keeps_mb / len(LANGUAGES),
        )
        for language in LANGUAGES
    }
