"""The sentences that were put together, kept in memory within a bound; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from lobby.speech.sound import Samples

MOST_BYTES = 48 * 1024 * 1024  # some 140 sentences of four seconds

Key = tuple[str, str, str]
"""The language's code, the ticket's number, the counter's name."""


@dataclass(frozen=True)
class Said:
    """A sentence as text and as sound."""

    text: str
    samples: Samples


class Sentences:
    """Any thread may ask."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._said: OrderedDict[Key, Said] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def has(self, key: Key) -> bool:
        """Tell whether a sentence is there, without counting it as used."""
        with self._lock:
            return key in self._said

    def get(self, key: Key) -> Said | None:
        """Return a sentence and count it as used now."""
        with self._lock:
            if key in self._said:
                self._said.move_to_end(key)
            return self._said.get(key)

    def put(self, key: Key, said: Said) -> None:
        """Keep a sentence in place of the older one of its key."""
        with self._lock:
            self._take(key)
            self._said[key] = said
            self._bytes += said.samples.nbytes
            while self._bytes > self._most and len(self._said) > 1:
                self._take(next(iter(self._said)))

    def _take(self, key: Key) -> None:
        gone = self._said.pop(key, None)
        self._bytes -= gone.samples.nbytes if gone is not None else 0
