"""Stands in for the window of a pad that has buttons alone."""

from __future__ import annotations

from kiosk.pad_part import Pad


class Unseen:
    """What would be drawn counts as seen: the lamp, where there is one, tells of it."""

    def __init__(self, pad: Pad) -> None:
        self._pad = pad
        self._page = ""

    def start(self) -> None:
        """Nothing is to be opened."""

    def step(self) -> None:
        """Take the page that would stand there now for drawn."""
        page = self._pad.view().page
        if page != self._page:
            self._page = page
            self._pad.drawn(page)

    def stop(self) -> None:
        """Nothing is open."""
