"""Puts a program's aids together as its settings have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from kiosk.aids.aided import Aided
from kiosk.aids.aids import Aids
from kiosk.aids.settings import AidsSettings, Keys, SpeechSettings
from kiosk.inbox import Inbox
from kiosk.languages.catalogue import HERE, sentences
from kiosk.languages.folders import Language
from kiosk.presenters.comfort import Comfort
from kiosk.screens.dressed import Headed
from kiosk.screens.sheet import Sheet
from kiosk.speech.jack import IN, jack_of
from kiosk.speech.speaking import Speaking
from kiosk.speech.store import Store
from kiosk.speech.voice import Voice
from lobby.clock import Clock
from lobby.health import Faults
from lobby.keys.evdev_keys import EvdevKeys, find_keypad
from lobby.keys.listening import Listening, Missing
from lobby.keys.pipe_keys import PipeKeys
from lobby.keys.settings import PipeSettings
from lobby.keys.source import KeySource
from lobby.program import Part
from lobby.speech.players.choice import make_player
from lobby.speech.renderer import EspeakRenderer
from lobby.speech.renderer import Voice as EspeakVoice

V = TypeVar("V", bound=Headed)

_NO_KEYPAD = Missing(
    "keypad_missing",
    "Không thấy bàn phím số của màn hình.",
    "Cắm lại bàn phím vào cổng USB; thiết bị tự nhận lại sau vài giây. Vẫn dùng được bằng cách chạm màn hình.",
)
_NO_JACK = Missing(
    "earphones_missing",
    "Không thấy lỗ cắm tai nghe nào báo được là đã cắm.",
    'Kiểm tra card âm thanh, quyền đọc /dev/input (nhóm input), hoặc đặt speech.earphones = "always" hay "never".',
)


@dataclass(frozen=True)
class Site:
    """What aids need of the program that has them."""

    settings: AidsSettings
    languages: dict[str, Language]
    state: Path
    forget_after_s: float
    inbox: Inbox
    faults: Faults
    clock: Clock


@dataclass(frozen=True)
class Built(Generic[V]):
    """The aids, and the parts that the window is to run."""

    aids: Aids[V]
    parts: list[Part] = field(default_factory=list)


def build_aids(site: Site, program: Aided[V], draw: Callable[[V, Sheet], None]) -> Built[V]:
    """Return the aids of `program`."""
    speech, keypad = site.settings.speech, site.settings.keypad
    volume = speech.volume if speech is not None else 3
    comfort = Comfort(site.settings.comfort.choices(volume), speech is not None, site.forget_after_s)
    plugged = Plugged(speech)
    voice = _voice(site, speech) if speech is not None else None
    speaking = Speaking(voice, program.tongue, _same, plugged.opens) if voice is not None else None
    aids = Aids(program, draw, comfort, site.languages, speaking, site.clock, keypad is not None)
    parts: list[Part] = [aids] if voice is None else [voice, aids]
    if keypad is not None:
        parts.append(_listening(keypad_of(keypad), site, aids.key, _NO_KEYPAD))
    if speech is not None and speech.earphones == "detect":

        def told(name: str) -> None:
            if plugged.now != (name == IN):
                plugged.now = name == IN
                aids.earphones(plugged.now)

        heard = _on_window(site.inbox, told)
        parts.append(Listening(jack_of(speech.jack, heard), site.faults, heard, _NO_JACK))
    return Built(aids, parts)


class Plugged:
    """Whether a dossier may be heard: through earphones, or where the site allows its loudspeaker."""

    def __init__(self, settings: SpeechSettings | None) -> None:
        self._settings = settings
        self.now = settings is not None and settings.earphones == "always"

    def opens(self) -> bool:
        """Tell whether nobody else hears what is said, or that does not matter here."""
        return self.now or (self._settings is not None and self._settings.dossiers_on_loudspeaker)


def keypad_of(settings: Keys) -> KeySource:
    """Return the keypad that `settings` name, or the named pipe in its place."""
    if isinstance(settings, PipeSettings):
        return PipeKeys(settings.path)
    return EvdevKeys(lambda: find_keypad(settings))


def _listening(source: KeySource, site: Site, heard: Callable[[str], None], missing: Missing) -> Listening:
    return Listening(source, site.faults, _on_window(site.inbox, heard), missing)


def _on_window(inbox: Inbox, heard: Callable[[str], None]) -> Callable[[str], None]:
    return lambda name: inbox.put(lambda: heard(name))


def _voice(site: Site, speech: SpeechSettings) -> Voice:
    store = Store(
        site.languages,
        lambda voice: EspeakRenderer(EspeakVoice(voice, speech.rate)),
        site.state / "speech",
        speech.keeps_mb,
        _sentences,
    )
    return Voice(store, lambda: make_player(speech.player, site.clock, site.faults), site.faults)


@cache
def _sentences() -> dict[str, str]:
    return sentences(HERE / "en")


@cache
def _constant() -> frozenset[str]:
    return frozenset(text for pair in _sentences().items() for text in pair if "{" not in text)


def _same(text: str) -> bool:
    return text in _constant()
