"""What a hand hears that pressed a face: a bright tone where it counted, a low one where nothing is to be rated."""

from __future__ import annotations

from kiosk.scanners.beep import Beeper, tone

COUNTED_HZ, IGNORED_HZ = 1320.0, 330.0
COUNTED_S, IGNORED_S = 0.16, 0.28


class Tones:
    """Plays on threads of their own; where no sound is wanted (`sounds` is False) nothing is heard."""

    def __init__(self, sounds: bool, counted: Beeper | None = None, ignored: Beeper | None = None) -> None:
        self._sounds = sounds
        self._counted = counted or Beeper(sound=lambda: tone(COUNTED_HZ, COUNTED_S))
        self._ignored = ignored or Beeper(sound=lambda: tone(IGNORED_HZ, IGNORED_S))

    def counted(self) -> None:
        """Tell that the press was taken."""
        if self._sounds:
            self._counted.beep()

    def ignored(self) -> None:
        """Tell that there was nothing to rate."""
        if self._sounds:
            self._ignored.beep()
