"""Gives back what left the screen: Kivy's rounded shapes hold themselves, and Python's collector comes too rarely."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LOADED_S = 20.0
"""Seconds after which a program has loaded what it keeps for good: libraries, scanners, the catalogue."""
EVERY_S = 1.0


class Tidying:
    """Collects when a page was just drawn, as then nobody waits; what is kept for good is looked through once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._due = monotonic() + LOADED_S
        self._settled = False

    def drawn(self) -> None:
        """Take that the screen has drawn something else."""
        if self._monotonic() < self._due:
            return
        gc.collect()
        if not self._settled:
            self._settled = True
            gc.freeze()
        self._due = self._monotonic() + EVERY_S
