"""Draws the receipt a citizen holds before the camera: office, code, and the code as Code 128 or QR."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from demo.site import OFFICE, PLACE
from lobby.look.tokens import tokens

_FRAME = (1280, 720)
_PAPER = (1040, 600)
_TABLE = (70, 62, 54)
_WHITE = (246, 244, 238)
_INK = (30, 30, 34)


def receipt(code: str, symbology: str = "Code128", text: str | None = None) -> Image.Image:
    """Return what the camera sees of a receipt: 1280×720 RGB, the paper a little crooked on a dark table.

    `symbology` is `Code128` or `QRCode`; `text` is what the symbol holds where it is not the plain code.
    """
    paper = Image.new("RGB", _PAPER, _WHITE)
    draw = ImageDraw.Draw(paper)
    _write(draw, 28, "bold", 26, OFFICE.upper())
    _write(draw, 66, "regular", 22, PLACE)
    _write(draw, 120, "bold", 30, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    symbol = _symbol(text or code, symbology)
    paper.paste(symbol, ((_PAPER[0] - symbol.width) // 2, 190))
    _write(draw, 200 + symbol.height, "semibold", 34, code)
    return _before_camera(paper)


def hold(picture: Image.Image, camera: Path) -> None:
    """Put `picture` before the camera at once, never half of it."""
    draft = camera.with_name(f".{camera.name}.new")
    picture.save(draft, "PNG")
    draft.replace(camera)


def empty_view() -> Image.Image:
    """Return what the camera sees when nobody holds anything: the table."""
    return Image.new("RGB", _FRAME, _TABLE)


def _symbol(text: str, symbology: str) -> Image.Image:
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, symbology))
    scale = 9 if symbology == "QRCode" else 3
    picture = Image.fromarray(made.to_image(scale=scale)).convert("RGB")
    if symbology == "QRCode":
        return picture
    return picture.resize((picture.width, 170), Image.Resampling.NEAREST)


def _before_camera(paper: Image.Image) -> Image.Image:
    frame = empty_view()
    turned = paper.rotate(2.5, expand=True, fillcolor=_TABLE, resample=Image.Resampling.BICUBIC)
    frame.paste(turned, ((_FRAME[0] - turned.width) // 2, (_FRAME[1] - turned.height) // 2))
    return frame


def _write(draw: ImageDraw.ImageDraw, top: int, weight: str, size: int, text: str) -> None:
    font = ImageFont.truetype(str(tokens().font(weight)), size)
    draw.text((_PAPER[0] / 2, top), text, fill=_INK, font=font, anchor="ma")
