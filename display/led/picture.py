"""Leaves a picture of what the LED board shows, for keepers who are not in the lobby."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from display.led.dots import draw
from display.model.led import LedView

log = logging.getLogger(__name__)


class Picture:
    """Draws into `{device}.png` of `folder`; nothing happens where that is None. `shown` tells what stands on the
    board, None where nothing is known to."""

    def __init__(self, folder: Path | None, device: str, shown: Callable[[], LedView | None]) -> None:
        self._folder = folder
        self._device = device
        self._shown = shown

    def take(self) -> None:
        """Write the picture whole or not at all; a full disk is only logged."""
        if self._folder is None:
            return
        view = self._shown()
        place = self._folder / f"{self._device}.png"
        draft = place.with_name(f".{place.name}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(draw(view.number, view.counter) if view else draw("", ""))
            draft.replace(place)
        except OSError as fault:
            log.error("picture of %s not written: %s", self._device, fault)
