"""A short beep when the camera has read a code; other scanners beep themselves."""

from __future__ import annotations

import io
import logging
import subprocess
import threading
import wave
from functools import cache
from pathlib import Path

import numpy as np

CARDS = Path("/proc/asound/cards")
COMMAND = ("aplay", "-q", "-")
_RATE = 22050
_PITCH_HZ = 1900
_LASTS_S = 0.09
_PATIENCE_S = 2.0
_log = logging.getLogger(__name__)


class Beeper:
    """Plays by ALSA's `aplay`, on a thread of its own; a machine without a sound card stays silent."""

    def __init__(self, command: tuple[str, ...] = COMMAND, cards: Path = CARDS) -> None:
        self._command = command
        self._cards = cards
        self._playing: threading.Thread | None = None
        self._failed = False

    @property
    def busy(self) -> bool:
        """Whether a beep is under way."""
        return self._playing is not None and self._playing.is_alive()

    def beep(self) -> None:
        """Begin a beep, unless one is under way; never waits."""
        if not self.busy:
            self._playing = threading.Thread(target=self._play, name="beep", daemon=True)
            self._playing.start()

    def _play(self) -> None:
        try:
            if "[" not in self._cards.read_text():
                return
            subprocess.run(self._command, input=tone(), capture_output=True, timeout=_PATIENCE_S, check=True)
        except (OSError, subprocess.SubprocessError) as fault:
            if not self._failed:
                _log.warning("no beep: %s", fault)
            self._failed = True
        else:
            self._failed = False


class Silence:
    """Where no beep is wanted."""

    def beep(self) -> None:
        """Do nothing."""


@cache
def tone() -> bytes:
    """Return the beep as a WAV file: mono, 16 bits, swelling and fading so that nothing cracks."""
    at = np.arange(round(_RATE * _LASTS_S)) / _RATE
    swell = np.minimum(1, np.minimum(at, _LASTS_S - at) / 0.008)
    samples = (0.35 * 32767 * swell * np.sin(2 * np.pi * _PITCH_HZ * at)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()
