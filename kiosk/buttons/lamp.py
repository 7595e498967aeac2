"""The light beside hardware buttons: on while a rating stands open."""

from __future__ import annotations

import logging
from pathlib import Path

log = logging.getLogger(__name__)

_BRIGHTNESS, _MOST = "brightness", "max_brightness"


class Lamp:
    """A light of the kernel's (`/sys/class/leds/…`, Documentation/leds/leds-class.rst); None is no lamp at all."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._on: bool | None = None

    def light(self, on: bool) -> None:
        """Put it on or out; one that fails is told to the log once and tried again with the next change."""
        if self._place is None or on == self._on:
            return
        self._on = on
        try:
            most = (self._place / _MOST).read_text().strip() if on else "0"
            (self._place / _BRIGHTNESS).write_text(most)
        except OSError as fault:
            log.warning("the lamp of the buttons is not there: %s", fault)
