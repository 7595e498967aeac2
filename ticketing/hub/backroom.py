"""A thread of the hub for what no reply waits for: telling the lobby, sending to the bridge, counting presentations."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
# The reply leaves on the bus's thread when its handler returns; this thread must not compete with that.
REPLY_FIRST_S = 0.002
# What no one hears or waits for may be told a little later, so that a rush of tickets is told of once.
GATHER_S = 0.05
# Telling a rush takes the processor from answering it: at most a third of the time for what someone waits to hear, at
# most a tenth for the rest, and never so seldom that a screen lags visibly.
REST_AT_MOST_S = 0.25
REST_OF_URGENT = 2
REST_OF_GATHERED = 7


class BackRoom:
    """Runs `jobs` in order whenever woken, and a few times a second; a job that fails is logged and tried again."""

    def __init__(self, jobs: Sequence[Callable[[], None]]) -> None:
        self._jobs = tuple(jobs)
        self._woken = threading.Event()
        self._urgent = threading.Event()
        self._ended = threading.Event()
        self._working = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="back-room", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self.wake(urgent=True)
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def wake(self, urgent: bool = False) -> None:
        """Have the jobs done soon, at once where someone waits for it; safe from any thread."""
        if urgent:
            self._urgent.set()
        self._woken.set()

    def work_once(self) -> None:
        """Do every job once, in the caller's thread; whatever was due before is done when this returns."""
        with self._working:
            for job in self._jobs:
                try:
                    job()
                except Exception:
                    # The boundary of the thread: one job's fault must not end the others.
                    log.exception("a job of the back room failed")

    def _work(self) -> None:
        took_s = 0.0
        while not self._ended.is_set():
            if self._woken.wait(LOOK_EVERY_S):
                self._urgent.wait(max(GATHER_S, min(took_s * REST_OF_GATHERED, REST_AT_MOST_S)))
                time.sleep(max(REPLY_FIRST_S, min(took_s * REST_OF_URGENT, REST_AT_MOST_S)))
                self._urgent.clear()
                self._woken.clear()
            begun = time.monotonic()
            self.work_once()
            took_s = time.monotonic() - begun
