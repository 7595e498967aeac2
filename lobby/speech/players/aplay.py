"""Plays through ALSA by the `aplay` program, which is opened for each call, so that a replugged card is found."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable

from lobby.speech.players.base import STOPPED, PlayFailed, Sound
from lobby.speech.sound import to_pcm

_SPARE_S = 5.0
_NO_CARD = "Không phát được ra loa: thiết bị âm thanh không mở được."


class AplayPlayer:
    """`device` is ALSA's name (`default`, `plughw:1,0`); None for the system's default."""

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._stopped = threading.Event()
        self._playing: subprocess.Popen[bytes] | None = None

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        try:
            process = subprocess.Popen(self._command(sound.rate), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        except OSError as fault:
            raise PlayFailed(_NO_CARD, f"aplay does not start: {fault}") from fault
        self._playing = process
        if self._stopped.is_set():
            process.kill()
        begun()
        self._feed(process, sound)

    def stop(self) -> None:
        self._stopped.set()
        process = self._playing
        if process is not None:
            process.kill()

    def _command(self, rate: int) -> list[str]:
        chosen = ["-D", self._device] if self._device else []
        return ["aplay", "-q", *chosen, "-t", "raw", "-f", "S16_LE", "-r", str(rate), "-c", "1", "-"]

    def _feed(self, process: subprocess.Popen[bytes], sound: Sound) -> None:
        try:
            _, said = process.communicate(to_pcm(sound.samples), timeout=sound.seconds + _SPARE_S)
        except subprocess.TimeoutExpired as fault:
            process.kill()
            process.communicate()
            raise PlayFailed(_NO_CARD, f"aplay did not end in {fault.timeout:.0f} s") from fault
        finally:
            self._playing = None
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        if process.returncode != 0:
            raise PlayFailed(_NO_CARD, f"aplay: {said.decode(errors='replace').strip()}")
