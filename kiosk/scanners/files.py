"""`lobby scan FILE...`: the kiosk's own decoder over picture files, a JSON line for each."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

from kiosk.scanners.decoder import read_picture
from kiosk.scanners.pictures import load_picture

_NO_PICTURE = "không phải ảnh, ảnh hỏng, hoặc lớn hơn 32 MiB hay 64 triệu điểm ảnh"
_REASONS = {
    errno.ENOENT: "không có tệp này",
    errno.EISDIR: "đây là thư mục, không phải tệp ảnh",
    errno.EACCES: "không có quyền đọc tệp này",
    errno.EINVAL: "không phải tệp ảnh",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Print a JSON line for each picture; returns 1 where one could not be opened, after reading all others."""
    parser = argparse.ArgumentParser(
        prog="lobby scan",
        description="Đọc mã vạch (Code 128) và mã QR trong ảnh bằng chính bộ giải mã của máy tra cứu. "
        "Mỗi ảnh một dòng JSON: tệp, các mã đọc được nguyên văn, số mili giây giải mã (không kể lúc mở tệp).",
        epilog="Tệp không đọc được vẫn có một dòng, thêm mục error. Mã thoát: 0 khi mọi tệp đều là ảnh đọc được "
        "(có mã hay không), 1 khi có tệp không mở được, 2 khi gọi sai. Ví dụ: lobby scan bien-nhan.jpg anh/*.png",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="tệp ảnh (PNG, JPEG, WebP, BMP…)")
    chosen = parser.parse_args(argv)
    cv2.setNumThreads(1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        failed = [file for file in chosen.files if not _scan(file)]
    except BrokenPipeError:  # whoever read the lines has gone; what Python still holds for them goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 1 if failed else 0


def _scan(file: str) -> bool:
    name = os.fsencode(file).decode("utf-8", errors="replace")
    try:
        line = {"file": name, **_decoded(Path(file))}
    except (OSError, ValueError, cv2.error) as fault:
        reason = _reason(fault)
        print(f"lobby scan: {name}: {reason}", file=sys.stderr, flush=True)  # noqa: T201
        line = {"file": name, "codes": [], "ms": 0.0, "error": reason}
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201
    return "error" not in line


def _decoded(path: Path) -> dict[str, Any]:
    picture = load_picture(path)
    if picture is None:
        raise ValueError(_NO_PICTURE)
    begun = time.perf_counter()
    found = read_picture(picture)
    spent_ms = (time.perf_counter() - begun) * 1000
    codes = [{"text": code.text, "symbology": code.symbology} for code in found]
    return {"codes": codes, "ms": round(spent_ms, 2)}


def _reason(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return _REASONS.get(fault.errno or 0, "không đọc được tệp này")
    return _NO_PICTURE
