"""Makes the small picture of the live view out of a frame, mirrored where the camera looks at the citizen."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.scanners.pictures import Picture, as_picture, fitted, to_gray
from kiosk.scanners.places import corners, find_places
from kiosk.scanners.zxing import Outline
from kiosk.viewfinder import Corners, Viewfinder

_SEARCHED = 1280
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


def widened(frame: Picture, outline: Outline) -> Outline:
    """Return the corners of all the bars of which `outline` holds the lines that were read; else `outline`."""
    if not outline:
        return outline
    small = fitted(to_gray(frame), _SEARCHED)
    scale = frame.shape[1] / small.shape[1]
    x, y = (sum(axis) / len(axis) / scale for axis in zip(*outline, strict=True))
    for place in find_places(small):
        corners_of = np.array(corners(place), dtype=np.int32)
        if place.kind == "bars" and cv2.pointPolygonTest(corners_of, (x, y), measureDist=False) > 0:
            return tuple((round(a * scale), round(b * scale)) for a, b in corners(place))
    return outline


def _shares(outline: Outline, wide: int, high: int, *, mirrored: bool) -> Corners:
    shares = ((x / wide, y / high) for x, y in outline)
    return tuple((1 - x if mirrored else x, y) for x, y in shares)
