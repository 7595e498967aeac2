"""Leaves a picture of what the LED boards show, for keepers who are not in the lobby."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from display.led.dots import sheet

log = logging.getLogger(__name__)


class Picture:
    """Draws into `{device}.png` of `folder`; nothing happens where that is None. `shown` tells each board's dots."""

    def __init__(self, folder: Path | None, device: str, shown: Callable[[], Sequence[Image.Image]]) -> None:
        self._folder = folder
        self._device = device
        self._shown = shown

    def take(self) -> None:
        """Write the picture whole or not at all; a full disk is only logged."""
        if self._folder is None:
            return
        place = self._folder / f"{self._device}.png"
        draft = place.with_name(f".{place.name}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(sheet(self._shown()))
            draft.replace(place)
        except OSError as fault:
            log.error("picture of %s not written: %s", self._device, fault)
