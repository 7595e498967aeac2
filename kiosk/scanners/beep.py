"""A short beep, as when the camera has read a code; other scanners beep themselves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache

import numpy as np

from lobby.speech.players.aplay import AplayPlayer
from lobby.speech.players.base import Label, Player, PlayFailed, Sound
from lobby.speech.players.choice import has_card
from lobby.speech.sound import RATE, Samples

_PITCH_HZ = 1900
_LASTS_S = 0.09
_LOUD = 0.35
_LABEL = Label("", "", "", 1, "")
_log = logging.getLogger(__name__)


class Beeper:
    """Plays on a thread of its own; a machine without a sound card (`has_card` says no) stays silent."""

    def __init__(
        self,
        player: Player | None = None,
        has_card: Callable[[], bool] = has_card,
        sound: Callable[[], Samples] | None = None,
    ) -> None:
        self._sound = sound or tone
        self._player = player or AplayPlayer()
        self._has_card = has_card
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
        if not self._has_card():
            return
        try:
            self._player.play(Sound(self._sound(), RATE, _LABEL), lambda: None)
        except PlayFailed as fault:
            if not self._failed:
                _log.warning("no beep: %s", fault.technical)
            self._failed = True
        else:
            self._failed = False


class Silence:
    """Where no beep is wanted."""

    def beep(self) -> None:
        """Do nothing."""


@cache
def tone(pitch_hz: float = _PITCH_HZ, lasts_s: float = _LASTS_S) -> Samples:
    """Return a tone, swelling and fading so that nothing cracks."""
    at = np.arange(round(RATE * lasts_s)) / RATE
    swell = np.minimum(1, np.minimum(at, lasts_s - at) / 0.008)
    return np.asarray(_LOUD * swell * np.sin(2 * np.pi * pitch_hz * at), dtype=np.float32)
