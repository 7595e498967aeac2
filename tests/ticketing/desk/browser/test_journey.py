"""An officer's morning in a real browser: first login, opening, calling, serving, a pause, and a hub that restarts."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from lobby.contract.calls import Call, Shown
from lobby.contract.codec import decode, encode
from lobby.contract.requests import CounterOpen
from lobby.link.bus import Incoming
from lobby.link.memory import MemoryBus
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site

LoseFirst = Callable[[str], list[str]]
FIRST = "mat-khau-dau"
OWN = "rieng-cua-lan"
PLACES = """[...document.querySelectorAll("[data-verb]:not([hidden])")]
  .map((one) => one.getBoundingClientRect()).map((box) => [box.x, box.y, box.width, box.height].map(Math.round))"""
pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def board(site: Site) -> None:
    """Hang up a board that says of each call that it displayed it."""
    board = MemoryBus(site.broker)
    names = site.link.topics

    def show(incoming: Incoming) -> None:
        call = decode(Call, incoming.payload)
        shown = Shown.model_validate({"call_id": call.call_id, "as": "displayed", "at": site.clock.now()})
        board.publish(names.shown("board-1"), encode(shown))

    board.subscribe(names.call(), show)
    board.start()


def log_in(page: Page, web: WebPart) -> None:
    page.goto(f"http://127.0.0.1:{web.port}/desk")
    page.get_by_label("Tên đăng nhập").fill("lan.nt")
    page.get_by_label("Mật khẩu").fill(FIRST)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Đặt mật khẩu của riêng bạn")).to_be_visible()
    page.get_by_label("Mật khẩu hiện tại").fill(FIRST)
    page.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    page.get_by_label("Gõ lại mật khẩu mới").fill(OWN)
    page.get_by_role("button", name="Lưu mật khẩu mới").click()
    expect(page.locator("#desk")).to_be_visible()


def press(page: Page, words: str) -> None:
    page.locator(".actions").get_by_role("button", name=re.compile(rf"^{words}( \(\d+\))?$")).click()


def confirm(page: Page, words: str) -> None:
    """Press a button of the dialog that is open."""
    page.locator("dialog[open]").get_by_role("button", name=re.compile(f"^{words}")).click()


def a_second_later(page: Page) -> None:
    """Wait for as long as the space bar rests after an act."""
    page.evaluate("new Promise((then) => setTimeout(then, 1000))")


def test_an_officers_morning(page: Page, web: WebPart, site: Site, tmp_path: Path) -> None:
    site.take(), site.take()
    impatient = site.settings.rules.model_copy(update={"recall_wait_s": 2})
    site.door.answers["settings"] = site.settings.model_copy(update={"rules": impatient})
    log_in(page, web)
    expect(page.locator("#number")).to_have_text("Quầy đang đóng")
    press(page, "Mở quầy")
    press(page, "Gọi số tiếp theo")
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator("#displayed")).to_have_text("✓ Bảng đã hiện số")
    expect(page.locator("#why")).to_contain_text("Chờ lâu nhất")
    press(page, "Gọi lại")
    expect(page.locator("#hand-label")).to_have_text("Đang gọi lần 2")
    press(page, "Bắt đầu phục vụ")
    expect(page.locator("#hand-label")).to_have_text("Đang phục vụ")
    keep(page, "serving")
    press(page, "Hoàn tất")
    expect(page.locator("#number")).to_have_text("Sẵn sàng")
    press(page, "Tạm nghỉ")
    page.get_by_label("Họp đột xuất").check()
    page.locator("dialog[open]").get_by_role("button", name="Tạm nghỉ").click()
    expect(page.locator("#phase")).to_have_text("Tạm nghỉ: Họp đột xuất")


def test_the_screen_asks_to_call_aloud_only_when_the_speaker_fails(page: Page, web: WebPart) -> None:
    log_in(page, web)
    for seconds, quiet, unspoken, words in (
        (11, 11, False, "Loa đang đọc hoặc chờ đến lượt…"),
        (60, 20, False, "Loa đang đọc hoặc chờ đến lượt…"),
        (31, 31, False, "Loa chưa đọc: hãy gọi bằng lời"),
        (2, 2, True, "Loa chưa đọc: hãy gọi bằng lời"),
    ):
        call = {"displayed": 1, "spoken": 0, "asked": True, "words": "Đã gọi", "seconds": 0, "unspoken": unspoken}
        said = page.evaluate(
            """async ([call, seconds]) => {
              const place = document.querySelector("script[src*='work.js']").src;
              const { drawCall } = await import(new URL("draw.js", place));
              drawCall(call, seconds);
              const chip = document.getElementById("spoken");
              return [chip.textContent, getComputedStyle(chip).display];
            }""",
            [{**call, "quiet": quiet - seconds}, seconds],
        )
        assert said == [words, "list-item"]


def test_the_line_grows_on_the_screen_by_itself_and_keys_work(page: Page, web: WebPart, site: Site) -> None:
    log_in(page, web)
    expect(page.locator("[data-verb='counter/open']")).to_be_enabled()
    page.locator("[data-verb='counter/open']").press("Enter")
    expect(page.locator("#number")).to_have_text("Chưa có ai chờ")
    expect(page.locator(".actions")).to_be_focused()
    expect(page.locator("[data-verb='counter/next']")).to_be_disabled()
    site.take(priority="elderly")
    expect(page.locator("#line li")).to_have_count(1)
    a_second_later(page)
    page.keyboard.press("Space")
    expect(page.locator("#number")).to_have_text("A001")
    page.keyboard.press("v")
    expect(page.locator("#absent-words")).to_contain_text("Số A001 mới được gọi 0:0")
    page.keyboard.press("1")
    expect(page.locator("#hand")).to_have_class("hand idle")
    page.keyboard.press("s")
    page.locator("#chosen").fill("a001")
    page.keyboard.press("Enter")
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator("#why")).to_contain_text("vắng mặt")


def test_who_was_set_aside_is_called_again_from_the_list(page: Page, web: WebPart, site: Site) -> None:
    site.take(), site.take()
    log_in(page, web)
    press(page, "Mở quầy")
    expect(page.locator("#number")).to_have_text("Sẵn sàng")
    expect(page.locator("#aside")).to_be_hidden()
    press(page, "Gọi số tiếp theo")
    press(page, "Vắng mặt")
    confirm(page, "Ghi vắng mặt")
    press(page, "Gọi số tiếp theo")
    expect(page.locator("#number")).to_have_text("A002")
    page.locator("#aside-list button").click()
    expect(page.locator("dialog[open] .ends")).to_have_text("Số A002 đang ở quầy sẽ được ghi là đã phục vụ xong.")
    confirm(page, "Thôi")
    press(page, "Để chờ, bổ sung")
    confirm(page, "Để chờ")
    expect(page.locator("#aside-list strong")).to_have_text(["A002", "A001"])
    expect(page.locator("#aside-list .supplement")).to_contain_text("Quay lại: được gọi trước")
    keep(page, "aside")
    page.locator("#aside-list .missed").click()
    expect(page.locator("#pick-words")).to_contain_text("Vào lại hàng lúc")
    keep(page, "pick")
    confirm(page, "Gọi số này")
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator("#aside-list strong")).to_have_text(["A002"])
    page.locator("#aside-list button").click()
    confirm(page, "Đã quay lại, cho vào hàng")
    expect(page.locator("#line strong")).to_have_text(["A002"])
    expect(page.locator("#aside")).to_be_hidden()


def test_a_citizen_is_sent_on_to_a_field_or_to_a_colleagues_counter(page: Page, web: WebPart, site: Site) -> None:
    site.take(), site.take()
    assert site.real.handle("desk", CounterOpen(id=str(uuid.uuid4()), counter="quay-2")).ok
    log_in(page, web)
    press(page, "Mở quầy")
    for where, waits_at in (("Đất đai – Xây dựng", "quay-3"), ("Quầy số 2", "quay-2")):
        press(page, "Gọi số tiếp theo")
        expect(page.locator("#hand")).to_have_class("hand called")
        number = page.locator("#number").inner_text()
        press(page, "Chuyển")
        # Nowhere is chosen beforehand: Enter alone sends nobody back where they come from.
        page.keyboard.press("Enter")
        expect(page.locator("#transfer")).to_be_visible()
        page.get_by_label("Nơi chuyển đến").select_option(where)
        confirm(page, "Chuyển")
        expect(page.locator("#undo-words")).to_have_text(f"Đã chuyển {number}")
        assert number in [ticket.number for ticket in site.real.waiting(waits_at)]
    assert site.real.waiting("quay-1") == []


def test_a_number_is_taken_for_a_citizen_even_when_an_answer_is_lost(
    page: Page, web: WebPart, site: Site, lose_first: LoseFirst
) -> None:
    log_in(page, web)
    page.locator("#issue-open").click()
    dialog = page.locator("dialog[open]")
    page.get_by_label("Người khuyết tật").check()
    page.get_by_label("Lý do cấp ưu tiên").fill("Công dân ngồi xe lăn")
    keep(page, "issue")
    lost = lose_first("**/desk/issue")
    dialog.get_by_role("button", name="Cấp số", exact=True).dblclick()
    expect(page.locator("#issued-number")).to_have_text("A001")
    expect(page.locator("#issued-priority")).to_have_text("Người khuyết tật")
    assert len(lost) == 1
    assert page.evaluate("document.getElementById('issued-qr').naturalWidth") > 0
    keep(page, "issued")
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A001"]
    dialog.get_by_role("button", name="Đóng").click()
    page.locator("#issue-open").click()
    expect(page.locator("#issued")).to_be_hidden()
    expect(page.get_by_label("Không thuộc diện ưu tiên")).to_be_checked()


def test_a_press_before_the_page_is_live_does_nothing(page: Page, web: WebPart, site: Site) -> None:
    log_in(page, web)
    held: list[Any] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/work.js*", hold)
    page.reload(wait_until="commit")
    expect(page.locator("#issue-open")).to_be_visible()
    assert page.locator("#desk button:enabled").count() == 0
    for button in page.locator("#desk button").all():
        button.dispatch_event("click")
    page.locator("[data-verb='counter/open']").click(force=True)
    page.keyboard.press("m")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert asked == []
    assert site.real.counters()[0].state == "closed"
    held[0].continue_()
    expect(page.locator("#issue-open")).to_be_enabled()
    press(page, "Mở quầy")
    expect(page.locator("#phase")).to_have_text("Đang mở")


def test_a_double_click_calls_once(page: Page, web: WebPart, site: Site) -> None:
    for _ in range(3):
        site.take()
    log_in(page, web)
    press(page, "Mở quầy")
    page.locator("[data-verb='counter/next']:enabled").dblclick()
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator("#line li")).to_have_count(2)
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A002", "A003"]


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(
    page: Page, web: WebPart, site: Site, lose_first: LoseFirst
) -> None:
    site.take(), site.take()
    log_in(page, web)
    press(page, "Mở quầy")
    lost = lose_first("**/desk/do/counter/next")
    press(page, "Gọi số tiếp theo")
    expect(page.locator("#line li")).to_have_count(1)
    expect(page.locator(".actions.busy")).to_have_count(0)
    expect(page.locator("#number")).to_have_text("A001")
    expect(page.locator("#alert")).to_be_hidden()
    assert len(lost) == 1


def test_a_hub_that_hangs_is_seen_within_seconds_and_told_to_who_presses(page: Page, web: WebPart, site: Site) -> None:
    site.take(), site.take()
    log_in(page, web)
    press(page, "Mở quầy")
    press(page, "Gọi số tiếp theo")
    expect(page.locator("#number")).to_have_text("A001")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    stood = page.evaluate(PLACES)
    let_go = hang(page)
    press(page, "Bắt đầu phục vụ")
    expect(page.locator("#alert")).to_contain_text("Máy chủ chưa trả lời. Việc vừa bấm đang được gửi lại", timeout=8000)
    expect(page.locator("#link")).to_have_text("Mất kết nối, đang thử lại…", timeout=8000)
    expect(page.locator("[data-verb='counter/next'] .wait")).to_be_empty()
    assert page.evaluate(PLACES) == stood
    let_go()
    expect(page.locator("#hand-label")).to_have_text("Đang phục vụ")
    expect(page.locator("#alert")).to_be_hidden()
    expect(page.locator("#link")).to_have_text("")
    asked.clear()
    let_go = hang(page)
    expect(page.locator("#link")).to_have_text("Mất kết nối, đang thử lại…", timeout=8000)
    press(page, "Hoàn tất")
    expect(page.locator("#alert")).to_contain_text("Máy chủ chưa trả lời nên chưa làm được việc này")
    assert asked == []
    let_go()
    expect(page.locator("#link")).to_have_text("")
    expect(page.locator("#alert")).to_be_hidden()
    press(page, "Hoàn tất")
    expect(page.locator("#number")).to_have_text("Sẵn sàng")


def test_the_screen_lives_through_a_restart_of_the_web_server(
    page: Page, web: WebPart, site: Site, free_ports: Callable[[int], list[int]]
) -> None:
    log_in(page, web)
    press(page, "Mở quầy")
    expect(page.locator("#number")).to_have_text("Chưa có ai chờ")
    port = web.port
    began = time.monotonic()
    web.stop()
    assert time.monotonic() - began < 10
    expect(page.locator("#link")).to_have_text("Mất kết nối, đang thử lại…")
    fixed = site.settings.model_copy(update={"web": site.settings.web.model_copy(update={"port": port})})
    again = WebPart(fixed, site.real, site.clock, site.link.faults)
    again.start()
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    expect(page.locator("#link")).to_have_text("")
    press(page, "Gọi số tiếp theo")
    expect(page.locator("#number")).to_have_text("A001")
    again.stop()


def hang(page: Page) -> Callable[[], None]:
    """Let requests be taken and none be answered, as by a process that stands still; returns what lets it go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    def let_go() -> None:
        page.unroute("**/desk/**", hold)
        for route in held:
            # The page has given some of them up.
            with suppress(Error):
                route.continue_()

    page.route("**/desk/**", hold)
    return let_go


def keep(page: Page, name: str) -> None:
    """Keep a picture where the run asks for pictures, for people to look at."""
    folder = os.environ.get("LOBBY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"desk-{name}.png")
