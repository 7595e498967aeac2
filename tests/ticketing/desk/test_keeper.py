"""The site's keeper: what is wrong and what to do, and the officers' accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lobby.clock import HandClock
from lobby.contract.codec import encode
from lobby.contract.devices import Fault, Health, Presence, Standing
from lobby.link.memory import MemoryBus

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

FIRST = "mat-khau-dau"
OWN = "rieng-cua-ha"


@pytest.fixture
def keeper(browser: Browser) -> Browser:
    browser.log_in("quantri", FIRST, page="/admin")
    browser.send("/desk/password", old=FIRST, new=OWN, again=OWN, target="admin")
    return browser


def say(site: Site, clock: HandClock, standing: Standing, *faults: Fault) -> None:
    """Let the pad tell how it is, over the bus."""
    pad = MemoryBus(site.broker)
    pad.start()
    names = site.link.topics
    presence = Presence(state=standing, role="pad", version="0.1.0", since=clock.now())
    health = Health(uptime_s=5, load=0.1, disk_free_mb=18_000, memory_mb=80, faults=faults)
    pad.publish(names.health("pad-1"), encode(health), retained=True)
    pad.publish(names.presence("pad-1"), encode(presence), retained=True)
    pad.stop()


def test_a_fault_of_a_device_is_told_with_its_remedy(keeper: Browser, site: Site, clock: HandClock) -> None:
    say(site, clock, Standing.ONLINE, Fault(code="x", since=clock.now(), detail="Mất cảm ứng.", remedy="Lau màn hình."))
    page = keeper.get("/admin").text
    assert "Mất cảm ứng." in page
    assert "Lau màn hình." in page
    assert "Đang chạy" in keeper.get("/admin/devices").text


def test_a_lost_device_asks_for_its_cable(keeper: Browser, site: Site, clock: HandClock) -> None:
    say(site, clock, Standing.OFFLINE)
    page = keeper.get("/admin").text
    assert "Mất liên lạc" in page
    assert "Kiểm tra nguồn điện và dây mạng" in page


def test_a_device_that_never_spoke_says_so(keeper: Browser) -> None:
    assert "Chưa kết nối lần nào" in keeper.get("/admin").text


def test_officers_see_neither_the_page_nor_its_parts(officer: Browser) -> None:
    assert officer.get("/admin").status_code == 403
    assert officer.get("/admin/devices").status_code == 401
    fields = {"name": "Kẻ Lạ", "username": "ke.la", "role": "admin", "password": FIRST}
    officer.send("/admin/officers", **fields)
    officer.send("/admin/officers/quantri/reset", password="mat-khau-cua-toi")
    assert officer.log_in("ke.la", FIRST).status_code == 401
    assert officer.log_in("quantri", "mat-khau-cua-toi").status_code == 401


def test_the_keeper_adds_an_officer_who_then_logs_in(keeper: Browser) -> None:
    fields = {"name": "Lê Văn Sơn", "username": "son.lv", "counter": "quay-3", "role": "officer", "password": FIRST}
    assert "Đã thêm tài khoản" in keeper.send("/admin/officers", **fields).text
    assert "đã có người dùng" in keeper.send("/admin/officers", **fields).text
    keeper.send("/desk/logout")
    assert "Đặt mật khẩu của riêng bạn" in keeper.log_in("son.lv", FIRST).text


def test_what_cannot_be_added_is_told(keeper: Browser) -> None:
    fields = {"name": "Lê Văn Sơn", "username": "son.lv", "counter": "quay-9", "role": "officer", "password": FIRST}
    assert "Không có quầy này" in keeper.send("/admin/officers", **fields).text
    assert "ít nhất 8 ký tự" in keeper.send("/admin/officers", **fields | {"counter": "", "password": "ngan"}).text


def test_a_reset_ends_the_officers_session(officer: Browser, site: Site) -> None:
    site.accounts.reset("lan.nt", "mat-khau-tam")
    assert "Đăng nhập bàn làm việc" in officer.get("/desk").text


def test_the_keeper_resets_a_password(keeper: Browser) -> None:
    page = keeper.send("/admin/officers/lan.nt/reset", password="mat-khau-tam").text
    assert "Đã đặt lại mật khẩu" in page
    keeper.send("/desk/logout")
    assert "Đặt mật khẩu của riêng bạn" in keeper.log_in("lan.nt", "mat-khau-tam").text


def test_devices_that_want_looking_after_stand_first(keeper: Browser, site: Site, clock: HandClock) -> None:
    say(site, clock, Standing.ONLINE)
    page = keeper.get("/admin/devices").text
    assert page.index("board-1</strong>") < page.index("pad-1</strong>")
    assert "Quầy số 1" in page
    fault = Fault(code="touch", since=clock.now(), detail="Màn hình không nhận chạm.", remedy="Khởi động lại.")
    say(site, clock, Standing.ONLINE, fault)
    page = keeper.get("/admin/devices").text
    assert "Có sự cố" in page
    assert "Bảng đánh giá</strong>" in page
