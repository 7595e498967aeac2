"""Joins the voice with what must stay private: a dossier is read through earphones, and its sound is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from kiosk.presenters.comfort_words import PLUG_IN
from kiosk.presenters.reading_aloud import Said
from kiosk.presenters.wording import Say, Tongue
from kiosk.speech.utterance import Utterance
from kiosk.speech.voice import Voice


class When(Enum):
    """When to say something: in place of all else, after it, or as a thing by the way, which changed by itself."""

    NOW = auto()
    NEXT = auto()
    ASIDE = auto()


class Speaking:
    """`same` tells whether a text is one that every citizen hears the same; `open_` whether dossiers may be heard."""

    def __init__(self, voice: Voice, tongue: Tongue, same: Callable[[str], bool], open_: Callable[[], bool]) -> None:
        self._voice = voice
        self._tongue = tongue
        self._same = same
        self._open = open_

    @property
    def goes_on(self) -> bool:
        """Whether something is being said, but by the way."""
        return self._voice.speaking

    def say(self, told: Sequence[Said], private: bool, say: Say, when: When = When.NOW) -> None:
        """Say these; where they are `private`, of somebody's dossier, only what may be heard."""
        if private and not self._open():
            told = [*([Said(say(PLUG_IN), own=False)] if any(_hidden(one) for one in told) else []), *_plain(told)]
        utterances = [self._utterance(one, private) for one in told]
        tell = {When.NOW: self._voice.say, When.NEXT: self._voice.add, When.ASIDE: self._voice.aside}[when]
        tell(utterances)

    def hush(self) -> None:
        """Fall silent."""
        self._voice.hush()

    def volume(self, level: int) -> None:
        """Speak at `level`, 1 to 5."""
        self._voice.volume = level

    def _utterance(self, one: Said, private: bool) -> Utterance:
        return Utterance(one.text, self._tongue.code, kept=not (private and one.own) and self._same(one.text))


def _hidden(one: Said) -> bool:
    return one.own and one.plain is None


def _plain(told: Sequence[Said]) -> list[Said]:
    """Return what may be heard by others."""
    return [Said(one.plain or one.text, own=False) for one in told if not _hidden(one)]
