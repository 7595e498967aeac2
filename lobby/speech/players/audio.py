"""PortAudio's library as this process has it: loaded when first used, its cards listed anew after they changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

log = logging.getLogger(__name__)

CARDS = Path("/proc/asound/cards")


def library() -> ModuleType | None:
    """Return sounddevice, or None where it or libportaudio is not installed."""
    try:
        return import_module("sounddevice")
    except (ImportError, OSError):
        return None


def cards_now(cards: Path = CARDS) -> str:
    """Return ALSA's list of sound cards as it stands, empty where there is none."""
    try:
        return cards.read_text()
    except OSError:
        return ""


class Audio:
    """Lends the library out. PortAudio lists the cards once, when it begins, so it is begun anew where the list of
    `cards` changed since or something went wrong; never while a stream is open, which that would end."""

    def __init__(self, cards: Path = CARDS) -> None:
        self._cards = cards
        self._listed: str | None = None
        self._lent = 0
        self._again = False
        self._hung = False
        self._lock = threading.Lock()

    @contextmanager
    def lent(self) -> Iterator[ModuleType | None]:
        """Lend the library for as long as a stream is open; None where it is not to be had."""
        with self._lock:
            audio = self._fresh()
            self._lent += 1
        try:
            yield audio
        finally:
            with self._lock:
                self._lent -= 1

    def doubt(self) -> None:
        """Have the cards listed anew before the next stream."""
        self._again = True

    def give_up(self) -> None:
        """Lend nothing more: a stream of the library hangs, and what is asked of it next would hang with it."""
        log.error("PortAudio hangs in a card that is gone; not used again until this program starts anew")
        self._hung = True

    def _fresh(self) -> ModuleType | None:
        if self._hung:
            return None
        audio, cards = library(), cards_now(self._cards)
        changed = self._listed is not None and cards != self._listed
        if audio is not None and self._lent == 0 and (self._again or changed):
            self._again = False
            if not _begun_anew(audio):
                return None
        if self._lent == 0:
            self._listed = cards
        return audio


def _begun_anew(audio: ModuleType) -> bool:
    try:
        # The only way that sounddevice offers; it is what its own module does when it is loaded.
        audio._terminate()
        audio._initialize()
    except audio.PortAudioError as fault:
        log.error("PortAudio does not begin anew: %s", fault)
        return False
    log.info("sound cards listed anew")
    return True


AUDIO = Audio()
"""The one of the process: PortAudio keeps its list for all who use it."""
