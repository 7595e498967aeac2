"""Pictures as the decoder takes them: loading, graying, fitting, and the ways in which they are prepared."""

from __future__ import annotations

import errno
import io
import stat
import warnings
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]

_LONGEST_SIDE = 2560
_LARGEST_FILE = 32 * 1024 * 1024
_MOST_PIXELS = 64_000_000
_DOT = np.ones((3, 3), np.uint8)


def load_picture(path: Path) -> Picture | None:
    """Return the picture in `path` as BGR, None where it is none, only half written, or past 32 MiB or 64 million
    pixels; raises OSError, EINVAL where it is a pipe or a device."""
    about = path.stat()
    if about.st_size > _LARGEST_FILE:
        return None
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EISDIR if stat.S_ISDIR(about.st_mode) else errno.EINVAL, "no file", str(path))
    content = path.read_bytes()
    if not 0 < _pixels(content) <= _MOST_PIXELS:
        return None
    data = np.frombuffer(content, dtype=np.uint8)
    try:
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if picture is None else as_picture(picture)


def _pixels(content: bytes) -> int:
    """Return how many pixels a picture's head tells of, 0 where it is none: some bytes can unfold to gigabytes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                return picture.width * picture.height
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 0


def to_gray(frame: Picture) -> Picture:
    """Return `frame` in one channel; grey cameras give one already, some with a third axis."""
    if frame.ndim == 2 or frame.shape[2] == 1:
        return frame.reshape(frame.shape[:2])
    return as_picture(cv2.cvtColor(frame, cv2.COLOR_BGRA2GRAY if frame.shape[2] == 4 else cv2.COLOR_BGR2GRAY))


def fitted(gray: Picture, longest: int = _LONGEST_SIDE) -> Picture:
    """Return `gray` with no side longer than `longest` pixels."""
    scale = longest / max(gray.shape)
    if scale >= 1:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    return as_picture(cv2.resize(gray, size, interpolation=cv2.INTER_AREA))


def as_picture(array: object) -> Picture:
    """Return an array of OpenCV's or NumPy's as a picture, cut to bytes."""
    return np.asarray(array, dtype=np.uint8)


def _plain(gray: Picture) -> Picture:
    return gray


def _blur(gray: Picture) -> Picture:
    return as_picture(cv2.GaussianBlur(gray, (0, 0), 1.0))


def _mended(gray: Picture) -> Picture:
    """Close what a worn print head leaves out: light dots and lines up to two pixels wide."""
    return as_picture(cv2.GaussianBlur(cv2.morphologyEx(gray, cv2.MORPH_OPEN, _DOT), (0, 0), 1.0))


def coarse(gray: Picture) -> Picture:
    """Return `gray` mended, at half the size: for squares that are worn, blurred or noisy, wherever they are."""
    mended = cv2.morphologyEx(gray, cv2.MORPH_OPEN, _DOT)
    return as_picture(cv2.resize(mended, (gray.shape[1] // 2, gray.shape[0] // 2), interpolation=cv2.INTER_AREA))


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


WAYS: tuple[Callable[[Picture], Picture], ...] = (
    _plain,
    _blur,
    _mended,
    _twice,
    _even,
    _along_lines,
    _along_columns,
    _steep,
)
"""The cascade: blur for noise, mending for worn print, doubling for small modules, light evened, boxes along bars,
edges steepened."""
