"""Hands what other threads learn to the window's thread, in order, and wakes it."""

from __future__ import annotations

import queue
from collections.abc import Callable


class Inbox:
    """Threads put calls in; the window's thread makes them."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake: Callable[[], None] = lambda: None

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Let `wake`, which must be safe from any thread, be called when something was put in."""
        self._wake = wake

    def put(self, call: Callable[[], None]) -> None:
        """Have `call` made on the window's thread."""
        self._calls.put(call)
        self.wake()

    def wake(self) -> None:
        """Have the program stepped at once; any thread may."""
        self._wake()

    def empty(self) -> None:
        """Make the calls that wait."""
        while True:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            call()
