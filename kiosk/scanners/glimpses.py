"""Makes the small picture of the live view out of a frame, mirrored where the camera looks at the citizen."""

from __future__ import annotations

import cv2

from kiosk.scanners.pictures import Picture, as_picture
from kiosk.scanners.zxing import Outline
from kiosk.viewfinder import Corners, Viewfinder

WIDE = 480
"""Pixels across; enough for a view of a third of a full-HD screen, and quick to hand to it."""


def show(frame: Picture, viewfinder: Viewfinder, *, mirrored: bool, outline: Outline = ()) -> None:
    """Leave `frame` (gray or BGR) in the viewfinder, small; `outline` is a code's corners in pixels of the frame."""
    high, wide = frame.shape[:2]
    size = (min(WIDE, wide), max(1, round(high * min(WIDE, wide) / wide)))
    small = as_picture(cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR))
    small = as_picture(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB if small.ndim == 2 else cv2.COLOR_BGR2RGB))
    if mirrored:
        small = as_picture(cv2.flip(small, 1))
    viewfinder.show(small.tobytes(), size[0], size[1], _shares(outline, wide, high, mirrored=mirrored))


def _shares(outline: Outline, wide: int, high: int, *, mirrored: bool) -> Corners:
    shares = ((x / wide, y / high) for x, y in outline)
    return tuple((1 - x if mirrored else x, y) for x, y in shares)
