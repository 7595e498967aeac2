"""Reads Code 128 and QR codes in frames: zxing-cpp on each, then one step of a pyzbar cascade, to be done soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.scanners import zbar

Picture = NDArray[np.uint8]

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])
_NAMES = {zxingcpp.BarcodeFormat.Code128: "code128"}
_LONGEST_SIDE = 2560
_LARGEST_FILE = 32 * 1024 * 1024


def _blur(frame: Picture) -> Picture:
    return _as_picture(cv2.GaussianBlur(frame, (0, 0), 1.0))


def _along_lines(frame: Picture) -> Picture:
    return _as_picture(cv2.blur(frame, (1, 9)))


def _along_columns(frame: Picture) -> Picture:
    return _as_picture(cv2.blur(frame, (9, 1)))


def _twice(frame: Picture) -> Picture:
    return _as_picture(cv2.resize(frame, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def _plain(frame: Picture) -> Picture:
    return frame


STEPS: tuple[Callable[[Picture], Picture], ...] = (_plain, _blur, _along_lines, _along_columns, _twice)
"""The cascade before pyzbar: blur for noise, boxes along upright and lying bars, doubling for small modules."""

ROUND = 2 * len(STEPS)
"""Frames after which a still picture has been tried in every way, with the second read that Code 128 needs."""


@dataclass(frozen=True)
class Found:
    """A code in a frame: its text, and `code128` or `qr`."""

    text: str
    symbology: str


class Decoder:
    """Reads frame after frame of one camera; a code that pyzbar alone sees in bars counts at its second, equal read."""

    def __init__(self) -> None:
        self._frame = 0
        self._heard: dict[str, int] = {}

    def read(self, frame: Picture) -> tuple[Found, ...]:
        """Return the codes in `frame` (gray or BGR); usually one or none."""
        gray = to_gray(frame)
        found = _zxing(gray)
        if found:
            self._frame = 0
            self._heard.clear()
            return found
        step = STEPS[self._frame % len(STEPS)]
        self._frame += 1
        return tuple(code for code in _pyzbar(step(_fitted(gray))) if self._sure(code))

    def _sure(self, code: Found) -> bool:
        if code.symbology == "qr":
            return True
        before = self._heard.get(code.text)
        self._heard[code.text] = self._frame
        return before is not None and self._frame - before <= ROUND


def read_picture(picture: Picture) -> tuple[Found, ...]:
    """Return the codes in a picture (gray or BGR) held still until each way of reading was tried twice."""
    decoder = Decoder()
    for _ in range(ROUND):
        found = decoder.read(picture)
        if found:
            return found
    return ()


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
    return None if picture is None else _as_picture(picture)


def to_gray(frame: Picture) -> Picture:
    """Return `frame` in one channel."""
    return frame if frame.ndim == 2 else _as_picture(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))


def _zxing(gray: Picture) -> tuple[Found, ...]:
    codes = zxingcpp.read_barcodes(gray, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    return tuple(dict.fromkeys(Found(code.text, _NAMES.get(code.format, "qr")) for code in codes if code.text))


def _pyzbar(gray: Picture) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(Found(text, symbology) for text, symbology in zbar.read(gray) if text))


def _fitted(gray: Picture) -> Picture:
    scale = _LONGEST_SIDE / max(gray.shape)
    if scale >= 1:
        return gray
    return _as_picture(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _as_picture(array: object) -> Picture:
    return np.asarray(array, dtype=np.uint8)
