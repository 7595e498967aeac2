"""What is no receipt, held to each kind of scanner: a kind sentence, nothing asked or kept, and the next is served."""

from __future__ import annotations

import logging
import os
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.presenters.effects import Ask
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import Problem
from kiosk.scanners.hid_twin import encode_keys

RECEIPT = "H29.16-261122-0001"
CARD = "079203001234|012345678|Nguyễn Thị Hường|01011990|Nữ|Số 1 Tô Hiệu, Sơn La|22112021"
ODD = {
    "goods": ("8935049501503", "không đúng dạng mã hồ sơ"),
    "a citizen's card": (CARD, "thẻ căn cước"),
    "another site": ("https://tra-cuu.example/?MHS=H29.16-261122-0002", "trang khác"),
    "a site that looks like ours": ("http://dichvucong.gov.vn.example/?MHS=H29.16-261122-0003", "trang khác"),
    "a command": ("$(reboot); rm -rf ~ #' OR 1=1 --", "không đúng dạng mã hồ sơ"),
    "control characters": ("H29.16\x1b[2J\x07\x00-261122-0004", "chưa rõ"),
    "4 KB": ("9071" * 1024, "không phải mã hồ sơ"),
}
KEYS_CANNOT = {"control characters", "a citizen's card"}


class Citizen:
    """Stands before a kiosk with one scanner of each kind, and reads its page."""

    def __init__(self, kiosk: Any, presenter: LookupPresenter, ways: dict[str, Callable[[str], None]]) -> None:
        self._kiosk = kiosk
        self._presenter = presenter
        self._ways = ways
        self.asked: list[Any] = []

    def holds(self, way: str, text: str) -> Any:
        """Hold a code to a scanner; return the page that follows."""
        self._ways[way](text)
        self._kiosk.until(lambda: self._kiosk.scans, f"the {way} reads")
        self.asked = [effect for scan in self._kiosk.scans for effect in self._presenter.scanned(scan.text, 10.0)]
        self._kiosk.scans.clear()
        return self._presenter.view(10.0)


@pytest.fixture
def presenter() -> LookupPresenter:
    ids = (f"5a1f8f9e-3a0e-4a7e-8d0c-{number:012}" for number in range(100))
    made = LookupPresenter(LookupRules(("dichvucong.gov.vn",)), {}, lambda: next(ids))
    made.reached(Reached(linked=True, hub=True, bridge=True), 0)
    return made


@pytest.fixture
def citizen(
    kiosk: Any, presenter: LookupPresenter, receipts: Any, hold: Callable[[Any], Path], tmp_path: Path
) -> Iterator[Citizen]:
    wire, far = os.openpty()
    tty.setraw(far)
    pipe, place = tmp_path / "keys", hold(None)
    kiosk.start(
        hid=[{"pipe": str(pipe)}],
        serial=[{"port": os.ttyname(far)}],
        camera={"source": "file", "path": str(place), "fps": 30},
    )
    kiosk.until(pipe.exists, "the FIFO is made")
    os.set_blocking(wire, False)

    def heard() -> bool:
        os.write(wire, b"?\r")
        return "?" in kiosk.texts

    kiosk.until(heard, "the serial scanner is heard")
    kiosk.scans.clear()

    def typed(text: str) -> None:
        with pipe.open("wb") as keys:
            keys.write(encode_keys(text))

    def seen(text: str) -> None:
        hold(receipts.qr(text, 3))

    yield Citizen(kiosk, presenter, {"hid": typed, "serial": lambda t: sent(wire, t, kiosk), "camera": seen})
    os.close(wire)
    os.close(far)


def sent(wire: int, text: str, kiosk: Any) -> None:
    data = text.encode() + b"\r"
    for start in range(0, len(data), 512):
        os.write(wire, data[start : start + 512])
        kiosk.until(lambda: True, "the kiosk reads on")


def _ways() -> list[tuple[str, str]]:
    every = [(way, name) for way in ("hid", "serial", "camera") for name in ODD]
    return [(way, name) for way, name in every if way != "hid" or name not in KEYS_CANNOT]


@pytest.mark.parametrize(("way", "name"), _ways())
def test_what_is_no_receipt_is_refused_kindly_and_nothing_of_it_stays(
    citizen: Citizen, way: str, name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text, sentence = ODD[name]
    caplog.set_level(logging.DEBUG)
    page = citizen.holds(way, text)
    assert isinstance(page, Problem) and sentence in page.detail
    assert citizen.asked == [], "nobody is asked about it"
    pieces = [piece for piece in (text[:12], "Hường", "tra-cuu.example", "reboot") if piece in text]
    assert [piece for piece in pieces if piece in repr(page) + caplog.text] == []
    assert {file.name for file in tmp_path.iterdir()} <= {"keys", "camera.png"}
    page = citizen.holds(way, RECEIPT)
    assert page.page == "looking"
    (effect,) = citizen.asked
    assert isinstance(effect, Ask)


def test_a_card_typed_by_a_keyboard_scanner_is_known_without_its_vietnamese_letters(citizen: Citizen) -> None:
    page = citizen.holds("hid", "079203001234|012345678|Nguyen Thi Huong|01011990|Nu|So 1|22112021")
    assert "thẻ căn cước" in page.detail and citizen.asked == []
