"""Plays through PortAudio by the sounddevice package, which is optional and loaded only when used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from lobby.speech.players.audio import AUDIO, Audio
from lobby.speech.players.base import STOPPED, PlayFailed, Sound
from lobby.speech.sound import to_pcm

_BLOCK_S = 0.02
_STALLED_S = 3.0
_CLOSE_S = 2.0
_NO_CARD = "Không phát được ra loa: thiết bị âm thanh không mở được."
_CUT = "Không phát hết lời gọi: thiết bị âm thanh ngừng giữa chừng."


class PortAudioPlayer:
    """`device` is PortAudio's name or part of it; None for the system's default.

    PortAudio takes the samples by itself, so that a card that was pulled out in mid-sentence holds nobody up.
    """

    def __init__(self, device: str | None = None, audio: Audio = AUDIO) -> None:
        self._device = device
        self._audio = audio
        self._stopped = threading.Event()

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        with self._audio.lent() as library:
            if library is None:
                raise PlayFailed(_NO_CARD, "sounddevice or libportaudio is not installed")
            try:
                self._play(library, sound, begun)
            except (library.PortAudioError, ValueError) as fault:
                self._audio.doubt()
                raise PlayFailed(_NO_CARD, f"sounddevice: {fault}") from fault

    def stop(self) -> None:
        self._stopped.set()

    def _play(self, library: ModuleType, sound: Sound, begun: Callable[[], None]) -> None:
        feed = _Feed(sound, library.CallbackStop)
        stream = library.OutputStream(
            sound.rate,
            blocksize=round(sound.rate * _BLOCK_S),
            device=self._device,
            channels=1,
            dtype="int16",
            latency="low",
            callback=feed.take,
            finished_callback=feed.over.set,
        )
        try:
            stream.start()
            begun()
            self._await(feed)
        finally:
            self._close(stream)

    def _close(self, stream: Any) -> None:
        # Closing waits for the card, and the card may be gone.
        closing = threading.Thread(target=stream.close, name="closing", daemon=True)
        closing.start()
        closing.join(_CLOSE_S)
        if closing.is_alive():
            self._audio.give_up()

    def _await(self, feed: _Feed) -> None:
        while not feed.over.wait(_BLOCK_S):
            if self._stopped.is_set():
                raise PlayFailed(STOPPED)
            if not feed.goes_on(_STALLED_S / _BLOCK_S):
                self._audio.doubt()
                raise PlayFailed(_CUT, f"PortAudio took no sample for {_STALLED_S:.0f} s")
        if not feed.whole:
            self._audio.doubt()
            raise PlayFailed(_CUT, "PortAudio ended the stream before its last sample")


class _Feed:
    """Hands a sound to PortAudio block by block; `over` is set when the last sample was played or the stream died."""

    def __init__(self, sound: Sound, stop: type[Exception]) -> None:
        self._samples = np.frombuffer(to_pcm(sound.samples), dtype="<i2").reshape(-1, 1)
        self._stop = stop
        self._given = 0
        self._looked_at = -1
        self._idle = 0
        self.over = threading.Event()

    @property
    def whole(self) -> bool:
        """Whether every sample was handed on."""
        return self._given >= len(self._samples)

    def take(self, out: Any, frames: int, _time: object, _status: object) -> None:
        """Fill `out` with the next samples, and silence behind the last; called by PortAudio's own thread."""
        block = self._samples[self._given : self._given + frames]
        out[: len(block)] = block
        out[len(block) :] = 0
        self._given += len(block)
        if len(block) < frames:
            raise self._stop

    def goes_on(self, patience: float) -> bool:
        """Tell whether samples were taken within the last `patience` looks."""
        self._idle = self._idle + 1 if self._given == self._looked_at else 0
        self._looked_at = self._given
        return self._idle < patience
