"""The keeper's page of notices in a real browser: a picture and a video sent up, previewed, ordered, on a phone too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from playwright.sync_api import Page, expect

from lobby.contract.codec import decode_object
from tests.ticketing.notices.files import picture
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site

FIRST = "mat-khau-dau"
OWN = "rieng-cua-ha"


def film(path: Path) -> Path:
    """Make a real video of two seconds."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP80"), 10, (320, 180))
    for frame in range(20):
        writer.write(np.full((180, 320, 3), (30, 60 + frame * 8, 120), np.uint8))
    writer.release()
    return path


def look(page: Page, name: str) -> None:
    """See that nothing is wider than the screen, and leave a picture where one is wanted."""
    folder = os.environ.get("LOBBY_PICTURES")
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_keeper_fills_the_playlist(page: Page, web: WebPart, site: Site, tmp_path: Path) -> None:
    page.goto(f"http://127.0.0.1:{web.port}/admin")
    page.fill("[name=username]", "quantri")
    page.fill("[name=password]", FIRST)
    page.click("button.main")
    for field, value in (("old", FIRST), ("new", OWN), ("again", OWN)):
        page.fill(f"[name={field}]", value)
    page.click("button.main")
    page.click("text=Thông báo >> nth=0")
    expect(page.locator("h1")).to_have_text("Thông báo trên bảng")
    look(page, "notices-empty")

    page.fill("#text", "Lịch nghỉ Tết Dương lịch\nBộ phận Một cửa nghỉ ngày 01/01/2027.")
    page.click("button:has-text('Thêm chữ')")
    expect(page.locator(".told")).to_contain_text("Đã thêm")

    poster = tmp_path / "Tờ rơi dịch vụ công.png"
    poster.write_bytes(picture("PNG", (1600, 900)))
    page.set_input_files("#file", poster)
    assert page.input_value("#name") == "Tờ rơi dịch vụ công"
    page.click("#media >> text=Chọn ngày, giờ hiện")
    page.fill("#from-media", "07:30")
    page.fill("#until-media", "11:30")
    page.click("text=Tải lên và thêm")
    shown = page.locator(".notice img")
    expect(shown).to_have_count(1)
    page.wait_for_function("() => document.querySelector('.notice img').naturalWidth === 1600")

    page.set_input_files("#file", film(tmp_path / "phim.webm"))
    page.click("text=Tải lên và thêm")
    expect(page.locator(".notice video")).to_have_count(1)
    page.wait_for_function("() => document.querySelector('.notice video').readyState >= 1")
    page.fill("#lines", "Giờ tiếp nhận: 7:30 – 11:30 và 13:30 – 17:00.\nKhông thu khoản nào ngoài quy định.")
    page.click("text=Lưu chữ chạy")
    page.locator(".notice summary", has_text="Sửa").nth(1).click()
    look(page, "notices-three")

    page.locator(".notice button", has_text="Lên").last.click()
    expect(page.locator(".told")).to_contain_text("Đã đổi thứ tự")
    site.hub.flush()
    told = decode_object(site.broker.payloads(site.link.topics.notices())[-1])
    playlist = told["playlist"]
    assert isinstance(playlist, list)
    assert [one["kind"] for one in playlist] == ["text", "video", "image"]
    assert (playlist[2]["hours_from"], playlist[2]["hours_until"]) == ("07:30", "11:30")


def test_a_keeper_is_told_why_a_file_is_not_taken(page: Page, web: WebPart, tmp_path: Path) -> None:
    page.goto(f"http://127.0.0.1:{web.port}/admin")
    page.fill("[name=username]", "quantri")
    page.fill("[name=password]", FIRST)
    page.click("button.main")
    for field, value in (("old", FIRST), ("new", OWN), ("again", OWN)):
        page.fill(f"[name={field}]", value)
    page.click("button.main")
    page.goto(f"http://127.0.0.1:{web.port}/admin/notices")
    slides = tmp_path / "Bài giới thiệu.jpg"
    slides.write_bytes(b"PK\x03\x04" + b"\0" * 70_000)
    page.set_input_files("#file", slides)
    page.click("text=Tải lên và thêm")
    expect(page.locator("#media-alert")).to_contain_text("Hãy lưu từng trang thành ảnh")
    expect(page.locator("#media button.main")).to_be_enabled()
