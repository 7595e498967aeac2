"""A thread that takes one job's steps, so that nobody else waits for it."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

log = logging.getLogger(__name__)

AFTER_A_FAULT_S = 5.0
LEAVES_WITHIN_S = 5.0


class Job(Protocol):
    """Work in steps."""

    def step(self) -> float:
        """Do what is due; return after how many seconds to come again."""


class Worker:
    """Steps `job` on a thread of its own from `start` to `stop`; `wake` ends a wait early."""

    def __init__(
        self, job: Job, name: str, first_after_s: float = 0.0, leaves_within_s: float = LEAVES_WITHIN_S
    ) -> None:
        self._job = job
        self._first_after_s = first_after_s
        self._leaves_within_s = leaves_within_s
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        """Nothing is due here: the job has its own thread."""

    def stop(self) -> None:
        self._ended = True
        self._wake.set()
        self._thread.join(self._leaves_within_s)

    def wake(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        self._wake.wait(self._first_after_s)
        while not self._ended:
            self._wake.wait(self._step())
            self._wake.clear()

    def _step(self) -> float:
        # The boundary of the thread: a fault in one step must not end the steps after it.
        try:
            return self._job.step()
        except Exception:
            log.exception("%s failed", self._thread.name)
            return AFTER_A_FAULT_S
