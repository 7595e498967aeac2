"""Finds where in a frame a code may be: cells full of bars that lie one way, and dense cells of squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np

from kiosk.scanners.pictures import Picture

_CELLS = 80
"""Cells along the longer side of a frame."""

_STEP = 2
"""Pixels apart that are compared: across a blurred edge as well as across one bar."""

_MOST = 3
_CONTRAST = 7.0
"""Mean difference of such pixels below which a cell is plain paper and a camera's noise."""

_LEAST_ALONG = 7
"""Cells along bars at least: a twelfth of a frame has room for five characters at most, and no receipt's code."""

_BARS, _SQUARES = 0.3, 0.6
"""Of the strongest cell's differences, the share that a code's cells have at least."""

_ONE_WAY = 0.42
"""Share of a cell's differences that lie one way where it is bars; text and squares stay below."""


@dataclass(frozen=True)
class Place:
    """A part of a frame: middle and size in pixels, along and across the reading line, which is at `angle` (rad)."""

    kind: Literal["bars", "squares"]
    x: float
    y: float
    along: float
    across: float
    angle: float


def corners(place: Place) -> tuple[tuple[int, int], ...]:
    """Return the four corners (x, y) of `place` in order around it."""
    u = np.array([np.cos(place.angle), np.sin(place.angle)]) * place.along / 2
    v = np.array([-np.sin(place.angle), np.cos(place.angle)]) * place.across / 2
    middle = np.array([place.x, place.y])
    points = (middle - u - v, middle + u - v, middle + u + v, middle - u + v)
    return tuple((round(float(x)), round(float(y))) for x, y in points)


def find_places(gray: Picture) -> tuple[Place, ...]:
    """Return the likeliest places of codes in `gray`, bars before squares and large before small."""
    size = max(8, round(max(gray.shape) / _CELLS))
    if min(gray.shape) < 4 * size:
        return ()
    flat, upright, falling, rising = _differences(gray, size)
    straight = (flat - upright) / (flat + upright + 1)
    slanted = (falling - rising) / (rising + falling + 1)
    energy = flat + upright
    one_way = np.hypot(straight, slanted) > _ONE_WAY
    clear = energy > _CONTRAST
    share = energy / (_brightness(gray, size, energy.shape) + 20)  # in a shadow black and white lie closer
    bars = clear & (share > _BARS * share.max()) & one_way
    squares = clear & (share > _SQUARES * share.max()) & ~one_way
    return (*_bar_places(bars, straight, slanted, size), *_square_places(gray, squares, size))


def _differences(gray: Picture, size: int) -> tuple[Any, ...]:
    """Return, for each cell, the mean difference of pixels beside, below, and at both slants, without the noise's."""
    n = _STEP
    columns, rows = (gray.shape[1] - n) // size, (gray.shape[0] - n) // size
    wide, high = columns * size, rows * size  # whole cells: OpenCV averages those six times faster
    here, beside = gray[:high, :wide], gray[:high, n : n + wide]
    below, across = gray[n : n + high, :wide], gray[n : n + high, n : n + wide]
    cells = [
        np.asarray(cv2.resize(cv2.absdiff(*pair), (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
        for pair in ((here, beside), (here, below), (here, across), (beside, below))
    ]
    smooth = [np.asarray(cv2.blur(one, (3, 3))) for one in cells]
    return tuple(np.maximum(one - np.percentile(one, 5), 0) for one in smooth)


def _brightness(gray: Picture, size: int, shape: tuple[int, int]) -> Any:
    rows, columns = shape
    whole = gray[: rows * size, : columns * size]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _bar_places(bars: Any, straight: Any, slanted: Any, size: int) -> list[Place]:
    found = []
    for cells in _groups(bars, 6):
        angle = 0.5 * float(np.arctan2(slanted[cells].mean(), straight[cells].mean()))
        rows, columns = np.nonzero(cells)
        turn = np.array([np.cos(angle), np.sin(angle)])
        points = np.stack([columns + 0.5, rows + 0.5], axis=1) * size
        u, v = points @ turn, points @ np.array([-turn[1], turn[0]])
        along, across = float(np.ptp(u)) + size, float(np.ptp(v)) + size
        if along < _LEAST_ALONG * size:
            continue
        mu, mv = (u.max() + u.min()) / 2, (v.max() + v.min()) / 2
        x, y = mu * turn[0] - mv * turn[1], mu * turn[1] + mv * turn[0]
        found.append(Place("bars", float(x), float(y), along, across, angle))
    return sorted(found, key=lambda place: -place.along * place.across)[:_MOST]


def _square_places(gray: Picture, squares: Any, size: int) -> list[Place]:
    found = []
    for cells in _groups(squares, 6):
        rows, columns = np.nonzero(cells)
        wide, high = (float(np.ptp(columns)) + 1) * size, (float(np.ptp(rows)) + 1) * size
        x, y = (columns.min() + columns.max() + 1) / 2 * size, (rows.min() + rows.max() + 1) / 2 * size
        if min(wide, high) < 3 * size or max(wide, high) > 2.5 * min(wide, high):
            continue
        if _half_dark(
            gray[rows.min() * size : (rows.max() + 1) * size, columns.min() * size : (columns.max() + 1) * size]
        ):
            found.append(Place("squares", float(x), float(y), wide, high, 0.0))
    return sorted(found, key=lambda place: -place.along * place.across)[:_MOST]


def _half_dark(part: Picture) -> bool:
    """Tell whether `part` is about as much black as white, as squares of a QR code are and lines of text are not."""
    light = cv2.threshold(np.ascontiguousarray(part[::2, ::2]), 0, 1, cv2.THRESH_OTSU)[1]
    return 0.3 < float(np.mean(light)) < 0.7


def _groups(mask: Any, least: int) -> list[Any]:
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    large = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= least]
    return [labels == label for label in large]
