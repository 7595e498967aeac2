"""The twin of a microphone: hears what is written into a pipe as 16-bit mono samples."""

from __future__ import annotations

import os
import select
import threading
from pathlib import Path

import numpy as np

from ticketing.voice.ears.base import Deaf, level_of
from ticketing.voice.ears.microphone import RATE

_WAIT_S = 0.1
_STALLED_S = 3.0
_BYTES = 2
_FULL = 32_768


class PipeEar:
    """Opens the pipe at `path` for each measurement; nothing that was written before that counts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def level(self, seconds: float, cut: threading.Event) -> float | None:
        wanted = round(seconds * RATE) * _BYTES
        try:
            pipe = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as fault:
            raise Deaf(f"{self._path}: {fault.strerror}") from fault
        try:
            heard = _read(pipe, wanted, cut)
        finally:
            os.close(pipe)
        return (
            None
            if heard is None
            else level_of(np.frombuffer(heard, dtype="<i2").astype(np.float32) / np.float32(_FULL))
        )


def _read(pipe: int, wanted: int, cut: threading.Event) -> bytes | None:
    heard, idle_s = b"", 0.0
    while len(heard) < wanted and not cut.is_set():
        ready, _, _ = select.select([pipe], [], [], _WAIT_S)
        more = os.read(pipe, wanted - len(heard)) if ready else b""
        heard += more
        # A pipe that nobody writes into is ready with nothing.
        if not more and cut.wait(_WAIT_S):
            break
        idle_s = 0.0 if more else idle_s + _WAIT_S
        if idle_s > _STALLED_S:
            raise Deaf(f"no sample in {_STALLED_S:.0f} s")
    return None if cut.is_set() else heard
