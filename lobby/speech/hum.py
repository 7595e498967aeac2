"""The renderer's twin: hums instead of speaking, for machines without espeak-ng; remembers what it was asked."""

from __future__ import annotations

import numpy as np

from lobby.speech.renderer import RenderFailed, Voice
from lobby.speech.sound import RATE, Samples

_PER_SIGN_S = 0.02


class HumRenderer:
    """Each text is a tone, longer for longer texts; texts put into `broken` fail."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.rendered: list[str] = []
        self.broken: set[str] = set()

    @property
    def voice(self) -> Voice:
        return self._voice

    def render(self, text: str) -> Samples:
        if text in self.broken:
            raise RenderFailed(f"{text!r} is broken by hand")
        self.rendered.append(text)
        time = np.arange(round(RATE * _PER_SIGN_S * (len(text) + 2))) / RATE
        return (0.3 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)

    def stop(self) -> None:
        self.rendered.append("(stopped)")
