"""Receipts held to a running kiosk's scanners: what each citizen sees, and that nothing of it stays for the next."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, Reply, accept
from lobby.contract.requests import DossierFind, Request

pytestmark = pytest.mark.journey

FIRST, SECOND = "H15.12-250702-0345", "H15.12-250701-0777"
OWN = {
    FIRST: {"procedure": "Đăng ký khai sinh", "field": "Hộ tịch", "agency": "UBND xã A", "due_at": None},
    SECOND: {
        "procedure": "Chứng thực chữ ký",
        "field": "Chứng thực",
        "agency": "UBND phường B",
        "status": 9,
        "status_text": "Đã xử lý xong",
    },
}


@dataclass
class Desk:
    """What a citizen can hold a receipt to: a scanner on a serial line, and the camera."""

    folder: Path
    wire: int = -1
    port: str = ""
    ends: list[int] = field(default_factory=list)

    def plug(self) -> None:
        self.wire, other = os.openpty()
        self.ends, self.port = [self.wire, other], os.ttyname(other)

    def settings(self, more: str = "") -> str:
        camera = f'[scanners.camera]\nsource = "file"\npath = "{self.folder / "camera.png"}"\n'
        return f'{more}\n{camera}[[scanners.serial]]\nport = "{self.port}"'

    def scan(self, way: str, code: str) -> None:
        if way == "serial":
            os.write(self.wire, f"{code}\r".encode())
        else:
            self._hold(code)

    def _hold(self, code: str) -> None:
        symbol = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
        bars = np.repeat(
            np.repeat(np.array(symbol.to_image(scale=1, add_quiet_zones=True))[:1], 3, axis=1), 160, axis=0
        )
        frame = np.full((720, 1280), 250, dtype=np.uint8)
        left = (1280 - bars.shape[1]) // 2
        frame[280:440, left : left + bars.shape[1]] = bars
        draft = self.folder / "draft.png"
        cv2.imwrite(str(draft), frame)
        draft.replace(self.folder / "camera.png")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.plug()
    yield desk
    for end in desk.ends:
        os.close(end)


@pytest.fixture
def bridge(hub: Any) -> Any:
    def find(asked: Request) -> Reply:
        assert isinstance(asked, DossierFind)
        dossier = {**DOSSIER_EXAMPLE, **OWN[asked.code], "code": asked.code}
        found = {"dossier": dossier, "as_of": datetime.now(OFFICE_ZONE), "fresh": True}
        return accept(asked.id, Found.model_validate(found))

    hub.answers["dossier/find"] = find
    return hub


def shows(code: str) -> Callable[[dict[str, Any]], bool]:
    return lambda seen: seen["page"] == "result" and code in seen["texts"]


def left_of(code: str, seen: dict[str, Any]) -> list[str]:
    """Return what of a dossier is still in a screen's JSON."""
    whole = json.dumps(seen, ensure_ascii=False)
    return [own for own in (code, *(text for text in OWN[code].values() if isinstance(text, str))) if own in whole]


@pytest.mark.parametrize(("first", "second"), [("serial", "camera"), ("camera", "serial"), ("camera", "camera")])
def test_a_second_receipt_takes_the_place_of_the_first_at_once(
    bridge: Any, screen: Callable[..., Any], desk: Desk, tmp_path: Path, first: str, second: str
) -> None:
    window = screen("kiosk", "kiosk-1", desk.settings())
    window.page("welcome")
    log = tmp_path / "kiosk-1.log"
    window.wait_until(lambda: f"scanner at {desk.port} opened" in log.read_text(), "the scanners are ready")
    desk.scan(first, FIRST)
    seen = window.until(shows(FIRST), "the first dossier")
    assert {"Đăng ký khai sinh", "Quý khách chưa phải làm gì thêm. Vui lòng chờ đến ngày hẹn trả kết quả."} <= set(
        seen["texts"]
    )
    desk.scan(second, SECOND)
    seen = window.until(shows(SECOND), "the second dossier")
    assert {"Chứng thực chữ ký", "Mời Quý khách mang giấy biên nhận đến quầy Trả kết quả."} <= set(seen["texts"])
    assert left_of(FIRST, seen) == []
    assert [asked.code for asked in bridge.of("dossier/find")] == [FIRST, SECOND]


def test_a_result_left_alone_warns_and_then_nothing_of_it_is_left(
    bridge: Any, screen: Callable[..., Any], desk: Desk
) -> None:
    window = screen("kiosk", "kiosk-1", desk.settings("forget_after_s = 8\nwarn_before_s = 7"))
    window.page("welcome")
    desk.scan("camera", FIRST)
    window.until(shows(FIRST), "the dossier")
    seen = window.until(lambda seen: any("sẽ đóng sau" in text for text in seen["texts"]), "the warning")
    assert "more-time" in {target["name"] for target in seen["targets"]}
    seen = window.page("welcome")
    assert left_of(FIRST, seen) == []
    assert len(bridge.of("dossier/find")) == 1, "a receipt that stays before the camera is read once"


def test_a_window_is_found_by_its_devices_name(
    display: str, screen: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # what services run in, and what Debian's Xlib does not know
    screen("kiosk", "kiosk-1", "")
    command = ["xdotool", "search", "--name", "^kiosk-1$"]
    found = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "DISPLAY": display})
    assert found.stdout.split(), "window managers and tools read the title"
