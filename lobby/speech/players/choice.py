"""Chooses what plays: the driver of the settings, or what the machine has now."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from lobby.clock import Clock
from lobby.health import Faults
from lobby.settings.load import SettingsError, Strict
from lobby.speech.players.aplay import AplayPlayer
from lobby.speech.players.audio import AUDIO, CARDS, cards_now, library
from lobby.speech.players.base import STOPPED, Player, PlayFailed, Sound
from lobby.speech.players.files import FilePlayer
from lobby.speech.players.portaudio import PortAudioPlayer

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
_ONLY_FILES = "Máy không có thiết bị âm thanh, lời gọi chỉ được ghi ra tệp."
_NO_CARD = "Máy không có thiết bị âm thanh nên không phát được lời gọi."
_PULLED_OUT = "Thiết bị âm thanh đã bị rút ra nên lời gọi chỉ được ghi ra tệp, không ai nghe thấy."
_NO_DRIVER = "Máy thiếu cả hai thư viện phát âm thanh."
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
        return AutoPlayer(settings, clock, faults, had_card=has_card())
    return AplayPlayer(settings.device) if settings.driver == "aplay" else PortAudioPlayer(settings.device)


def has_card(cards: Path = CARDS) -> bool:
    """Tell whether ALSA knows a sound card now."""
    return "[" in cards_now(cards)


def look_for_card(settings: PlayerSettings, faults: Faults, cards: Path = CARDS) -> bool:
    """Tell whether there is a card now; `sound_card` stands while there is none."""
    if has_card(cards):
        faults.clear("sound_card")
        return True
    faults.stand("sound_card", _NO_CARD if settings.folder is None else _ONLY_FILES, _PLUG_IN)
    return False


class AutoPlayer:
    """Looks before each call, so that a card plugged in later is used from the next call on.

    PortAudio plays, and `aplay` what PortAudio could not begin; without a card, files. Where a card was there and is
    gone, what becomes a file counts as failed: somebody waits to hear it.
    """

    def __init__(
        self,
        settings: PlayerSettings,
        clock: Clock,
        faults: Faults,
        cards: Path = CARDS,
        *,
        had_card: bool = False,
    ) -> None:
        self._settings = settings
        self._faults = faults
        self._cards = cards
        self._had_card = had_card
        self._files = None if settings.folder is None else FilePlayer(settings.folder, clock)
        self._stopped = threading.Event()
        self._playing: Player | None = None
        self._refused: str | None = None

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if look_for_card(self._settings, self._faults, self._cards):
            self._had_card = True
            self._play_aloud(sound, begun)
        elif self._files is None:
            raise PlayFailed(_NO_CARD)
        else:
            self._play_by(self._files, sound, begun)
            if self._had_card:
                raise PlayFailed(_PULLED_OUT)

    def stop(self) -> None:
        self._stopped.set()
        if self._playing is not None:
            self._playing.stop()

    def _play_aloud(self, sound: Sound, begun: Callable[[], None]) -> None:
        cards = cards_now(self._cards)
        first, *others = self._players(cards)
        sounding: list[bool] = []

        def first_begun() -> None:
            sounding.append(True)
            begun()

        try:
            self._play_by(first, sound, first_begun)
        except PlayFailed as fault:
            # What was heard in part is not begun again: half a number may be taken for another one.
            if sounding or self._stopped.is_set() or not others:
                self._refused = None
                raise
            log.warning("not played by the first driver, the second is tried: %s", fault.technical)
            self._refused = cards
            self._play_by(others[0], sound, begun)

    def _play_by(self, player: Player, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        self._playing = player
        if self._stopped.is_set():
            player.stop()
        player.play(sound, begun)

    def _players(self, cards: str) -> list[Player]:
        device = self._settings.device
        aplay: list[Player] = [AplayPlayer(device)] if shutil.which("aplay") else []
        if aplay and self._refused == cards:
            # PortAudio cannot open what these cards are; asking it at each call would make each call late.
            return aplay
        players: list[Player] = [*([PortAudioPlayer(device)] if library() is not None else []), *aplay]
        if not players:
            raise PlayFailed(_NO_DRIVER, "neither sounddevice with libportaudio nor aplay is installed")
        return players


class CardWatch:
    """A part that tells of a card that was pulled out before the next call has to find out.

    It also loads PortAudio, so that the first call does not wait for that.
    """

    def __init__(self, settings: PlayerSettings, clock: Clock, faults: Faults, cards: Path = CARDS) -> None:
        self._settings = settings
        self._clock = clock
        self._faults = faults
        self._cards = cards
        self._due = 0.0

    def start(self) -> None:
        self._due = self._clock.monotonic()
        if self._settings.driver in ("auto", "sounddevice"):
            with AUDIO.lent():
                log.debug("PortAudio is loaded where it is installed")

    def step(self) -> None:
        if self._settings.driver == "auto" and self._clock.monotonic() >= self._due:
            self._due = self._clock.monotonic() + LOOK_EVERY_S
            look_for_card(self._settings, self._faults, self._cards)

    def stop(self) -> None:
        """Nothing is held."""
