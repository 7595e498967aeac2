"""Hears through PortAudio: blocks of samples of which the level alone is kept."""

from __future__ import annotations

import threading
from types import ModuleType

import numpy as np
import numpy.typing as npt

from lobby.speech.players.audio import AUDIO, Audio
from lobby.speech.sound import Samples
from ticketing.voice.ears.base import Deaf, level_of

RATE = 16_000
_BLOCK = RATE // 10
_STALLED_S = 3.0
_FULL = 32_768


class Microphone:
    """`device` is PortAudio's name of the microphone or part of it; None for the system's default."""

    def __init__(self, device: str | None = None, audio: Audio = AUDIO) -> None:
        self._device = device
        self._audio = audio

    def level(self, seconds: float, cut: threading.Event) -> float | None:
        with self._audio.lent() as library:
            if library is None:
                raise Deaf("sounddevice or libportaudio is not installed")
            try:
                heard = self._hear(library, round(seconds * RATE), cut)
            except (library.PortAudioError, ValueError) as fault:
                self._audio.doubt()
                raise Deaf(f"sounddevice: {fault}") from fault
        return None if heard is None else level_of(heard)

    def _hear(self, library: ModuleType, wanted: int, cut: threading.Event) -> Samples | None:
        blocks: list[Samples] = []
        come = threading.Event()

        def take(block: npt.NDArray[np.int16], _frames: int, _time: object, _status: object) -> None:
            blocks.append(block[:, 0].astype(np.float32) / np.float32(_FULL))
            come.set()

        with library.InputStream(RATE, blocksize=_BLOCK, device=self._device, channels=1, dtype="int16", callback=take):
            while sum(block.size for block in blocks) < wanted:
                if cut.is_set():
                    return None
                if not come.wait(_STALLED_S):
                    raise Deaf(f"no sample in {_STALLED_S:.0f} s")
                come.clear()
        return np.concatenate(blocks)
