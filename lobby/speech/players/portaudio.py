"""Plays through PortAudio by the sounddevice package, which is optional and loaded only when used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from lobby.speech.players.base import STOPPED, PlayFailed, Sound

_BLOCK_S = 0.05
_NO_CARD = "Không phát được ra loa: thiết bị âm thanh không mở được."


def library() -> ModuleType | None:
    """Return sounddevice, or None where it or libportaudio is not installed."""
    try:
        return import_module("sounddevice")
    except (ImportError, OSError):
        return None


class PortAudioPlayer:
    """`device` is PortAudio's name or part of it; None for the system's default."""

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._stopped = threading.Event()

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        audio = library()
        if audio is None:
            raise PlayFailed(_NO_CARD, "sounddevice or libportaudio is not installed")
        try:
            self._feed(audio, sound, begun)
        except (audio.PortAudioError, ValueError) as fault:
            raise PlayFailed(_NO_CARD, f"sounddevice: {fault}") from fault

    def stop(self) -> None:
        self._stopped.set()

    def _feed(self, audio: ModuleType, sound: Sound, begun: Callable[[], None]) -> None:
        block = round(sound.rate * _BLOCK_S)
        with audio.OutputStream(sound.rate, device=self._device, channels=1, dtype="float32", latency="low") as stream:
            begun()
            for start in range(0, sound.samples.size, block):
                if self._stopped.is_set():
                    raise PlayFailed(STOPPED)
                stream.write(sound.samples[start : start + block].reshape(-1, 1))
