"""What is chosen over a program's page: the languages, each named by itself, and how long they stand there."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.languages.folders import Language
from kiosk.presenters import language_choice as choice
from kiosk.presenters.comfort_words import LANGUAGE_BACK
from kiosk.presenters.wording import Tongue

RESTS = frozenset({"welcome", "idle", "closed"})
"""First pages: nobody's visit ends there by itself."""


def has_gone(before: str, page: str) -> bool:
    """Tell whether the page `before`, under what is being chosen, is gone now; first pages take turns by themselves."""
    return page != before and not {page, before} <= RESTS


def language_page(tongue: Tongue, languages: Mapping[str, Language]) -> choice.LanguagePage:
    """Return the page to choose one of `languages`; its title is in the one spoken, in Vietnamese and in English."""
    titles = [one.choose for code in dict.fromkeys((tongue.code, "vi", "en")) if (one := languages.get(code))]
    choices = tuple((f"{choice.CHOICE}{code}", one.name, code == tongue.code) for code, one in languages.items())
    return choice.LanguagePage(" · ".join(title for title in titles if title), choices, tongue.say(LANGUAGE_BACK))
