"""`lobby scan`: what the kiosk would read in pictures, one line each, whatever else is among the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import pytest

from kiosk.scanners.files import main
from lobby.cli import main as lobby

CODE = "H29.16-261122-0001"


def save(frame: Any, place: Path) -> str:
    place.write_bytes(cv2.imencode(place.suffix, frame)[1].tobytes())
    return str(place)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_picture_is_a_line_with_its_codes(
    receipts: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bars = save(receipts.code128(CODE), tmp_path / "biên nhận.jpg")
    square = save(receipts.qr("Nguyễn Thị Hường\n "), tmp_path / "qr.png")
    blank = save(receipts.blank(), tmp_path / "blank.png")
    assert lobby(["scan", bars, square, blank]) == 0
    read = lines(capsys)
    assert [line["file"] for line in read] == [bars, square, blank]
    assert [line["codes"] for line in read] == [
        [{"text": CODE, "symbology": "code128"}],
        [{"text": "Nguyễn Thị Hường\n ", "symbology": "qr"}],
        [],
    ]
    assert all(line["ms"] > 0 for line in read)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    receipts: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = save(receipts.qr(CODE), tmp_path / "good.png")
    torn = tmp_path / "torn.png"
    torn.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    missing = str(tmp_path / "missing.png")
    assert main([missing, str(torn), str(tmp_path), good]) == 1
    out, told = capsys.readouterr()
    read = [json.loads(line) for line in out.splitlines()]
    assert [len(line["codes"]) for line in read] == [0, 0, 0, 1]
    assert [line.get("error") for line in read] == [
        "không có tệp này",
        "không phải ảnh, ảnh hỏng, hoặc lớn hơn 32 MiB",
        "đây là thư mục, không phải tệp ảnh",
        None,
    ]
    assert f"lobby scan: {missing}: không có tệp này" in told


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "Ví dụ: lobby scan" in capsys.readouterr().out
