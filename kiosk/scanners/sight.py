"""Judges what the camera sees: whether paper is held there, and whether it is too dark, too far or blurred to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kiosk.presenters.camera import Hint
from kiosk.scanners.pictures import Picture, as_picture, to_gray

_SMALL = (160, 90)
_LIGHTER = 1.35
"""Times by which paper is lighter than what lies around it."""

_LEAST_PAPER, _MOST_PAPER = 0.015, 0.97
_FULL = 0.55
"""Share of its box that a sheet fills at least, turned as it may be; hands and faces fill less or are not as light."""

DARK = 70.0
"""Brightness (0 to 255) below which paper is too dark; in a lit room it is above 120."""

FAR = 0.42
"""Share of the frame's width that a sheet's longer side has at least: below, a code's modules are under two pixels."""

_LEAST_INK = 30.0
_USUAL = 1280
SHARP = 0.2
"""Share of the step between ink and paper that neighbouring pixels differ by at the sharpest edges, at 1280 across."""


@dataclass(frozen=True)
class Sight:
    """What was measured: the paper's brightness (0 to 255), its longer side as a share of the frame's width, and the
    steepest edges on it as a share of black to white; None where there is no print to judge by."""

    brightness: float
    reach: float
    steepness: float | None


def measure(frame: Picture) -> Sight | None:
    """Return what is measured of the paper in `frame` (gray or BGR); None where nothing looks like paper."""
    small = to_gray(as_picture(cv2.resize(frame, _SMALL, interpolation=cv2.INTER_AREA)))
    paper = _paper(small)
    if paper is None:
        return None
    left, top, wide, high = cv2.boundingRect(paper)
    brightness = float(np.percentile(small[paper > 0], 70))
    along = float(max(cv2.minAreaRect(_points(paper))[1])) / _SMALL[0]
    return Sight(brightness, along, _steepness(frame, (left, top, wide, high)))


def judge(sight: Sight | None) -> Hint | None:
    """Return what keeps the camera from reading what is held there; None where nothing does."""
    if sight is None:
        return None
    if sight.brightness < DARK:
        return Hint.DARK
    if sight.reach < FAR:
        return Hint.FAR
    if sight.steepness is not None and sight.steepness < SHARP:
        return Hint.BLURRED
    return None


def _paper(small: Picture) -> Any:
    """Return the mask of the largest light part of a small frame where it is like a sheet, else None."""
    level, light = cv2.threshold(cv2.GaussianBlur(small, (5, 5), 0), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(light, np.uint8))
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    mask = (labels == largest).astype(np.uint8)
    share = float(mask.mean())
    box = cv2.minAreaRect(_points(mask))[1]
    fills = float(stats[largest, cv2.CC_STAT_AREA]) / max(1.0, box[0] * box[1])
    inside, outside = small[mask > 0], small[mask == 0]
    if not (_LEAST_PAPER < share < _MOST_PAPER and fills > _FULL and outside.size):
        return None
    lighter = float(np.median(inside)) > _LIGHTER * float(np.median(outside)) + 2
    return mask if lighter and level > 0 else None


def _points(mask: Any) -> Any:
    return cv2.findNonZero(mask)


def _steepness(frame: Picture, box: tuple[int, int, int, int]) -> float | None:
    """Return how steep the steepest hundredth of edges in the inner part of `box` (of the small frame) is."""
    high, wide = frame.shape[:2]
    across, down = wide / _SMALL[0], high / _SMALL[1]
    left, top, w, h = box
    part = frame[
        round((top + h * 0.1) * down) : round((top + h * 0.9) * down),
        round((left + w * 0.1) * across) : round((left + w * 0.9) * across),
    ]
    if min(part.shape[:2]) < 16:
        return None
    gray = to_gray(part)
    dark, light = np.percentile(gray[::3, ::3], (1, 80))
    if light - dark < _LEAST_INK:
        return None
    # As at 1280 across, whatever the camera gives: more pixels for one edge are no blur, fewer no sharpness.
    if wide > _USUAL:
        gray = as_picture(cv2.resize(gray, None, fx=_USUAL / wide, fy=_USUAL / wide, interpolation=cv2.INTER_AREA))
    rows = gray[::2]
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    counts = np.cumsum(np.ravel(cv2.calcHist([steps], [0], None, [256], [0, 256]))[::-1])
    steepest = 255 - int(np.searchsorted(counts, counts[-1] * 0.005))
    return steepest / float(light - dark) * min(1.0, float(wide) / _USUAL)
