"""The keeper gives an officer a photograph for the pads, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Page

from ticketing.desk.portrait import SIZE
from ticketing.engine.rating_rules import Shown

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site
    from ticketing.desk.web import WebPart

FIRST, OWN = "mat-khau-dau", "rieng-cua-ha"


def test_a_photograph_from_a_telephone_is_sent_in_pieces_and_shown_small(
    page: Page, web: WebPart, site: Site, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    Image.linear_gradient("L").resize((2400, 3200)).convert("RGB").save(photo, quality=95)
    page.goto(f"http://127.0.0.1:{web.port}/admin")
    page.locator("input[name=username]").fill("quantri")
    page.locator("input[name=password]").fill(FIRST)
    page.keyboard.press("Enter")
    page.locator("input[name=old]").fill(FIRST)
    page.locator("input[name=new]").fill(OWN)
    page.locator("input[name=again]").fill(OWN)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Tên và ảnh trên bảng đánh giá").first.click()
    page.get_by_label("Chức danh").fill("Công chức Tư pháp – Hộ tịch")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã lưu tên và chức danh.").wait_for()
    page.get_by_label("Chọn ảnh").set_input_files(photo)
    page.get_by_role("button", name="Tải ảnh lên").click()
    shown = page.get_by_role("img", name="Ảnh của Nguyễn Thị Lan")
    shown.wait_for()
    assert shown.evaluate("one => [one.naturalWidth, one.naturalHeight]") == list(SIZE)
    assert site.real.faces.of("lan.nt", Shown.PHOTO) is not None
