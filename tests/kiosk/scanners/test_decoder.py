"""Receipts as a camera sees them are read, and what is read is what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.scanners import zbar, zxing
from kiosk.scanners.decoder import ROUND, Decoder, Tally, read_picture
from kiosk.scanners.pictures import load_picture, to_gray
from kiosk.scanners.zxing import Found

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
    assert zbar.read(to_gray(receipts.qr(name))) == [Found(name, "qr")]


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_camera_may_give_grey_or_see_through_frames(receipts: Any, channels: int) -> None:
    grey = to_gray(receipts.qr(CODE))
    assert read(np.repeat(grey[:, :, None], channels, axis=2)) == {CODE}


def test_nothing_is_read_where_no_code_is(receipts: Any) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    for frame in (receipts.blank(), noise, np.zeros((720, 1280), dtype=np.uint8)):
        assert read(frame) == set()


def test_bars_seen_in_prepared_frames_alone_count_when_no_other_text_is_as_often_read() -> None:
    tally = Tally()
    tally.hear("H29.16-261122-0007", 0)
    tally.hear("H29.16-261122-0007", 0)
    assert not tally.sure("H29.16-261122-0007"), "two reads of one picture are one"
    tally.hear(CODE, 1)
    tally.hear(CODE, 2)
    assert not tally.sure(CODE), "another text was read as well"
    tally.hear(CODE, 3)
    assert tally.sure(CODE)
    tally.hear("H29.16-261122-0007", 3 + ROUND)
    tally.hear("H29.16-261122-0007", 4 + ROUND)
    assert tally.sure("H29.16-261122-0007"), "what is older than a round is forgotten"


def test_a_frame_costs_one_look_of_pyzbar_and_one_without_code_none(
    receipts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(zbar, "read", lambda gray: sizes.append(gray.size) or [])
    decoder, hard = Decoder(), receipts.blurred(receipts.code128(CODE), 9)
    for count in range(1, ROUND + 1):
        decoder.read(hard)
        assert len(sizes) <= count
    assert max(sizes, default=0) < 2560 * 1440, "never the whole frame doubled"
    sizes.clear()
    for _ in range(ROUND):
        decoder.read(receipts.blank())
    assert sizes == []


@pytest.mark.parametrize("degrees", [10, 45, 80, 135, 200])
def test_bars_are_read_however_the_receipt_is_turned(receipts: Any, degrees: int) -> None:
    assert read(receipts.turned(receipts.code128(CODE, module=2), degrees)) == {CODE}


@pytest.mark.parametrize("kind", ["code128", "qr"])
def test_the_outline_lies_around_the_code(receipts: Any, kind: str) -> None:
    frame = getattr(receipts, kind)(CODE)
    (found,) = read_picture(frame)
    dark = np.argwhere(frame[330:390, :, 0] < 40)
    across = [x for x, _ in found.outline]
    assert len(found.outline) == 4
    assert abs(min(across) - dark[:, 1].min()) < 40 and abs(max(across) - dark[:, 1].max()) < 40


def test_a_poorer_read_of_the_same_bars_is_left_out(receipts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = to_gray(receipts.code128(CODE))
    frame[350:372] = np.roll(to_gray(receipts.code128("H29.16-261122-0007"))[350:372], 0, axis=1)
    assert [code.text for code in zxing.read(frame)] == [CODE]


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


@pytest.mark.parametrize("kind", ["qr", "code128"])
def test_a_code_from_a_worn_print_head_is_read(receipts: Any, kind: str) -> None:
    frame = getattr(receipts, kind)("H29.16-261122-0001", 5 if kind == "qr" else 4)
    chance = np.random.default_rng(7)
    worn = frame.copy()
    worn[chance.random(frame.shape[:2]) < 0.12] = 250  # dots that did not print
    worn[:, chance.random(frame.shape[1]) < 0.02] = 250  # dots of the head that are dead
    worn = np.clip(worn.astype(float) + chance.normal(0, 3, worn.shape), 0, 255).astype(np.uint8)
    assert {code.text for code in read_picture(worn)} == {"H29.16-261122-0001"}


def test_a_worn_square_is_read_within_a_moment_of_live_frames(receipts: Any) -> None:
    frame, chance, decoder = receipts.qr("H29.16-261122-0001", 5), np.random.default_rng(7), Decoder()
    worn = frame.copy()
    worn[chance.random(frame.shape[:2]) < 0.25] = 250
    worn[:, chance.random(frame.shape[1]) < 0.03] = 250
    found = [code.text for _ in range(5) for code in decoder.read(worn)]
    assert "H29.16-261122-0001" in found
