"""Citizens at a real lookup kiosk among the procedures: typed in Telex, read, taken home; and without any network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import pytest
import zxingcpp

pytestmark = pytest.mark.journey

CODE = "H15.12-250702-0345"
BIRTH = "1.001193"
NOBODY = 1
"""A port at which no broker answers."""


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial scanner: what is written to the first comes out of the port."""
    wire, other = os.openpty()
    yield wire, os.ttyname(other)
    os.close(wire)
    os.close(other)


def typed(seen: dict[str, Any], text: str) -> bool:
    return f"{text}|" in seen["texts"]


def hits(seen: dict[str, Any]) -> list[str]:
    return [one["text"] for one in seen["targets"] if one["name"].startswith("hit:")]


def test_a_citizen_types_in_telex_reads_the_papers_and_takes_the_page_home(
    hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    window = screen("kiosk", "kiosk-1", "forget_after_s = 200")
    window.page("welcome")
    window.touch("procedures")
    window.until(lambda seen: "Hộ tịch" in seen["texts"], "the fields")
    window.touch("search")
    window.page("procedures-search")
    window.touch(*(f"key:{key}" for key in "ddawng"), "key:space", *(f"key:{key}" for key in "kys"))
    window.touch("key:space", *(f"key:{key}" for key in "khai"))
    seen = window.until(lambda seen: typed(seen, "đăng ký khai") and hits(seen), "what was typed, and what answers")
    assert any("khai sinh" in name or "khai tử" in name for name in hits(seen))
    window.touch("key:space", *(f"key:{key}" for key in "sinh"))
    window.until(lambda seen: typed(seen, "đăng ký khai sinh"), "all of it")
    window.until(lambda seen: f"hit:{BIRTH}" in {one["name"] for one in seen["targets"]}, "the procedure")
    window.touch(f"hit:{BIRTH}")
    seen = window.until(lambda seen: "1 bản chính" in seen["texts"], "the papers with their number")
    assert seen["page"] == "procedure" and "Thủ tục đăng ký khai sinh" in seen["texts"]
    window.touch("tab:home")
    window.until(lambda seen: any("Quét mã này" in text for text in seen["texts"]), "the code to take home")
    picture = cv2.imread(str(window.picture()))
    assert picture is not None
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.startswith("https://dichvucong.gov.vn/")
    assert (tmp_path / "kiosk-1" / "catalogue.db").exists()
    for page in ("procedures-search", "procedures", "welcome"):
        window.touch("back")
        window.page(page)
    assert "khai sinh" not in (tmp_path / "kiosk-1.log").read_text()


def test_with_no_network_procedures_still_answer_and_a_receipt_ends_the_reading(
    broker: Any, screen: Callable[..., Any], line: tuple[int, str], tmp_path: Path
) -> None:
    wire, port = line
    settings = f'forget_after_s = 200\nlog_level = "DEBUG"\n[[scanners.serial]]\nport = "{port}"'
    window = screen("kiosk", "kiosk-1", settings, size=(800, 480), port=NOBODY)
    window.wait_until(lambda: "serial" in (tmp_path / "kiosk-1.log").read_text(), "the scanner is there", 20)
    window.until(lambda seen: any("Vẫn xem được thủ tục." in text for text in seen["texts"]), "the door says so")
    window.touch("procedures")
    window.until(lambda seen: "Hộ tịch" in seen["texts"], "the fields")
    window.touch("field:Hộ tịch")
    window.until(lambda seen: "Thủ tục đăng ký khai sinh" in hits(seen), "its procedures")
    os.write(wire, f"{CODE}\r".encode())
    window.until(lambda seen: seen["page"] in ("looking", "problem"), "the receipt is looked up")
