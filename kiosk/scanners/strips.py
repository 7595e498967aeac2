"""Lays bars straight: cuts a place of bars out of a frame, turned upright and averaged along the bars into bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kiosk.scanners.pictures import Picture, as_picture
from kiosk.scanners.places import Place

BANDS = 5
"""Bands across the bars, each the mean of its rows: noise and print dots go, and a crease spoils one band or two."""

_ROWS = 8
_WIDEST = 1800
_TURNS = 2


@dataclass(frozen=True)
class Laying:
    """How bars are laid: `margin` times their place's length is cut, for the quiet zones; `steep` fights blur."""

    margin: float
    steep: bool


LAYINGS = (Laying(1.12, False), Laying(1.3, False), Laying(1.12, True), Laying(1.3, True))


def bands_of(gray: Picture, place: Place, laying: Laying) -> tuple[Picture, ...]:
    """Return the bands of the bars at `place`, each 8 rows high, at twice the frame's scale where that fits."""
    for _ in range(_TURNS):
        place = _straightened(gray, place)
    scale = min(2.0, _WIDEST / (place.along * laying.margin))
    cut = _cut(gray, place, scale, laying.margin)
    rows = np.asarray(cv2.resize(cut, (cut.shape[1], BANDS), interpolation=cv2.INTER_AREA))
    if laying.steep:
        rows = _steepened(rows)
    return tuple(np.repeat(rows[band : band + 1], _ROWS, axis=0) for band in range(BANDS))


def _steepened(rows: Any) -> Picture:
    """Even the light out and steepen the edges, line by line: for lenses out of focus and shadows."""
    flat = rows.astype(np.float32)
    rest = flat - cv2.blur(flat, (91, 1))
    even = rest / (np.sqrt(np.maximum(cv2.blur(rest * rest, (91, 1)), 0)) + 3)
    steep = even + 1.5 * (even - cv2.GaussianBlur(even, (25, 1), 3))
    return as_picture(np.clip(128 + 50 * steep, 0, 255))


def _cut(gray: Picture, place: Place, scale: float, margin: float) -> Picture:
    """Return the place turned so that its bars stand upright; the outer fifths across are left out."""
    wide, high = max(8, round(place.along * margin * scale)), max(2 * BANDS, round(place.across * 0.7))
    step_u = np.array([np.cos(place.angle), np.sin(place.angle)]) / scale
    step_v = np.array([-np.sin(place.angle), np.cos(place.angle)])
    corner = np.array([place.x, place.y]) - step_u * wide / 2 - step_v * high / 2
    matrix = np.column_stack([step_u, step_v, corner])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return as_picture(cv2.warpAffine(gray, matrix, (wide, high), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _straightened(gray: Picture, place: Place) -> Place:
    """Return `place` with its angle corrected by what is left of slant in its cut."""
    cut = _cut(gray, place, min(1.0, 700 / place.along), 1.0)
    inner = cut[:, round(0.1 * cut.shape[1]) : round(0.9 * cut.shape[1])]
    if min(inner.shape) < 3:
        return place
    beside, below = cv2.Sobel(inner, cv2.CV_32F, 1, 0), cv2.Sobel(inner, cv2.CV_32F, 0, 1)
    slant = 2 * float(np.sum(beside * below))
    square = float(np.sum(beside * beside) - np.sum(below * below))
    angle = place.angle + 0.5 * float(np.arctan2(slant, square))
    return Place(place.kind, place.x, place.y, place.along, place.across, angle)
