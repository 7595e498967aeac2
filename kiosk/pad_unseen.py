"""Stands in for the window of a pad that has buttons alone."""

from __future__ import annotations

from kiosk.pad_part import Pad


class Unseen:
    """What would be drawn counts as seen: the lamp, where there is one, tells of it."""

    def __init__(self, pad: Pad) -> None:
        self._pad = pad
        self._stands = ("", 0)

    def start(self) -> None:
        """Nothing is to be opened."""

    def step(self) -> None:
        """Take the page that would stand there now for drawn, each rating's anew: one may follow upon another."""
        view = self._pad.view()
        stands = (view.page, view.visit)
        if stands != self._stands:
            self._stands = stands
            self._pad.drawn(view.page)

    def stop(self) -> None:
        """Nothing is open."""
