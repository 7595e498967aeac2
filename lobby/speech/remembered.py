"""Sounds in memory, by what they say, within a bound; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from lobby.speech.sound import Samples

MOST_BYTES = 24 * 1024 * 1024  # nearly five minutes of speech


class Sounding(Protocol):
    """Something with its sound."""

    @property
    def samples(self) -> Samples:
        """The sound, which counts against the bound."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sounding)


@dataclass(frozen=True)
class Clip:
    """`best` where no better source could have made it."""

    samples: Samples
    best: bool


class Remembered(Generic[K, V]):
    """Any thread may ask."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._sounds: OrderedDict[K, V] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def has(self, key: K) -> bool:
        """Tell whether a sound is there, without counting it as used."""
        with self._lock:
            return key in self._sounds

    def get(self, key: K) -> V | None:
        """Return a sound and count it as used now."""
        with self._lock:
            found = self._sounds.get(key)
            if found is not None:
                self._sounds.move_to_end(key)
            return found

    def put(self, key: K, sound: V) -> Samples:
        """Remember a sound in place of an older one; returns its samples."""
        with self._lock:
            self._take(key)
            self._sounds[key] = sound
            self._bytes += sound.samples.nbytes
            while self._bytes > self._most and len(self._sounds) > 1:
                self._take(next(iter(self._sounds)))
        return sound.samples

    def _take(self, key: K) -> None:
        gone = self._sounds.pop(key, None)
        self._bytes -= gone.samples.nbytes if gone is not None else 0
