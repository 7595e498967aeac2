"""What is known of a board from its end of the line: the strict reading of whatever bytes come."""

from __future__ import annotations

from typing import Protocol

from PIL import Image


class Sign(Protocol):
    """A board as it understands its line; `broken` counts what it could not take."""

    @property
    def broken(self) -> int:
        """How many pieces of what came were none of its protocol's."""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the line; returns what the board answers."""

    def told(self) -> dict[str, object]:
        """Return what stands on the board in words."""

    def picture(self) -> Image.Image:
        """Return the dots."""
