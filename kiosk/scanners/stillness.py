"""Tells whether anything moved before the camera, so that an unchanged picture is not decoded for ever."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.scanners.decoder import ROUND
from kiosk.scanners.pictures import Picture, to_gray

_CELLS = (64, 36)
_MOVED = 10
"""Steps of 256 by which a cell's brightness changes when a hand or paper moves; a camera's noise averages below 2."""

_GLANCE_S = 1.0


class Attention:
    """Decides which frames are worth decoding: all while something moves and a round after, then one a second.

    A frame that is the very same object as the last (a file's) gets no second look once its round is over.
    """

    def __init__(self) -> None:
        self._frame: Picture | None = None
        self._cells: Picture | None = None
        self._left = 0
        self._glance_at = 0.0
        self.held = False
        """Whether what stands before the camera, unmoved, has been read."""
        self.moved_at = float("-inf")
        """When something moved last."""

    def wants(self, frame: Picture, at: float) -> bool:
        """Tell whether `frame`, seen at `at` (monotonic seconds), should be decoded."""
        same = frame is self._frame
        if not same and self._moved(frame):
            self._left = ROUND
            self.held = False
            self.moved_at = at
        self._frame = frame
        if self._left > 0:
            self._left -= 1
            self._glance_at = at + _GLANCE_S
            return True
        if same or at < self._glance_at:
            return False
        self._glance_at = at + _GLANCE_S
        return True

    def satisfied(self, *, wholly: bool = True) -> None:
        """The frame was read: no more looks until something moves, unless there may be more to read in it."""
        self._left = 0 if wholly else self._left
        self.held = True

    def nothing(self) -> None:
        """Nothing is before the camera; whatever comes next is new."""
        self._frame = self._cells = None
        self.held = False

    def _moved(self, frame: Picture) -> bool:
        cells = np.asarray(to_gray(np.asarray(cv2.resize(frame, _CELLS, interpolation=cv2.INTER_AREA), dtype=np.uint8)))
        before, self._cells = self._cells, cells
        if before is None:
            return True
        moved = int(cv2.absdiff(before, cells).max()) >= _MOVED
        if not moved:
            # Compared with the last moved frame, else a slow hand would never count as moving.
            self._cells = before
        return moved
