"""Clips in memory, by text, within a bound; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from lobby.speech.sound import Samples

MOST_BYTES = 24 * 1024 * 1024  # nearly five minutes of speech


@dataclass(frozen=True)
class Clip:
    """`best` where no better source could have made it."""

    samples: Samples
    best: bool


class Remembered:
    """Any thread may ask."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._clips: OrderedDict[str, Clip] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, text: str) -> Clip | None:
        """Return a clip and count it as used now."""
        with self._lock:
            clip = self._clips.get(text)
            if clip is not None:
                self._clips.move_to_end(text)
            return clip

    def put(self, text: str, clip: Clip) -> Samples:
        """Remember a clip in place of an older one; returns its samples."""
        with self._lock:
            self._take(text)
            self._clips[text] = clip
            self._bytes += clip.samples.nbytes
            while self._bytes > self._most and len(self._clips) > 1:
                self._take(next(iter(self._clips)))
        return clip.samples

    def _take(self, text: str) -> None:
        gone = self._clips.pop(text, None)
        self._bytes -= gone.samples.nbytes if gone is not None else 0
