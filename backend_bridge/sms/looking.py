"""Looks at wishes one by one: asks about one, and goes on with the next when the reply was heard."""

from __future__ import annotations

import logging
import queue
import sqlite3
from abc import ABC, abstractmethod
from datetime import datetime
from typing import Generic, TypeVar

from lobby.clock import Clock
from lobby.contract.replies import Reply

log = logging.getLogger(__name__)

AFTER_A_FAULT_S = 600.0

W = TypeVar("W")


class Looking(ABC, Generic[W]):
    """A part that looks every `spaced_s` seconds, and not at all for ten minutes where the disk fails."""

    def __init__(self, clock: Clock, spaced_s: float) -> None:
        self._clock = clock
        self._spaced_s = spaced_s
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._asked: W | None = None
        self._due = 0.0

    def stop(self) -> None:
        """Nothing to let go of: what is asked about is asked again after the next start."""

    def step(self) -> None:
        """Look at the next wish, or go on with the one in hand."""
        try:
            if self._asked is not None:
                self._go_on(self._asked)
            elif self._clock.monotonic() >= self._due:
                self._due = self._clock.monotonic() + self._spaced_s
                self._asked = self._ask(self._clock.now())
        except sqlite3.Error as fault:
            log.error("wishes cannot be read or written: %s", fault)
            self._asked, self._due = None, self._clock.monotonic() + AFTER_A_FAULT_S

    def _go_on(self, wish: W) -> None:
        try:
            reply = self._replies.get_nowait()
        except queue.Empty:
            return
        self._asked = None
        self._hear(wish, reply, self._clock.now())

    @abstractmethod
    def _ask(self, now: datetime) -> W | None:
        """Ask about the next wish, with `_replies` to hear the reply; return it, None where none is due."""

    @abstractmethod
    def _hear(self, wish: W, reply: Reply | None, now: datetime) -> None:
        """Do what the reply says; None where there came none."""
