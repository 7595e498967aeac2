"""A number that grows with each change, for whoever waits to see the next one."""

from __future__ import annotations

import threading


class Version:
    """Starts at 0 with each process; every method is safe from any thread."""

    def __init__(self) -> None:
        self._number = 0
        self._news = threading.Condition()

    def grow(self) -> None:
        """Tell whoever waits that something changed."""
        with self._news:
            self._number += 1
            self._news.notify_all()

    def changed(self, after: int, timeout_s: float) -> int:
        """Wait until the number is greater than `after`, at most `timeout_s` seconds; returns it as it is now."""
        with self._news:
            self._news.wait_for(lambda: self._number > after, timeout_s)
            return self._number
