"""The QR code that takes a procedure home: our own decoder reads it from the screen at every size."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from kiosk.screens.box import Box
from kiosk.screens.pieces import Panel
from kiosk.screens.procedures.qr import QUIET, draw_qr
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens

ADDRESS = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019dc4fb-e9a3-7054-9ac2-13ec7c0fca4c"
SIZES = [(1920, 1080), (1280, 800), (800, 480), (1080, 1920), (800, 1280)]


def painted(sheet: Sheet) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the sheet's panels in grey."""
    picture = np.full((sheet.theme.height, sheet.theme.width), 251, dtype=np.uint8)
    for piece in sheet.pieces:
        assert isinstance(piece, Panel)
        box = piece.box
        assert all(side == round(side) for side in (box.x, box.y, box.w, box.h)), "modules stand on whole pixels"
        grey = int(255 * sum(tokens().rgba(piece.fill)[:3]) / 3)
        picture[int(box.y) : int(box.y + box.h), int(box.x) : int(box.x + box.w)] = grey
    return picture


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("share", [0.25, 0.5])
def test_it_is_read_back(size: tuple[int, int], share: float) -> None:
    sheet = Sheet(Theme(tokens(), *size))
    side = min(size) * share
    draw_qr(ADDRESS, sheet, Box(size[0] * 0.3, size[1] * 0.4, side, side))
    (found,) = zxingcpp.read_barcodes(painted(sheet))
    assert found.text == ADDRESS


def test_it_keeps_its_quiet_zone() -> None:
    sheet = Sheet(Theme(tokens(), 800, 480))
    draw_qr(ADDRESS, sheet, Box(100, 100, 300, 300))
    ground, *modules = [piece for piece in sheet.pieces if isinstance(piece, Panel)]
    module = min(piece.box.h for piece in modules)
    assert min(piece.box.x for piece in modules) - ground.box.x == QUIET * module
    assert min(piece.box.y for piece in modules) - ground.box.y == QUIET * module
