"""Finds the languages there are: a folder each, the product's own and those that a site adds, without code.

A folder is named by the language's code and holds `language.toml`, catalogues (`*.po`), recordings (`clips/*.wav`) and
a font (`font.ttf`); all but the first may be left out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from kiosk.languages.catalogue import HERE, sentences, translator
from kiosk.presenters.wording import VIETNAMESE, Say, as_written
from lobby.settings.load import Strict, load

log = logging.getLogger(__name__)

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CLIPS_ONLY = "clips only"


class LanguageFile(Strict):
    """`name` is the language's name in itself, `choose` its words above the choice; `voice` is espeak-ng's id of a
    voice, or "clips only" where nothing but recordings speaks it."""

    name: str = Field(min_length=1, max_length=24)
    choose: str | None = Field(default=None, max_length=60)
    voice: str = Field(default=CLIPS_ONLY, max_length=40)


@dataclass(frozen=True)
class Language:
    """One language: `say` translates, Vietnamese stands where it has no words; `voice` is None without one."""

    code: str
    name: str
    choose: str | None
    say: Say
    voice: str | None
    clips: Path | None
    font: Path | None


def find_languages(site: Path | None = None) -> dict[str, Language]:
    """Return the languages by code, Vietnamese first; a folder of the site's own takes the place of the product's.

    A folder that is not understood is told to the log and left out.
    """
    found = {language.code: language for place in (HERE, site) for language in _in(place)}
    return {VIETNAMESE: found.pop(VIETNAMESE), **found}


def others_of(languages: Mapping[str, Language]) -> dict[str, Say]:
    """Return how each language but Vietnamese, the source, is spoken."""
    return {code: one.say for code, one in languages.items() if code != VIETNAMESE}


def _in(place: Path | None) -> Iterator[Language]:
    for folder in _folders(place):
        try:
            if (folder / "language.toml").is_file():
                yield _read(folder)
        # The boundary to what a site puts there: Babel and FreeType raise whatever they meet in a damaged file.
        except Exception as fault:  # noqa: BLE001
            log.error("language %s is left out: %s", folder.name, fault)


def _folders(place: Path | None) -> list[Path]:
    try:
        return sorted(place.iterdir()) if place is not None and place.is_dir() else []
    except OSError as fault:
        log.error("languages of the site are left out: %s", fault)
        return []


def _read(folder: Path) -> Language:
    if not _CODE.fullmatch(folder.name):
        raise ValueError("the folder's name is no language code (jra, bdq, blt, hmn)")
    file = load(LanguageFile, folder / "language.toml")
    clips, font = folder / "clips", folder / "font.ttf"
    return Language(
        code=folder.name,
        name=file.name,
        choose=file.choose,
        say=_say(folder),
        voice=None if file.voice == CLIPS_ONLY else file.voice,
        clips=clips if clips.is_dir() else None,
        font=_opened(font) if font.is_file() else None,
    )


def _say(folder: Path) -> Say:
    if not any(folder.glob("*.po")):
        return as_written
    if folder.parent == HERE:
        return translator(folder.name, folder)
    # What a site wrote is read now: a fault in it must not come up amid a citizen's visit.
    known = sentences(folder)
    return lambda sentence: known.get(sentence, sentence)


def _opened(font: Path) -> Path:
    from PIL import ImageFont  # noqa: PLC0415 (wanted where a site brings a font of its own)

    ImageFont.truetype(str(font), 20).getbbox("a")
    return font
