"""The camera's view on a real window: seen by who stands there, an outline after a read, and in no picture kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageGrab

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, Reply, accept
from lobby.contract.requests import DossierFind, Request

pytestmark = pytest.mark.journey

CODE = "H15.12-250702-0345"
MAGENTA = (255, 0, 255)
"""A colour that no page has."""


@pytest.fixture
def bridge(hub: Any) -> Any:
    def find(asked: Request) -> Reply:
        assert isinstance(asked, DossierFind)
        found = {"dossier": {**DOSSIER_EXAMPLE, "code": asked.code}, "as_of": datetime.now(OFFICE_ZONE), "fresh": True}
        return accept(asked.id, Found.model_validate(found))

    hub.answers["dossier/find"] = find
    return hub


def hold(folder: Path, code: str | None) -> None:
    """Hold a magenta sheet before the camera, with a code or without."""
    frame = np.full((720, 1280, 3), 40, dtype=np.uint8)
    frame[60:660, 100:1180] = MAGENTA
    if code is not None:
        symbol = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
        bars = np.array(symbol.to_image(scale=1, add_quiet_zones=True))[:1]
        bars = np.repeat(np.repeat(bars, 3, axis=1), 200, axis=0)
        left = (1280 - bars.shape[1]) // 2
        frame[260:460, left : left + bars.shape[1]] = bars[:, :, None]
    cv2.imwrite(str(folder / "draft.png"), frame)
    (folder / "draft.png").replace(folder / "camera.png")


def settings(folder: Path, more: str = "") -> str:
    return f'{more}\n[scanners.camera]\nsource = "file"\npath = "{folder / "camera.png"}"\n'


def magenta(picture: Image.Image) -> int:
    """Return how many pixels of a picture are the sheet's."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    return int(np.sum(np.abs(pixels - np.array(MAGENTA)).max(axis=2) < 24))


def on_screen(window: Any) -> int:
    return magenta(ImageGrab.grab(xdisplay=window.display))


def kept(window: Any) -> int:
    """Take a picture as a keeper does; return how much of the sheet is in it."""
    with Image.open(window.picture()) as picture:
        return magenta(picture)


def test_who_stands_there_sees_the_paper_and_no_picture_of_the_window_has_it(
    hub: Any, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    hold(tmp_path, None)
    window = screen("kiosk", "kiosk-1", settings(tmp_path))
    window.page("welcome")
    wait_until(lambda: on_screen(window) > 10_000, "the view is on the screen", 30)
    assert kept(window) == 0
    wait_until(lambda: on_screen(window) > 10_000, "the view is there again", 30)
    (tmp_path / "camera.png").unlink()
    wait_until(lambda: on_screen(window) == 0, "nothing of the paper stays when it is taken away", 30)


def test_a_tv_that_the_room_reads_shows_no_paper(
    bridge: Any, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    window = screen("kiosk", "kiosk-1", settings(tmp_path, 'mode = "show"'))
    window.page("show-welcome")
    hold(tmp_path, CODE)
    most = 0

    def answered() -> bool:
        nonlocal most
        most = max(most, on_screen(window))
        return bool(bridge.of("dossier/find")) and window.look()["page"] == "show-answer"

    wait_until(answered, "the answer")
    assert max(most, on_screen(window)) == 0


def test_a_receipt_wakes_the_idle_kiosk_and_is_shown_with_its_outline_for_a_moment(
    bridge: Any, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    window = screen("kiosk", "kiosk-1", settings(tmp_path, "attract_after_s = 1"))
    window.page("idle")
    assert on_screen(window) == 0
    hold(tmp_path, CODE)
    wait_until(lambda: on_screen(window) > 1_000, "the receipt is shown in the head")
    assert kept(window) == 0
    seen = window.page("result")
    assert CODE in seen["texts"]
    wait_until(lambda: on_screen(window) == 0, "and goes after its moment")
    assert window.look()["page"] == "result"
