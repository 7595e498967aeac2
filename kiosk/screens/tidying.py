"""Gives back what left the screen: Kivy's rounded shapes hold themselves, and Python's collector comes too rarely."""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable

LOADED_S = 20.0
"""Seconds after which a program has loaded what it keeps for good: libraries, scanners, the catalogue."""
EVERY_S = 1.0


# mallopt(3) of glibc: what is larger than the one is mapped by itself, and what is free above the other goes back.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_TRIM_B, _MAP_B = 128 * 1024, 64 * 1024


def keep_little_memory() -> None:
    """Let the C library give memory back as it becomes free; to be called once, early.

    By itself glibc raises both thresholds with the largest piece that was freed: after a few camera frames, by tens of
    MB, which a program with a screen then holds for ever. Nothing where the C library knows no such settings.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(_M_TRIM_THRESHOLD, _TRIM_B)
    mallopt(_M_MMAP_THRESHOLD, _MAP_B)


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
