"""The twin of a sound card: writes each call as a WAV with a JSON beside it, and takes as long as the sound lasts."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lobby.clock import Clock
from lobby.contract.base import wire_time
from lobby.speech.players.base import STOPPED, PlayFailed, Sound
from lobby.speech.sound import Samples, to_wav

KEPT_AT_MOST = 500
_UNSAFE = re.compile(r"[^\w-]+")
_NO_FILE = "Không ghi được tệp âm thanh của lời gọi."


@dataclass
class _Take:
    """What is written of one call: its file, all of its samples, and when it began and ended."""

    path: Path
    sound: Sound
    samples: Samples
    times: dict[str, object]


class FilePlayer:
    """Writes `<timestamp>-<number>-<counter>-<nth>.wav` into `folder`, whole, the newest `kept` of them.

    A sound that continues the one before goes into the same file, as it would be heard.
    """

    def __init__(self, folder: Path, clock: Clock, kept: int = KEPT_AT_MOST) -> None:
        self._folder = folder
        self._clock = clock
        self._kept = kept
        self._stopped = threading.Event()
        self._last: _Take | None = None

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self._stopped.is_set():
            raise PlayFailed(STOPPED)
        take = self._take(sound)
        try:
            cut = self._write(take, begun)
            self._forget_oldest()
        except OSError as fault:
            raise PlayFailed(_NO_FILE, f"{take.path}: {fault}") from fault
        if cut:
            raise PlayFailed(STOPPED)

    def stop(self) -> None:
        self._stopped.set()

    def _take(self, sound: Sound) -> _Take:
        last = self._last
        if sound.continues and last is not None and last.sound.label.call_id == sound.label.call_id:
            take = _Take(last.path, sound, np.concatenate([last.samples, sound.samples]), last.times)
        else:
            path = self._folder / f"{self._name(sound)}.wav"
            take = _Take(path, sound, sound.samples, {"started_at": wire_time(self._clock.now())})
        self._last = take
        return take

    def _write(self, take: _Take, begun: Callable[[], None]) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        _write_whole(take.path, to_wav(take.samples, take.sound.rate))
        first = {"first_sample_at": wire_time(self._clock.now()), "first_sample_monotonic": self._clock.monotonic()}
        take.times = first | take.times
        begun()
        self._write_sidecar(take)
        cut = self._stopped.wait(take.sound.seconds)
        take.times |= {"ended_at": wire_time(self._clock.now()), "ended_monotonic": self._clock.monotonic()}
        self._write_sidecar(take)
        return cut

    def _name(self, sound: Sound) -> str:
        label = sound.label
        number = _UNSAFE.sub("_", label.number)
        return f"{self._clock.now():%Y%m%dT%H%M%S%f}-{number}-{label.counter}-{label.nth}"

    def _write_sidecar(self, take: _Take) -> None:
        label = take.sound.label
        fields = {"call_id": label.call_id, "number": label.number, "counter": label.counter, "nth": label.nth}
        seconds = round(take.samples.size / take.sound.rate, 3)
        written = {**fields, "text": label.text, "seconds": seconds, **take.times}
        _write_whole(take.path.with_suffix(".json"), json.dumps(written, ensure_ascii=False, indent=1).encode())

    def _forget_oldest(self) -> None:
        for path in sorted(self._folder.glob("*.wav"))[: -self._kept]:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
