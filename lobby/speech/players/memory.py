"""A player for tests: holds each sound until told to let it end, and remembers what it was given."""

from __future__ import annotations

import threading
from collections.abc import Callable

from lobby.speech.players.base import STOPPED, PlayFailed, Sound


class MemoryPlayer:
    """`released` lets that many sounds end; `broken` makes each one fail; `begun` and `ended` are its memory."""

    def __init__(self) -> None:
        self.begun: list[Sound] = []
        self.ended: list[Sound] = []
        self.broken = False
        self._releases = threading.Semaphore(0)
        self._stopped = False

    def release(self, count: int = 1) -> None:
        """Let `count` sounds come to their end."""
        self._releases.release(count)

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        if self.broken:
            raise PlayFailed("Không phát được ra loa.", "broken by hand")
        self.begun.append(sound)
        begun()
        self._releases.acquire()
        if self._stopped:
            raise PlayFailed(STOPPED)
        self.ended.append(sound)

    def stop(self) -> None:
        self._stopped = True
        self._releases.release()
