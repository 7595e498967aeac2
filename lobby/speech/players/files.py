"""The twin of a sound card: writes each call as a WAV with a JSON beside it, and takes as long as the sound lasts."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

from lobby.clock import Clock
from lobby.contract.base import wire_time
from lobby.speech.players.base import STOPPED, PlayFailed, Sound
from lobby.speech.sound import to_wav

KEPT_AT_MOST = 500
_UNSAFE = re.compile(r"[^\w-]+")
_NO_FILE = "Không ghi được tệp âm thanh của lời gọi."


class FilePlayer:
    """Writes `<timestamp>-<number>-<counter>-<nth>.wav` into `folder`, whole, the newest `kept` of them."""

    def __init__(self, folder: Path, clock: Clock, kept: int = KEPT_AT_MOST) -> None:
        self._folder = folder
        self._clock = clock
        self._kept = kept
        self._stopped = threading.Event()

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        times: dict[str, object] = {"started_at": wire_time(self._clock.now())}
        path = self._folder / f"{self._name(sound)}.wav"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_whole(path, to_wav(sound.samples, sound.rate))
            times |= {
                "first_sample_at": wire_time(self._clock.now()),
                "first_sample_monotonic": self._clock.monotonic(),
            }
            begun()
            self._write_sidecar(path, sound, times)
            cut = self._stopped.wait(sound.seconds)
            times |= {"ended_at": wire_time(self._clock.now()), "ended_monotonic": self._clock.monotonic()}
            self._write_sidecar(path, sound, times)
            self._forget_oldest()
        except OSError as fault:
            raise PlayFailed(_NO_FILE, f"{path}: {fault}") from fault
        if cut:
            raise PlayFailed(STOPPED)

    def stop(self) -> None:
        self._stopped.set()

    def _name(self, sound: Sound) -> str:
        label = sound.label
        number = _UNSAFE.sub("_", label.number)
        return f"{self._clock.now():%Y%m%dT%H%M%S%f}-{number}-{label.counter}-{label.nth}"

    def _write_sidecar(self, path: Path, sound: Sound, times: dict[str, object]) -> None:
        label = sound.label
        fields = {"call_id": label.call_id, "number": label.number, "counter": label.counter, "nth": label.nth}
        written = {**fields, "text": label.text, "seconds": round(sound.seconds, 3), **times}
        _write_whole(path.with_suffix(".json"), json.dumps(written, ensure_ascii=False, indent=1).encode())

    def _forget_oldest(self) -> None:
        for path in sorted(self._folder.glob("*.wav"))[: -self._kept]:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
