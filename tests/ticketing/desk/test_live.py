"""The officer's page is live over the broker's WebSocket, as a viewer that may ask for nothing, and without it too."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Request, WebSocket, expect

from lobby.clock import SystemClock
from lobby.contract.requests import CounterHelp, CounterNext, CounterOpen
from lobby.link.bus import Incoming, Will
from lobby.link.paho import Access, PahoBus
from ticketing.desk.news import News
from ticketing.desk.viewing import desk_settings
from ticketing.desk.web import WebPart
from ticketing.hub.door import DESK_DEVICE

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

Wait = Callable[..., None]
FIRST, OWN = "mat-khau-dau", "rieng-cua-lan"


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


@pytest.fixture
def wired(site: Site, broker: Any, open_site: Callable[..., Site], tmp_path: Path) -> Iterator[Site]:
    """The site on a real broker, with a viewer for its pages."""
    site.stop()
    table = {
        "viewer": "desk-view",
        "password_file": str(broker.password_file("desk-view")),
        "websocket_port": broker.websocket_port,
    }
    pages = {**site.settings.pages, "desk": table}
    settings = site.settings.model_copy(update={"pages": pages, "state": tmp_path / "wired"})
    access = Access("127.0.0.1", broker.port, "hub", broker.password_file("hub").read_text().strip(), None)
    made = open_site(settings, site.clock, PahoBus(access, Will("lobby/1/demo/presence/hub", b"{}")))
    made.start()
    made.enrol()
    yield made
    made.stop()
    site.start()


@pytest.fixture
def web(wired: Site) -> Iterator[WebPart]:
    news = News(desk_settings(wired.settings, wired.link.faults), wired.link, wired.door, wired.clock)
    made = WebPart(wired.settings, wired.door, wired.clock, wired.link.faults)
    news.start()
    made.start()
    yield made
    made.stop()
    news.stop()


@pytest.fixture
def open_page(web: WebPart, chromium: Chromium) -> Iterator[Callable[..., Page]]:
    contexts = []
    complaints: list[str] = []

    def open_(username: str, own: str = OWN, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        log_in(page, web, username, own)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def log_in(page: Page, web: WebPart, username: str, own: str) -> None:
    page.goto(f"http://127.0.0.1:{web.port}/desk")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(FIRST)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mật khẩu hiện tại").fill(FIRST)
    page.get_by_label("Mật khẩu mới", exact=True).fill(own)
    page.get_by_label("Gõ lại mật khẩu mới").fill(own)
    page.get_by_role("button", name="Lưu mật khẩu mới").click()
    expect(page.locator("#desk")).to_be_visible()


def press_keypad(site: Site, counter: str = "quay-1", *kinds: Any) -> None:
    """Let the counter's keypad do something, which the page learns of only by news."""
    for kind in kinds:
        reply = site.real.handle(DESK_DEVICE, kind(id=str(uuid.uuid4()), counter=counter))
        assert reply.ok, reply.error


def test_news_come_over_the_socket_and_nothing_waits_at_the_hub(
    wired: Site, web: WebPart, open_page: Callable[..., Page]
) -> None:
    page = open_page("lan.nt")
    asked: list[str] = []
    expect(page.locator("#desk")).to_have_attribute("data-way", "socket")
    page.on("request", lambda request: note(request, asked))
    wired.take()
    expect(page.locator("#line li")).to_have_count(1)
    press_keypad(wired, "quay-1", CounterOpen, CounterNext)
    expect(page.locator("#number")).to_have_text("A001")
    assert asked, "the page fetched what it heard of"
    assert not [address for address in asked if "after=" in address], "and never waited at the hub"


def note(request: Request, asked: list[str]) -> None:
    if "/desk/live" in request.url:
        asked.append(request.url)


def test_the_socket_carries_what_boards_read_and_no_more(wired: Site, open_page: Callable[..., Page]) -> None:
    page = open_page("lan.nt")
    frames: list[bytes] = []
    page.on("websocket", lambda socket: hear(socket, frames))
    page.reload()
    expect(page.locator("#desk")).to_have_attribute("data-way", "socket")
    press_keypad(wired, "quay-1", CounterOpen)
    wired.take()
    expect(page.locator("#line li")).to_have_count(1)
    heard = b"".join(frames)
    assert b"lobby/1/demo/counter/quay-1" in heard
    assert b"lobby/1/demo/config/desk-view" in heard
    assert b"lan.nt" not in heard
    assert b"/journal" not in heard


def hear(socket: WebSocket, frames: list[bytes]) -> None:
    socket.on("framereceived", lambda data: frames.append(data if isinstance(data, bytes) else data.encode()))


def test_without_the_socket_the_page_asks_the_hub_and_goes_over_when_it_is_back(
    wired: Site, web: WebPart, broker: Any, open_page: Callable[..., Page]
) -> None:
    broker.stop()
    page = open_page("lan.nt")
    wired.take()
    expect(page.locator("#line li")).to_have_count(1)
    expect(page.locator("#desk")).to_have_attribute("data-way", "asking")
    broker.start()
    expect(page.locator("#desk")).to_have_attribute("data-way", "socket", timeout=20_000)
    wired.take()
    expect(page.locator("#line li")).to_have_count(2)
    broker.stop()
    press_keypad(wired, "quay-1", CounterOpen)
    expect(page.locator("#phase")).to_have_text("Đang mở")
    broker.start()


def test_a_call_for_help_is_at_the_colleagues_and_they_end_it(wired: Site, open_page: Callable[..., Page]) -> None:
    caller, colleague = open_page("lan.nt"), open_page("minh.tv", "rieng-cua-minh")
    for page in (caller, colleague):
        expect(page.locator("#desk")).to_have_attribute("data-way", "socket")
    caller.keyboard.press("k")
    expect(colleague.locator("#helps")).to_contain_text("Quầy số 1 cần hỗ trợ")
    expect(colleague).to_have_title(
        "Quầy số 1 cần hỗ trợ · Quầy số 2 · Trung tâm Phục vụ hành chính công phường Tô Hiệu"
    )
    expect(caller.locator("#helps")).to_contain_text("Đã báo đồng nghiệp")
    colleague.get_by_role("button", name="Đã hỗ trợ xong Quầy số 1").click()
    for page in (caller, colleague):
        expect(page.locator("#helps li")).to_have_count(0)
    caller.get_by_role("button", name="Gọi hỗ trợ").click()
    expect(colleague.locator("#helps li")).to_have_count(1)
    caller.get_by_role("button", name="Thôi gọi hỗ trợ").click()
    expect(colleague.locator("#helps li")).to_have_count(0)


def test_the_loudspeakers_fall_silent_at_one_press_and_any_officer_lets_them_speak_again(
    wired: Site, open_page: Callable[..., Page]
) -> None:
    caller, colleague = open_page("lan.nt"), open_page("minh.tv", "rieng-cua-minh")
    for page in (caller, colleague):
        expect(page.locator("#desk")).to_have_attribute("data-way", "socket")
    wired.take()
    press_keypad(wired, "quay-2", CounterOpen)
    press_keypad(wired, "quay-2", CounterNext)
    caller.get_by_role("button", name="Cho loa im").click()
    expect(colleague.locator("#spoken")).to_have_text("Loa đang im: hãy gọi bằng lời")
    resume = colleague.get_by_role("button", name="Cho loa đọc tiếp")
    expect(resume).to_have_attribute("title", "Loa đang im theo lệnh của Quầy số 1")
    resume.click()
    for page in (caller, colleague):
        expect(page.get_by_role("button", name="Cho loa im")).to_be_enabled()


def test_boards_learn_nothing_of_a_call_for_help(wired: Site, broker: Any, wait_until: Wait) -> None:
    password = broker.password_file("board-1").read_text().strip()
    board = PahoBus(Access("127.0.0.1", broker.port, "board-1", password, None), Will("lobby/1/demo/x", b""))
    heard: list[Incoming] = []
    for pattern in ("counter/+", "queue/+", "call", "config/+", "notices"):
        board.subscribe(f"lobby/1/demo/{pattern}", heard.append)
    board.start()
    try:
        wait_until(lambda: len(heard) >= 6, "the board has its pictures")
        wired.real.handle(DESK_DEVICE, CounterHelp(id=str(uuid.uuid4()), counter="quay-1"))
        wired.take()
        wait_until(lambda: any("queue/ho-tich" in one.topic and b"A001" in one.payload for one in heard), "news")
        assert not any(b"help" in one.payload for one in heard)
        assert not any("config/desk-view" in one.topic for one in heard)
    finally:
        board.stop()


def test_the_viewers_password_is_for_officers_who_sit_at_a_counter(
    wired: Site, web: WebPart, open_page: Callable[..., Page]
) -> None:
    page = open_page("lan.nt")
    mine = page.evaluate("fetch('/desk/link').then((answer) => answer.json())")
    assert (mine["username"], mine["site"], mine["hub"]) == ("desk-view", "demo", "hub")
    stranger = page.context.browser.new_context()  # type: ignore[union-attr]
    answer = stranger.request.get(f"http://127.0.0.1:{web.port}/desk/link")
    assert answer.status == 401
    assert mine["password"] not in answer.text()
    stranger.close()


def test_the_viewer_is_heard_by_nobody(wired: Site, broker: Any, wait_until: Wait) -> None:
    """Whoever takes the viewer's password out of the browser can neither act nor count as a board."""
    press_keypad(wired, "quay-1", CounterOpen)
    called = wired.take() and wired.real.handle(
        DESK_DEVICE, CounterNext(id=str(uuid.uuid4()), counter="quay-1"), officer="lan.nt"
    )
    assert called.data is not None
    password = broker.password_file("desk-view").read_text().strip()
    viewer = PahoBus(Access("127.0.0.1", broker.port, "desk-view", password, None), Will("lobby/1/demo/x", b""))
    replies: list[Incoming] = []
    pictures: list[Incoming] = []
    viewer.subscribe("lobby/1/demo/reply/desk-view", replies.append)
    viewer.subscribe("lobby/1/demo/counter/+", pictures.append)
    viewer.start()
    try:
        wait_until(lambda: pictures, "the viewer listens")
        wanted = {"v": 1, "id": str(uuid.uuid4()), "counter": "quay-1"}
        shown = {"v": 1, "call_id": called.data["call_id"], "as": "displayed", "at": "2026-11-23T08:00:00+07:00"}
        tracked = {"v": 1, "id": str(uuid.uuid4()), "track": "x" * 11}
        for topic, fields in (
            ("do/desk-view/counter/finish", wanted),
            ("do/desk/counter/finish", wanted),
            ("shown/desk-view", shown),
            ("do/desk-view/ticket/track", tracked),
        ):
            viewer.publish(f"lobby/1/demo/{topic}", json.dumps(fields).encode())
        wait_until(lambda: replies, "the hub has answered the last of them")
        assert json.loads(replies[0].payload)["error"]["code"] == "forbidden"
        (counter, *_) = wired.real.counters()
        assert counter.ticket is not None
        assert counter.ticket.state == "called"
        assert counter.presented.displayed == 0
    finally:
        viewer.stop()


def test_only_the_work_screen_may_speak_to_the_broker(wired: Site, browse: Callable[[Site], Browser]) -> None:
    officer = browse(wired)
    policy = officer.enter().headers["Content-Security-Policy"]
    port = wired.settings.pages["desk"]["websocket_port"]
    assert f"connect-src 'self' ws://localhost:{port}/mqtt;" in policy
    assert "ws:" not in officer.get("/desk/counter").headers["Content-Security-Policy"]
    assert "ws:" not in officer.get("/desk/issue").headers["Content-Security-Policy"]
