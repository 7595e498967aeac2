"""`lobby scan`: what the kiosk would read in pictures, one line each, whatever else is among the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

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
        "không phải ảnh, ảnh hỏng, hoặc lớn hơn 32 MiB hay 64 triệu điểm ảnh",
        "đây là thư mục, không phải tệp ảnh",
        None,
    ]
    assert f"lobby scan: {missing}: không có tệp này" in told


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "bmp"])
def test_a_picture_that_ends_in_the_middle_is_an_error_or_what_is_left_of_it(
    receipts: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, share: float
) -> None:
    whole = Path(save(receipts.code128(CODE), tmp_path / f"whole.{kind}")).read_bytes()
    cut = tmp_path / f"cut.{kind}"
    cut.write_bytes(whole[: int(len(whole) * share)])
    code = main([str(cut)])
    (line,) = lines(capsys)
    assert (code, "error" in line) in [(1, True), (0, False)]
    assert [found["text"] for found in line["codes"]] in ([], [CODE])


@pytest.mark.parametrize("size", [(1, 1), (1, 20000), (20000, 2), (3000, 1)])
def test_a_picture_of_any_shape_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: tuple[int, int]
) -> None:
    place = save(np.zeros(size, np.uint8), tmp_path / "thin.png")
    assert main([place]) == 0
    assert [set(line) for line in lines(capsys)] == [{"file", "codes", "ms"}]


def test_a_small_file_of_a_huge_picture_is_refused_before_it_unfolds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.png"
    Image.new("1", (9000, 9000)).save(huge)
    assert huge.stat().st_size < 100_000
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("the picture was unfolded"))
    assert main([str(huge)]) == 1
    assert "64 triệu điểm ảnh" in lines(capsys)[0]["error"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    assert main([str(pipe), "/dev/zero"]) == 1
    assert [line["error"] for line in lines(capsys)] == ["không phải tệp ảnh"] * 2


def test_a_reader_that_has_seen_enough_ends_the_command_without_a_word(receipts: Any, tmp_path: Path) -> None:
    picture = save(receipts.qr(CODE), tmp_path / "qr.png")
    command = [sys.executable, "-c", "import sys; from kiosk.scanners.files import main; sys.exit(main(sys.argv[1:]))"]
    running = subprocess.Popen([*command, *[picture] * 300], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stderr is not None
    assert CODE in running.stdout.readline().decode()
    running.stdout.close()
    assert running.wait(30) == 1
    assert running.stderr.read() == b""
    running.stderr.close()


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Ví dụ: lobby scan" in told and "Mã thoát: 0" in told
