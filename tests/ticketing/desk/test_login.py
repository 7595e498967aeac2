"""An officer logs in for the first time, and what keeps others out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lobby.clock import HandClock
from ticketing.desk.application import LOGINS_A_MINUTE

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser

FIRST = "mat-khau-dau"
OWN = "rieng-cua-lan"


def test_the_first_password_must_be_changed_before_anything_else(browser: Browser) -> None:
    assert "Đăng nhập bàn làm việc" in browser.get("/desk").text
    page = browser.log_in("lan.nt", FIRST)
    assert "Đặt mật khẩu của riêng bạn" in page.text
    for address in ("/desk", "/desk/counter"):
        assert "Đặt mật khẩu của riêng bạn" in browser.client.get(address, follow_redirects=True).text
    assert browser.do("counter/open").status_code == 401
    assert browser.client.get("/desk/live").status_code == 401


def test_the_changed_password_leads_to_the_officers_own_counter(browser: Browser) -> None:
    browser.log_in("lan.nt", FIRST)
    page = browser.send("/desk/password", old=FIRST, new=OWN, again=OWN)
    assert "Bàn làm việc Quầy số 1" in page.text


def test_an_officer_whose_counter_a_colleague_holds_chooses(
    officer: Browser, open_browser: Callable[[], Browser]
) -> None:
    colleague = open_browser()
    colleague.enter("minh.tv", counter="quay-1")
    officer.send("/desk/logout")
    page = officer.log_in("lan.nt", OWN)
    assert "Hôm nay bạn làm việc ở quầy nào?" in page.text
    assert "Trần Văn Minh đang ngồi" in page.text
    assert page.text.index("Quầy của bạn") < page.text.index("Quầy số 2")


def test_a_new_password_that_will_not_do_is_told_in_place(browser: Browser) -> None:
    browser.log_in("lan.nt", FIRST)
    assert "không giống nhau" in browser.send("/desk/password", old=FIRST, new=OWN, again="khac-han-nhau").text
    assert "phải khác mật khẩu hiện tại" in browser.send("/desk/password", old=FIRST, new=FIRST, again=FIRST).text
    assert "ít nhất 8 ký tự" in browser.send("/desk/password", old=FIRST, new="ngan", again="ngan").text


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(browser: Browser) -> None:
    wrong, unknown = browser.log_in("lan.nt", "sai-mat-khau"), browser.log_in("ai.do", "sai-mat-khau")
    assert wrong.status_code == unknown.status_code == 401
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_the_fifth_wrong_password_says_the_same_for_an_unknown_name(browser: Browser) -> None:
    told = []
    for username in ("lan.nt", "ai.do"):
        pages = [browser.log_in(username, "sai-mat-khau").text for _ in range(5)]
        told.append(["tạm khóa 5 phút" in page for page in pages])
    assert told == [[False] * 4 + [True]] * 2


def test_logging_in_is_paced_for_each_address(browser: Browser, clock: HandClock) -> None:
    for n in range(LOGINS_A_MINUTE):
        assert browser.log_in(f"ai.{n}", "sai-mat-khau").status_code == 401
    assert browser.log_in("lan.nt", FIRST).status_code == 429
    clock.forward(61)
    assert "Đặt mật khẩu của riêng bạn" in browser.log_in("lan.nt", FIRST).text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    browser.get("/desk")
    fields = {"form": browser.form, "username": "lan.nt", "password": FIRST, "target": "desk"}
    cookies = browser.client.post("/desk/login", data=fields).headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("lobby_session="))
    assert "HttpOnly" in session
    assert "SameSite=Strict" in session


def test_a_form_that_is_not_ours_is_refused(officer: Browser, browser: Browser) -> None:
    officer.form = "0" * 64
    assert officer.send("/desk/logout").status_code == 403
    assert officer.do("counter/open").status_code == 403
    assert officer.get("/desk").status_code == 200


def test_logging_in_without_having_seen_the_page_is_refused(browser: Browser) -> None:
    fields = {"username": "lan.nt", "password": FIRST, "target": "desk"}
    assert browser.client.post("/desk/login", data=fields).status_code == 403


def test_logging_out_ends_the_session_and_not_only_the_cookie(officer: Browser) -> None:
    cookie = officer.client.get_cookie("lobby_session")
    assert cookie is not None
    officer.send("/desk/logout")
    officer.client.set_cookie("lobby_session", cookie.value)
    assert "Đăng nhập bàn làm việc" in officer.get("/desk").text


def test_after_ten_hours_the_officer_logs_in_again(officer: Browser, clock: HandClock) -> None:
    clock.forward(10 * 3600 + 1)
    answer = officer.do("counter/open")
    assert answer.status_code == 401
    assert answer.json is not None
    assert "Đăng nhập" in officer.get(answer.json["go"]).text


def test_an_address_to_go_to_after_login_cannot_be_smuggled_in(browser: Browser) -> None:
    browser.get("/desk")
    fields = {"form": browser.form, "username": "lan.nt", "password": FIRST, "target": "https://example.org"}
    assert browser.client.post("/desk/login", data=fields).headers["Location"] == "/desk"


def test_every_page_forbids_scripts_and_frames_from_elsewhere(open_browser: Callable[[], Browser]) -> None:
    for address in ("/", "/desk", "/admin", "/t/khong-co-so-nay", "/khong-co-trang"):
        policy = open_browser().get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
