"""Receipts as a camera sees them are read, and what is read is what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.scanners import decoder as decoding
from kiosk.scanners import zbar
from kiosk.scanners.decoder import ROUND, STEPS, Decoder, Found, load_picture, read_picture, to_gray

CODE = "H29.16-261122-0001"
LONG = "000.00.16.H29-261122-0001"
URL = "https://motcua.example.gov.vn/tra-cuu?ma=000.00.16.H29-261122-0001"
NAMES = ["Bùi Bích Dũng", "Nguyễn Thị Hường", "Đặng Quốc Huy", "Phường Bến Nghé", "ễ"]


def read(frame: Any) -> set[str]:
    decoder = Decoder()
    return {code.text for _ in range(ROUND) for code in decoder.read(frame)}


@pytest.mark.parametrize("text", ["H29.16-261122-001", CODE, LONG, "000.00.16.H29-261122-00012"])
@pytest.mark.parametrize("way", ["straight", "turned 4", "upright", "upside down", "skewed", "blurred", "dim"])
def test_code_128_of_a_receipt_is_read(receipts: Any, text: str, way: str) -> None:
    frame = receipts.code128(text, module=2 if way == "upright" else 3)
    ways = {
        "straight": lambda: frame,
        "turned 4": lambda: receipts.turned(frame, 4),
        "upright": lambda: receipts.turned(frame, 90),
        "upside down": lambda: receipts.turned(frame, 180),
        "skewed": lambda: receipts.skewed(frame),
        "blurred": lambda: receipts.blurred(frame, 1.2),
        "dim": lambda: receipts.dim(frame),
    }
    assert read(ways[way]()) == {text}


@pytest.mark.parametrize("text", [CODE, URL, *NAMES])
@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 133])
def test_a_qr_code_is_read_at_any_angle(receipts: Any, text: str, degrees: int) -> None:
    assert read(receipts.turned(receipts.qr(text), degrees)) == {text}


def test_a_qr_code_is_read_blurred_dim_and_skewed(receipts: Any) -> None:
    frame = receipts.dim(receipts.blurred(receipts.skewed(receipts.qr(URL)), 1.5))
    assert read(frame) == {URL}


@pytest.mark.parametrize("name", NAMES)
def test_pyzbar_reads_vietnamese_letters_as_they_were_written(receipts: Any, name: str) -> None:
    assert zbar.read(to_gray(receipts.qr(name))) == [(name, "qr")]


def test_nothing_is_read_where_no_code_is(receipts: Any) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    for frame in (receipts.blank(), noise, np.zeros((720, 1280), dtype=np.uint8)):
        assert read(frame) == set()


def test_bars_that_pyzbar_alone_reads_count_at_the_second_equal_read(
    receipts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_zxing", lambda gray: ())
    misread = iter(["H29.16-261122-0007"])
    real = zbar.read
    monkeypatch.setattr(zbar, "read", lambda gray: [(text, "code128") for text in misread] or real(gray))
    decoder, frame = Decoder(), receipts.code128(CODE)
    reads = [decoder.read(frame) for _ in range(3)]
    assert reads[:2] == [(), ()]
    assert reads[2] == (Found(CODE, "code128"),)


def test_no_frame_costs_more_than_one_step_of_the_cascade(receipts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(zbar, "read", lambda gray: sizes.append(gray.shape[1]) or [])
    decoder = Decoder()
    for count in range(1, 2 * len(STEPS) + 1):
        decoder.read(receipts.blank())
        assert len(sizes) == count
    assert sizes == [1280, 1280, 1280, 1280, 2560] * 2


def test_a_picture_file_is_loaded_whatever_its_name(receipts: Any, tmp_path: Path) -> None:
    place = tmp_path / "biên nhận.jpg"
    place.write_bytes(cv2.imencode(".jpg", receipts.qr("Nguyễn Thị Hường"))[1].tobytes())
    picture = load_picture(place)
    assert picture is not None
    assert read_picture(picture) == (Found("Nguyễn Thị Hường", "qr"),)


def test_a_file_that_is_no_picture_is_none(tmp_path: Path) -> None:
    place = tmp_path / "x.png"
    for content in (b"", b"\x89PNG\r\n\x1a\n", b"text"):
        place.write_bytes(content)
        assert load_picture(place) is None
