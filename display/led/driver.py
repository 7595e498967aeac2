"""What drives an LED board: one small protocol for every kind, and the picture of what stands there."""

from __future__ import annotations

from typing import Protocol

from PIL import Image

from display.model.led import LedView


class Unshowable(Exception):
    """A view that this board has no room or no signs for; the text is Vietnamese."""


class LedDriver(Protocol):
    """Shows views on one board. `refresh_s` is how often it wants to be told again, in seconds."""

    refresh_s: float

    def show(self, view: LedView, light: int, at: float) -> None:
        """Put `view` on the board, `light` per cent bright, at the monotonic second `at`.

        Returns when the board took it, as far as it can tell; raises BoardLost, or Unshowable where the board has no
        room for it. Telling the same again does no harm.
        """

    def picture(self) -> Image.Image:
        """Return the dots of the board as it understood what was sent, dark where nothing was."""

    def forget(self) -> None:
        """Take it that the board may have lost what it was told."""

    def close(self) -> None:
        """Let go of what is the board's alone; its line is closed by whoever opened it."""
