"""Numbers, slips and late entries from the desk, in a real browser and by keyboard."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from lobby.contract.requests import CounterHelp, PrintOutcome, TicketPrinted
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site

FIRST = "mat-khau-dau"
WIDTHS = ((1280, 800), (800, 1280))
WITHIN_MS = 10_000  # the lists are fetched again every 4 s

pytestmark = pytest.mark.journey


def log_in(page: Page, web: WebPart, username: str, place: str) -> None:
    page.goto(f"http://127.0.0.1:{web.port}{place}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(FIRST)
    page.get_by_role("button", name="Đăng nhập").click()
    for label in ("Mật khẩu mới", "Gõ lại mật khẩu mới"):
        page.get_by_label(label, exact=True).fill(f"rieng-cua-{username}")
    page.get_by_label("Mật khẩu hiện tại").fill(FIRST)
    page.get_by_role("button", name="Lưu mật khẩu mới").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.goto(f"http://127.0.0.1:{web.port}{place}")


def told(site: Site, ticket: str, outcome: PrintOutcome) -> None:
    assert site.real.handle("desk", TicketPrinted(id=str(uuid.uuid4()), ticket=ticket, outcome=outcome)).ok


def keep(page: Page, name: str, folder: Path) -> None:
    """Keep a picture of the whole page at each width; nothing may stand out of it."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        shots = Path(os.environ.get("LOBBY_PICTURES", folder))
        page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)


def look_again(page: Page) -> None:
    """Have the page fetch now what it fetches every 4 s, as where it comes back to the front."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_number_is_taken_printed_and_shown_large(page: Page, web: WebPart, site: Site, tmp_path: Path) -> None:
    log_in(page, web, "lan.nt", "/desk/issue")
    page.get_by_label("Lĩnh vực").select_option("ho-tich")
    expect(page.get_by_label("Lý do cấp ưu tiên")).to_be_hidden()
    page.get_by_label("Người cao tuổi").check()
    page.get_by_label("Lý do cấp ưu tiên").fill("Bà cụ đi lại khó")
    page.get_by_text("Hồ sơ, lịch hẹn, ngôn ngữ").click()
    page.get_by_label("Mã hồ sơ").fill("H15.12-250701-0001")
    keep(page, "issue", tmp_path)
    page.get_by_role("button", name="Cấp số", exact=True).click()
    expect(page.locator("#issued-number")).to_have_text("A001")
    expect(page.locator("#issued-priority")).to_have_text("Người cao tuổi")
    page.get_by_role("button", name="In tại máy lấy số 1").click()
    expect(page.locator("#issued-slip")).to_have_text("Đang in tại máy lấy số 1…")
    told(site, site.real.waiting("quay-1")[0].ticket, PrintOutcome.PRINTED)
    expect(page.locator("#issued-slip")).to_contain_text("Đã in")
    page.get_by_role("button", name="Hiện số lớn").click()
    expect(page.locator("#issued-large .number")).to_be_visible()
    keep(page, "large", tmp_path)
    page.keyboard.press("Escape")
    expect(page.locator("#issued-slip")).to_have_text("Đã cho công dân xem số")


def test_the_list_of_slips_renews_itself_and_is_left_alone_under_a_hand(
    page: Page, web: WebPart, site: Site, tmp_path: Path
) -> None:
    log_in(page, web, "lan.nt", "/desk/slips")
    mine = site.take()
    told(site, mine.ticket.ticket, PrintOutcome.FAILED)
    row = page.get_by_role("row", name="A001")
    look_again(page)
    expect(row).to_be_visible()
    row.get_by_role("button", name="In tại máy lấy số 1").focus()
    page.locator("[data-at]").evaluate("(place) => { place.textContent = 'trước'; }")
    expect(page.locator("[data-at]")).not_to_have_text("trước", timeout=WITHIN_MS)
    expect(row.get_by_role("button", name="In tại máy lấy số 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã gửi lệnh in phiếu A001.")
    keep(page, "slips", tmp_path)
    told(site, mine.ticket.ticket, PrintOutcome.PRINTED)
    look_again(page)
    expect(page.get_by_text("Mọi phiếu của người đang chờ đều đã in.")).to_be_visible()


def test_rows_from_the_paper_are_typed_one_after_another_by_keyboard_alone(
    page: Page, web: WebPart, tmp_path: Path
) -> None:
    log_in(page, web, "lan.nt", "/desk/late")
    page.get_by_label("Ngày").select_option(index=1)
    page.get_by_label("Lĩnh vực").select_option("ho-tich")
    page.get_by_label("Số thứ tự").focus()
    for n in range(3):
        for typed in (f"A03{n}", "Tab", "0815", "Tab", "Tab", f"84{n}", "Enter"):
            if typed in ("Tab", "Enter"):
                page.keyboard.press(typed)
            else:
                page.keyboard.type(typed)
        expect(page.get_by_role("status")).to_have_text(f"Đã nhập bù số A03{n}.")
        expect(page.get_by_label("Số thứ tự")).to_be_focused()
    expect(page.get_by_role("row")).to_have_count(4)
    keep(page, "late", tmp_path)


def test_a_heads_page_calls_for_help_by_itself(page: Page, web: WebPart, site: Site, tmp_path: Path) -> None:
    log_in(page, web, "truong.pv", "/desk/head")
    site.take()
    site.real.handle("desk", CounterHelp(id=str(uuid.uuid4()), counter="quay-2"), officer="minh.tv")
    expect(page.get_by_role("alert").first).to_contain_text("Quầy số 2 đang cần hỗ trợ", timeout=WITHIN_MS)
    keep(page, "head", tmp_path)
