"""Pictures as the decoder takes them: loading, graying, fitting, and the ways in which they are prepared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

_LONGEST_SIDE = 2560
_LARGEST_FILE = 32 * 1024 * 1024


def load_picture(path: Path) -> Picture | None:
    """Return the picture in `path` as BGR, None where it is none, only half written, or past 32 MiB; raises OSError."""
    if path.stat().st_size > _LARGEST_FILE:
        return None
    data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    if not data.size:
        return None
    try:
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else as_picture(picture)


def to_gray(frame: Picture) -> Picture:
    """Return `frame` in one channel."""
    return frame if frame.ndim == 2 else as_picture(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))


def fitted(gray: Picture, longest: int = _LONGEST_SIDE) -> Picture:
    """Return `gray` with no side longer than `longest` pixels."""
    scale = longest / max(gray.shape)
    if scale >= 1:
        return gray
    return as_picture(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def as_picture(array: object) -> Picture:
    """Return an array of OpenCV's or NumPy's as a picture, cut to bytes."""
    return np.asarray(array, dtype=np.uint8)


def _plain(gray: Picture) -> Picture:
    return gray


def _blur(gray: Picture) -> Picture:
    return as_picture(cv2.GaussianBlur(gray, (0, 0), 1.0))


def _along_lines(gray: Picture) -> Picture:
    return as_picture(cv2.blur(gray, (1, 9)))


def _along_columns(gray: Picture) -> Picture:
    return as_picture(cv2.blur(gray, (9, 1)))


def _twice(gray: Picture) -> Picture:
    return as_picture(cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def _steep(gray: Picture) -> Picture:
    large = _twice(gray)
    return as_picture(cv2.addWeighted(large, 3, cv2.GaussianBlur(large, (0, 0), 3), -2, 0))


def _even(gray: Picture) -> Picture:
    """Take out what light does: each pixel against its surroundings' mean, in their spread."""
    reach = max(gray.shape) // 8 | 1
    rest = gray.astype(np.float32) - cv2.blur(gray, (reach, reach)).astype(np.float32)
    spread = np.sqrt(np.maximum(cv2.blur(rest * rest, (reach, reach)), 0)) + 4
    return as_picture(np.clip(128 + 64 * rest / spread, 0, 255))


WAYS: tuple[Callable[[Picture], Picture], ...] = (_plain, _blur, _twice, _even, _along_lines, _along_columns, _steep)
"""The cascade: blur for noise, doubling for small modules, light evened, boxes along bars, edges steepened."""
