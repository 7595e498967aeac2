"""pyzbar's libzbar, with QR codes as raw bytes: its own guess reads Vietnamese UTF-8 as Chinese Big5."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_char_p, c_void_p, cast, string_at
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pyzbar import wrapper
from pyzbar.wrapper import ZBarConfig, ZBarSymbol

from kiosk.scanners.zxing import Found, Outline

_Y800 = 0x30303859  # the fourcc of 8-bit gray in zbar.h
_CFG_BINARY = 4  # ZBAR_CFG_BINARY of zbar.h since 0.23.1; pyzbar 0.1.9 does not name it
_WANTED = {ZBarSymbol.CODE128: "code128", ZBarSymbol.QRCODE: "qr"}


def read(gray: NDArray[np.uint8]) -> list[Found]:
    """Return each Code 128 and QR code that libzbar finds; empty texts and those that are no UTF-8 are left out."""
    pixels = np.ascontiguousarray(gray).tobytes()
    height, width = gray.shape
    with _scanner() as scanner, _image(pixels, width, height) as image:
        if wrapper.zbar_scan_image(scanner, image) < 0:
            raise ValueError("zbar refused the image")
        return [found for symbol in _symbols(image) if (found := _content(symbol)) is not None]


@contextmanager
def _scanner() -> Iterator[Any]:
    scanner = wrapper.zbar_image_scanner_create()
    try:
        for symbol in ZBarSymbol:
            wrapper.zbar_image_scanner_set_config(scanner, symbol, ZBarConfig.CFG_ENABLE, int(symbol in _WANTED))
        wrapper.zbar_image_scanner_set_config(scanner, ZBarSymbol.QRCODE, _CFG_BINARY, 1)
        yield scanner
    finally:
        wrapper.zbar_image_scanner_destroy(scanner)


@contextmanager
def _image(pixels: bytes, width: int, height: int) -> Iterator[Any]:
    image = wrapper.zbar_image_create()
    try:
        wrapper.zbar_image_set_format(image, _Y800)
        wrapper.zbar_image_set_size(image, width, height)
        wrapper.zbar_image_set_data(image, cast(c_char_p(pixels), c_void_p), len(pixels), None)
        yield image
    finally:
        wrapper.zbar_image_destroy(image)


def _symbols(image: Any) -> Iterator[Any]:
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        yield symbol
        symbol = wrapper.zbar_symbol_next(symbol)


def _content(symbol: Any) -> Found | None:
    name = _WANTED.get(symbol.contents.type)
    data = string_at(wrapper.zbar_symbol_get_data(symbol), wrapper.zbar_symbol_get_data_length(symbol))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Found(text, name, _outline(symbol)) if name and text else None


def _outline(symbol: Any) -> Outline:
    """Return the corners around the points that libzbar tells of: a square's corners, the ends of the lines of bars."""
    count = wrapper.zbar_symbol_get_loc_size(symbol)
    points = [
        (wrapper.zbar_symbol_get_loc_x(symbol, one), wrapper.zbar_symbol_get_loc_y(symbol, one)) for one in range(count)
    ]
    if not points:
        return ()
    return tuple((int(x), int(y)) for x, y in cv2.convexHull(np.array(points, dtype=np.int32)).reshape(-1, 2))
