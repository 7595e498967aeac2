"""zxing-cpp for the two codes that receipts carry; where it found them, too."""

from __future__ import annotations

from dataclasses import dataclass, field

import zxingcpp

from kiosk.scanners.pictures import Picture

Outline = tuple[tuple[int, int], ...]
"""Corner points (x, y) in pixels of the frame, in order around the code."""

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])
_BARS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
_SQUARES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_SLIVER = 80
_NAMES = {zxingcpp.BarcodeFormat.Code128: "code128"}


@dataclass(frozen=True)
class Found:
    """A code in a frame: its text, `code128` or `qr`, and where it is; two finds of one text are equal."""

    text: str
    symbology: str
    outline: Outline = field(default=(), compare=False)


def read(gray: Picture) -> tuple[Found, ...]:
    """Return the codes in `gray`, each once, the largest first."""
    codes = zxingcpp.read_barcodes(gray, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    found = [Found(code.text, _NAMES.get(code.format, "qr"), _outline(code.position)) for code in codes if code.text]
    found = sorted((one for one in found if not _sliver(one)), key=lambda one: -_size(one.outline))
    return tuple(dict.fromkeys(one for at, one in enumerate(found) if not _within(one, found[:at])))


def read_squares(gray: Picture) -> tuple[Found, ...]:
    """Return the QR codes in `gray`, each once."""
    codes = zxingcpp.read_barcodes(gray, formats=_SQUARES, text_mode=zxingcpp.TextMode.Plain)
    return tuple(dict.fromkeys(Found(code.text, "qr", _outline(code.position)) for code in codes if code.text))


def read_band(band: Picture) -> str | None:
    """Return the text of the bars in `band`, a strip in which they stand upright; None where none is read."""
    codes = zxingcpp.read_barcodes(
        band, formats=_BARS, text_mode=zxingcpp.TextMode.Plain, try_rotate=False, try_downscale=False, try_invert=False
    )
    return next((code.text for code in codes if code.text), None)


def _sliver(code: Found) -> bool:
    """Tell whether bars were read in a few lines only: such a read may pass its check digit by chance."""
    wide, high = _sides(code.outline)
    return code.symbology != "qr" and min(wide, high) * _SLIVER < max(wide, high)


def _within(code: Found, larger: list[Found]) -> bool:
    """Tell whether `code` is bars whose middle lies in larger bars: another, poorer read of the same."""
    x, y = (sum(axis) / len(axis) for axis in zip(*code.outline, strict=True))
    for other in larger:
        across, down = zip(*other.outline, strict=True)
        inside = min(across) <= x <= max(across) and min(down) <= y <= max(down)
        if inside and code.symbology == other.symbology == "code128":
            return True
    return False


def _outline(position: zxingcpp.Position) -> Outline:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((corner.x, corner.y) for corner in corners)


def _sides(outline: Outline) -> tuple[int, int]:
    across, down = zip(*outline, strict=True)
    return max(across) - min(across) + 1, max(down) - min(down) + 1


def _size(outline: Outline) -> int:
    wide, high = _sides(outline)
    return wide * high
