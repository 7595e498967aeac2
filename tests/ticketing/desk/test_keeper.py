"""The site's keeper: what is wrong and what to do, and the officers' accounts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from lobby.clock import HandClock
from lobby.contract.codec import encode
from lobby.contract.devices import Fault, Health, Presence, Standing
from lobby.link.memory import MemoryBus
from ticketing.desk.locks import LOCKED_S, WRONG_AT_MOST
from ticketing.hub.restored import FAULT

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

CONFIRM = "Giờ của máy đã đúng"
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


def test_a_device_that_never_came_is_a_task_until_it_does(keeper: Browser, site: Site, clock: HandClock) -> None:
    task = re.compile(r"pad-1</span>\s*<p>Thiết bị có trong cấu hình nhưng chưa kết nối lần nào\.")
    assert task.search(keeper.get("/admin").text)
    say(site, clock, Standing.ONLINE)
    assert not task.search(keeper.get("/admin").text)


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


def test_the_keeper_moves_an_officer_makes_a_head_and_takes_an_account_away(keeper: Browser, site: Site) -> None:
    page = keeper.send("/admin/officers/lan.nt/edit", name="Nguyễn Thị Lan", counter="quay-2", role="head").text
    assert "Đã lưu thay đổi" in page
    found = site.accounts.find("lan.nt")
    assert found is not None
    assert (found.counter, found.role.value) == ("quay-2", "head")
    assert "Đã xóa tài khoản" in keeper.send("/admin/officers/lan.nt/remove").text
    assert site.accounts.find("lan.nt") is None
    assert "Không có tài khoản" in keeper.send("/admin/officers/lan.nt/remove").text


def test_who_leaves_is_out_at_once(keeper: Browser, site: Site, open_browser: Callable[[], Browser]) -> None:
    lan = open_browser()
    assert "Bàn làm việc Quầy số 1" in lan.enter().text
    keeper.send("/admin/officers/lan.nt/remove")
    assert "Đăng nhập bàn làm việc" in lan.get("/desk").text
    assert lan.do("counter/open").status_code == 401


def test_the_last_keeper_cannot_shut_the_door_behind(keeper: Browser) -> None:
    assert "tài khoản đang dùng" in keeper.send("/admin/officers/quantri/remove").text
    fields = {"name": "Phạm Thu Hà", "counter": "", "role": "officer"}
    assert "duy nhất" in keeper.send("/admin/officers/quantri/edit", **fields).text
    assert keeper.get("/admin").status_code == 200


def test_a_locked_officer_is_let_in_by_the_keeper_or_by_time(
    keeper: Browser, open_browser: Callable[[], Browser], clock: HandClock
) -> None:
    lan = open_browser()
    lan.enter()
    lan.send("/desk/logout")
    for _ in range(WRONG_AT_MOST):
        page = lan.log_in("lan.nt", "khong-phai-the").text
    assert "tạm khóa 5 phút" in page
    assert "tạm khóa 5 phút" in lan.log_in("lan.nt", "rieng-cua-lan").text
    page = keeper.get("/admin").text
    assert "Đang tạm khóa" in page
    assert "Sai mật khẩu, tạm khóa" in page
    assert "khong-phai-the" not in page
    page = keeper.send("/admin/officers/lan.nt/unlock").text
    assert "Đã mở khóa" in page
    assert "Đang tạm khóa" not in page
    assert "Bàn làm việc Quầy số 1" in lan.log_in("lan.nt", "rieng-cua-lan").text
    for _ in range(WRONG_AT_MOST):
        lan.log_in("lan.nt", "khong-phai-the")
    clock.forward(LOCKED_S + 1)
    assert "Bàn làm việc Quầy số 1" in lan.log_in("lan.nt", "rieng-cua-lan").text


def test_officers_change_no_accounts(officer: Browser, site: Site) -> None:
    for what in ("edit", "unlock", "remove", "reset"):
        officer.send(f"/admin/officers/minh.tv/{what}", name="X", role="admin", password="mat-khau-khac")
    found = site.accounts.find("minh.tv")
    assert found is not None
    assert (found.name, found.role.value) == ("Trần Văn Minh", "officer")


def a_clock_of_another_year(site: Site, clock: HandClock) -> None:
    """Let people's numbers stand, and the machine's clock jump five years ahead, with nobody to vouch for it."""
    site.take()
    clock.jump(clock.now().replace(year=2031, month=2, day=3))
    site.hub.step()


def clock_faults(site: Site, clock: HandClock) -> list[str]:
    clock.forward(10)
    site.hub.step()
    return [fault.code for fault in site.link.faults.standing() if fault.code.startswith("clock_")]


def read(page: str) -> str:
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_the_keeper_confirms_a_clock_that_is_far_ahead_after_reading_it(
    keeper: Browser, site: Site, clock: HandClock
) -> None:
    assert CONFIRM not in keeper.get("/admin").text
    a_clock_of_another_year(site, clock)
    page = keeper.get("/admin").text
    assert "08 giờ 00 phút, thứ Hai, ngày 03 tháng 02 năm 2031" in page
    assert "so với lịch và đồng hồ trước" in page
    assert CONFIRM in page and CONFIRM in keeper.get("/admin/devices").text
    page = keeper.send("/admin/clock", read=read(page)).text
    assert "Đã nhận ngày giờ" in page and CONFIRM not in page
    assert "Xác nhận giờ của máy" in page, "the audit tells who did"
    assert clock_faults(site, clock) == ["clock_held"], "people wait still"
    assert CONFIRM not in keeper.get("/admin").text


def test_a_clock_that_is_right_asks_for_nothing(keeper: Browser, site: Site, clock: HandClock) -> None:
    sent = keeper.send("/admin/clock", read=clock.now().isoformat())
    assert "Đã nhận ngày giờ" not in sent.text
    a_clock_of_another_year(site, clock)
    assert clock_faults(site, clock) == ["clock_ahead"], "no word was taken before it was asked for"


@pytest.mark.parametrize("said", ["2030-02-03T08:00+07:00", "2031-02-03T08:00", "hôm nay", ""])
def test_only_the_time_that_was_read_is_confirmed(keeper: Browser, site: Site, clock: HandClock, said: str) -> None:
    a_clock_of_another_year(site, clock)
    answer = keeper.send("/admin/clock", read=said)
    assert answer.status_code == 409
    assert "xem lại rồi bấm lần nữa" in answer.text
    assert CONFIRM in answer.text
    assert clock_faults(site, clock) == ["clock_ahead"]


def test_nobody_but_the_keeper_confirms_the_clock(
    officer: Browser, site: Site, clock: HandClock, open_browser: Callable[[], Browser]
) -> None:
    a_clock_of_another_year(site, clock)
    at = clock.now().isoformat(timespec="minutes")
    officer.send("/admin/clock", read=at)
    stranger = open_browser()
    stranger.get("/admin")
    stranger.send("/admin/clock", read=at)
    assert clock_faults(site, clock) == ["clock_ahead"]


def test_the_clock_is_confirmed_by_the_pages_own_form_alone(keeper: Browser, site: Site, clock: HandClock) -> None:
    a_clock_of_another_year(site, clock)
    keeper.get("/admin")
    forged = keeper.client.post("/admin/clock", data={"read": clock.now().isoformat(), "form": "x"})
    assert forged.status_code == 403
    assert clock_faults(site, clock) == ["clock_ahead"]


def test_slips_that_did_not_come_out_are_counted_on_the_health_page(
    keeper: Browser, site: Site, clock: HandClock
) -> None:
    site.take()
    assert "phiếu chưa in được" not in keeper.get("/admin/devices").text
    clock.forward(60)
    assert "1 phiếu chưa in được" in keeper.get("/admin/devices").text


def test_the_keeper_reads_what_a_restore_means_for_slips(
    keeper: Browser, open_browser: Callable[[], Browser], site: Site
) -> None:
    site.link.faults.stand(FAULT, "Hôm nay cấp tiếp từ số A101.", "Mời lấy số mới.")
    open_browser().send("/admin/restored")
    page = keeper.get("/admin").text
    assert "cấp tiếp từ số A101" in page and "Đã đọc</button>" in page
    page = keeper.send("/admin/restored").text
    assert "cấp tiếp từ số" not in page and "Đã đọc thông báo phục hồi" in page
