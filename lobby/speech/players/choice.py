"""Chooses what plays: the driver of the settings, or what the machine has now."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from lobby.clock import Clock
from lobby.health import Faults
from lobby.settings.load import SettingsError, Strict
from lobby.speech.players.aplay import AplayPlayer
from lobby.speech.players.base import STOPPED, Player, PlayFailed, Sound
from lobby.speech.players.files import FilePlayer
from lobby.speech.players.portaudio import PortAudioPlayer, library

CARDS = Path("/proc/asound/cards")
_ONLY_FILES = "Máy không có thiết bị âm thanh, lời gọi chỉ được ghi ra tệp."
_NO_CARD = "Máy không có thiết bị âm thanh nên không phát được lời gọi."
_PLUG_IN = "Cắm lại card âm thanh hoặc loa USB; loa sẽ tự phát ở lời gọi sau."


class PlayerSettings(Strict):
    """`device` is ALSA's or PortAudio's name; `folder` gets files where there is no card, or with `wav`."""

    driver: Literal["auto", "sounddevice", "aplay", "wav"] = "auto"
    device: str | None = None
    folder: Path | None = None


def make_player(settings: PlayerSettings, clock: Clock, faults: Faults) -> Player:
    """Return the player that `settings` ask for; raises SettingsError."""
    if settings.driver == "wav":
        if settings.folder is None:
            raise SettingsError('Mục «player.folder» phải có khi «player.driver» là "wav": thư mục ghi tệp âm thanh.')
        return FilePlayer(settings.folder, clock)
    if settings.driver == "auto":
        return AutoPlayer(settings, clock, faults)
    return AplayPlayer(settings.device) if settings.driver == "aplay" else PortAudioPlayer(settings.device)


def has_card(cards: Path = CARDS) -> bool:
    """Tell whether ALSA knows a sound card now."""
    try:
        return "[" in cards.read_text()
    except OSError:
        return False


class AutoPlayer:
    """Looks before each call, so that a card plugged in later is used from the next call on."""

    def __init__(self, settings: PlayerSettings, clock: Clock, faults: Faults, cards: Path = CARDS) -> None:
        self._settings = settings
        self._clock = clock
        self._faults = faults
        self._cards = cards
        self._stopped = threading.Event()
        self._playing: Player | None = None

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        self._playing = self._choose()
        if self._stopped.is_set():
            self._playing.stop()
        self._playing.play(sound, begun)

    def stop(self) -> None:
        self._stopped.set()
        if self._playing is not None:
            self._playing.stop()

    def _choose(self) -> Player:
        if has_card(self._cards):
            self._faults.clear("sound_card")
            # aplay first: PortAudio lists the cards once, when it is loaded.
            if shutil.which("aplay") or library() is None:
                return AplayPlayer(self._settings.device)
            return PortAudioPlayer(self._settings.device)
        if self._settings.folder is None:
            self._faults.stand("sound_card", _NO_CARD, _PLUG_IN)
            raise PlayFailed(_NO_CARD)
        self._faults.stand("sound_card", _ONLY_FILES, _PLUG_IN)
        return FilePlayer(self._settings.folder, self._clock)
