"""Draws the upper half of a receipt ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả") as its printer leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import segno
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import lobby.look

Picture = NDArray[np.uint8]
DOTS_A_MM = 8
"""A thermal head's 203 dots an inch; the sheet is drawn dot by dot."""

WIDTH, HEIGHT = 148 * DOTS_A_MM, 100 * DOTS_A_MM
_MODULE = {"code128": 2, "qr": 5}
_BAR_HEIGHT = 14 * DOTS_A_MM
_FONTS = Path(lobby.look.__file__).parent / "fonts"
_LINES = (
    "Bộ phận Tiếp nhận và Trả kết quả phường Tô Hiệu",
    "Tiếp nhận hồ sơ của: ông (bà) ………………………………",
    "Nội dung yêu cầu giải quyết: Đăng ký khai sinh có yếu tố nước ngoài",
    "Thành phần hồ sơ nộp gồm: Tờ khai theo mẫu; Giấy chứng sinh; Giấy tờ chứng minh nơi cư trú",
    "Số lượng hồ sơ: 01 (bộ). Thời gian giải quyết theo quy định: 05 ngày làm việc",
    "Thời gian nhận hồ sơ: 08 giờ 15 phút. Thời gian trả kết quả: 16 giờ 30 phút",
    "Đăng ký nhận kết quả tại: Quầy số 7, Trung tâm Phục vụ hành chính công",
)


@dataclass(frozen=True)
class Sheet:
    """A printed sheet (gray, 8 dots a millimetre), what its code says, and where it lies: left, top, right, bottom."""

    picture: Picture
    text: str
    kind: str
    place: tuple[int, int, int, int]


def draw(random: Random, kind: str) -> Sheet:
    """Return a receipt with one code of `kind`: `code128` of 17 to 26 characters, or `qr`."""
    text = _text(random, kind)
    code = _bars(text) if kind == "code128" else _square(text)
    high, wide = code.shape
    left, top = (WIDTH - wide) // 2, 26 * DOTS_A_MM
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    _write(ImageDraw.Draw(page), text, top + high)
    picture = np.array(page, dtype=np.uint8)
    picture[top : top + high, left : left + wide] = np.minimum(picture[top : top + high, left : left + wide], code)
    return Sheet(picture, text, kind, (left, top, left + wide, top + high))


def without_code(sheet: Sheet) -> Sheet:
    """Return `sheet` with its code wiped away, and as its place the lines of text."""
    left, top, right, bottom = sheet.place
    wiped = sheet.picture.copy()
    wiped[top:bottom, left:right] = 255
    return Sheet(wiped, "", sheet.kind, (200, bottom + 20, WIDTH - 200, bottom + 220))


def _text(random: Random, kind: str) -> str:
    day, number = f"26{random.randint(1, 12):02}{random.randint(1, 28):02}", random.randint(1, 9999)
    agency = f"H{random.randint(10, 63)}"
    code = random.choice(
        (
            f"{agency}.{random.randint(1, 99)}-{day}-{number:04}",
            f"000.00.{random.randint(1, 99):02}.{agency}-{day}-{number:04}",
            f"000.{random.randint(1, 99):02}.{random.randint(1, 99):02}.{agency}-{day}-{number:05}",
        )
    )
    code = code.ljust(17, "0")
    if kind == "qr" and random.random() < 0.5:
        return f"https://dichvucong.gov.vn/tra-cuu?MaHoSo={code}"
    return code


def _bars(text: str) -> Picture:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    row = np.array(made.to_image(scale=1, add_quiet_zones=True), dtype=np.uint8)[:1]
    return np.repeat(np.repeat(row, _MODULE["code128"], axis=1), _BAR_HEIGHT, axis=0)


def _square(text: str) -> Picture:
    rows = np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix], dtype=np.uint8)
    modules = np.pad(np.where(rows > 0, 0, 255).astype(np.uint8), 4, constant_values=255)
    return np.kron(modules, np.ones((_MODULE["qr"], _MODULE["qr"]), dtype=np.uint8))


def _write(pen: ImageDraw.ImageDraw, text: str, below: int) -> None:
    bold, plain = _font("Bold", 40), _font("Regular", 27)
    pen.text((WIDTH // 2, 60), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=plain, fill=0, anchor="mm")
    pen.text((WIDTH // 2, 130), "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", font=bold, fill=0, anchor="mm")
    pen.text((WIDTH // 2, below + 20), f"Mã hồ sơ: {text.rpartition('=')[2]}", font=plain, fill=0, anchor="mm")
    for place, line in enumerate(_LINES):
        pen.text((50, below + 60 + 42 * place), line, font=plain, fill=0)


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"BeVietnamPro-{weight}.ttf"), size)
