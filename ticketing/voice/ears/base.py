"""The protocol of everything that hears how loud a hall is."""

from __future__ import annotations

import math
import threading
from typing import Protocol

from lobby.speech.sound import Samples, rms
from ticketing.voice.loudness import SILENT_DB


class Deaf(Exception):
    """The level cannot be measured; the text says why, for the log."""


class Ear(Protocol):
    """Measures, and keeps nothing of what it heard."""

    def level(self, seconds: float, cut: threading.Event) -> float | None:
        """Return the level of the next `seconds` in dBFS, None where `cut` was set meanwhile; raises Deaf."""


def level_of(samples: Samples) -> float:
    """Return the level of samples in -1..1 in dBFS, at least `SILENT_DB`."""
    mean = rms(samples)
    return max(SILENT_DB, 20 * math.log10(mean)) if mean > 0 else SILENT_DB
