"""An officer's morning by keyboard alone: one key for next, each act on its own key, and a way back from a slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from lobby.clock import HandClock
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

pytestmark = pytest.mark.journey

Wait = Callable[..., None]


@pytest.fixture
def page(site: Site, chromium: Chromium, officer: Browser) -> Iterator[Page]:
    """The screen of the officer at counter 1, which is open; the hub's clock stands still unless moved."""
    web = WebPart(site.settings, site.door, site.clock, site.link.faults)
    web.start()
    officer.do("counter/open")
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    cookie = officer.client.get_cookie("lobby_session")
    assert cookie is not None
    address = f"http://127.0.0.1:{web.port}"
    context.add_cookies([{"name": "lobby_session", "value": cookie.value, "url": address}])
    made = context.new_page()
    made.goto(f"{address}/desk")
    expect(made.locator("#issue-open")).to_be_enabled()
    yield made
    context.close()
    web.stop()


def hit(page: Page, key: str) -> None:
    """Press a key when the screen takes it: the space bar, or the same key again, rests a second after an act."""
    expect(page.locator(".actions.busy")).to_have_count(0)
    if key in ("Space", page.evaluate("window.hit")):
        page.evaluate("new Promise((then) => setTimeout(then, 1000))")
    page.evaluate("(key) => { window.hit = key; }", key)
    page.keyboard.press(key)


def later(page: Page, site: Site, clock: HandClock, seconds: float) -> None:
    """Let time pass at the hub, and the page hear of it."""
    clock.forward(seconds)
    site.take("dat-dai")
    site.hub.flush()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def in_hand(site: Site) -> tuple[str, str] | None:
    ticket = site.real.counters()[0].ticket
    return None if ticket is None else (ticket.number, ticket.state.value)


def test_a_morning_without_a_mouse(page: Page, site: Site, clock: HandClock, wait_until: Wait) -> None:
    for _ in range(4):
        site.take()
    expect(page.locator("#line li")).to_have_count(4)
    page.keyboard.press("Space")
    wait_until(lambda: in_hand(site) == ("A001", "called"), "space calls the next")
    hit(page, "b")
    wait_until(lambda: in_hand(site) == ("A001", "serving"), "b serves")
    hit(page, "p")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type("h15.12-261123-0007")
    page.keyboard.press("Enter")
    wait_until(lambda: in_hand(site) is None, "finished with a dossier's code")
    site.hub.flush()
    served = [one for one in site.broker.payloads(site.link.topics.journal()) if b"ticket.served" in one]
    assert b"H15.12-261123-0007" in served[-1]
    hit(page, "Space")
    wait_until(lambda: in_hand(site) == ("A002", "called"), "the next one")
    hit(page, "d")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    wait_until(lambda: in_hand(site) is None, "set aside for papers")
    expect(page.locator("#aside-list .supplement strong")).to_have_text("A002")
    hit(page, "n")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#phase")).to_have_text("Tạm nghỉ: Họp đột xuất")
    hit(page, "t")
    expect(page.locator("#phase")).to_have_text("Đang mở")
    expect(page.locator("#day")).to_contain_text(re.compile("Đã phục vụ1.*Để chờ1"))


def test_a_mis_click_is_taken_back_within_ten_seconds(
    page: Page, site: Site, clock: HandClock, wait_until: Wait
) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    hit(page, "Space")
    expect(page.locator("#number")).to_have_text("A001")
    hit(page, "v")
    expect(page.locator("#absent-words")).to_contain_text("Số A001 mới được gọi")
    # Whoever hits Enter without reading has the citizen still in hand.
    expect(page.get_by_role("button", name="Thôi, chờ thêm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert in_hand(site) == ("A001", "called")
    hit(page, "v")
    page.keyboard.press("1")
    expect(page.locator("#undo-words")).to_have_text("Đã ghi vắng mặt A001")
    expect(page.locator("#undo-act")).to_have_text(re.compile(r"Hoàn tác\s+\((10|9|8)\)"))
    hit(page, "z")
    wait_until(lambda: in_hand(site) == ("A001", "called"), "back in hand")
    expect(page.locator("#number")).to_have_text("A001")
    hit(page, "v")
    page.keyboard.press("1")
    expect(page.locator("#undo")).to_be_visible()
    later(page, site, clock, 11)
    expect(page.locator("#undo")).to_be_hidden()


def test_the_space_bar_hit_twice_or_held_calls_one(page: Page, site: Site, clock: HandClock) -> None:
    for _ in range(5):
        site.take()
    expect(page.locator("#line li")).to_have_count(5)
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    for _ in range(5):
        page.keyboard.down("Space")
    page.keyboard.up("Space")
    expect(page.locator("#number")).to_have_text("A001")
    next_one = page.locator("[data-verb='counter/next']")
    expect(next_one).to_be_disabled()
    expect(next_one).to_contain_text("(3)")
    hit(page, "Space")
    assert in_hand(site) == ("A001", "called")
    later(page, site, clock, 4)
    expect(next_one).to_be_enabled()
    hit(page, "Space")
    expect(page.locator("#number")).to_have_text("A002")
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A003", "A004", "A005"]


def test_space_on_a_button_reached_by_tab_presses_that_button(page: Page, site: Site) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    page.locator("[data-verb='counter/pause']").focus()
    page.keyboard.press("Space")
    expect(page.locator("#pause[open]")).to_be_visible()
    assert in_hand(site) is None


def test_after_a_finger_or_the_mouse_space_means_next_again(page: Page, site: Site) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    page.locator("[data-verb='counter/pause']").click()
    page.locator("dialog[open]").get_by_role("button", name="Thôi").click()
    expect(page.locator(".actions")).to_be_focused()
    hit(page, "Space")
    expect(page.locator("#number")).to_have_text("A001")


def test_a_call_is_repeated_after_a_wait_whose_seconds_are_shown(page: Page, site: Site, clock: HandClock) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    page.keyboard.press("Space")
    recall = page.locator("[data-verb='counter/recall']")
    expect(recall).to_contain_text("Gọi lại (10)")
    expect(recall).to_be_disabled()
    later(page, site, clock, 8)
    expect(recall).to_contain_text("Gọi lại (2)")
    later(page, site, clock, 2)
    expect(recall).to_be_enabled()
    hit(page, "l")
    expect(page.locator("#hand-label")).to_have_text("Đang gọi lần 2")
    expect(recall).to_be_disabled()


def test_a_no_show_stands_out_after_a_while_and_is_asked_about_before(page: Page, site: Site, clock: HandClock) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#number")).to_have_text("A001")
    absent = page.locator("[data-verb='counter/no-show']")
    expect(absent).not_to_have_class(re.compile("ripe"))
    later(page, site, clock, 45)
    expect(absent).to_have_class(re.compile("ripe"))
    hit(page, "v")
    expect(page.locator("#hand")).to_have_class("hand idle")
    expect(page.locator("#aside-list .returns")).to_have_text("Vào lại hàng lúc 08:03")


def test_priority_is_granted_with_a_reason_and_the_journal_keeps_it(page: Page, site: Site, wait_until: Wait) -> None:
    for _ in range(3):
        site.take()
    expect(page.locator("#line li")).to_have_count(3)
    page.keyboard.press("u")
    page.keyboard.type("a003")
    page.keyboard.press("Tab")
    page.keyboard.type("Ph")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#line li").first).to_contain_text(re.compile("A003.*Phụ nữ mang thai"))
    site.hub.flush()
    entries = [one.decode() for one in site.broker.payloads(site.link.topics.journal())]
    (granted,) = [one for one in entries if "ticket.prioritized" in one]
    assert "Công dân xuất trình giấy tờ" in granted
    assert '"officer":"lan.nt"' in granted


def test_the_line_is_walked_by_arrows_and_keeps_its_place_when_it_changes(page: Page, site: Site) -> None:
    for _ in range(3):
        site.take()
    expect(page.locator("#line li")).to_have_count(3)
    assert page.locator("#line button[tabindex='0']").count() == 1
    page.locator("#line button[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    site.take()
    expect(page.locator("#line li")).to_have_count(4)
    expect(page.locator("#line button[data-number='A002']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pick-label")).to_have_text("Số A002")
    page.keyboard.press("Escape")
    expect(page.locator("#line button[data-number='A002']")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    expect(page.locator("#number")).to_have_text("A002")


def test_keys_can_be_turned_off(page: Page, site: Site) -> None:
    site.take()
    expect(page.locator("#line li")).to_have_count(1)
    page.get_by_label("Dùng phím tắt").uncheck()
    page.locator(".actions").focus()
    page.keyboard.press("Space")
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("kbd").first).to_be_hidden()
    assert in_hand(site) is None


def test_keys_that_follow_fast_on_a_closed_dialog_are_the_next_ones(page: Page) -> None:
    chosen = page.evaluate("""async () => {
        const script = document.querySelector("script[type=module][src*='work']").src;
        const { ask } = await import(new URL("dialogs.js", script));
        const dialog = document.getElementById("pick");
        const answers = [];
        for (const answer of ["counter/call", "", "ticket/prioritize"]) {
            answers.push(ask("pick"));
            dialog.close(answer);
        }
        return (await Promise.all(answers)).map((fields) => fields && fields.chosen);
    }""")
    assert chosen == ["counter/call", None, "ticket/prioritize"]
