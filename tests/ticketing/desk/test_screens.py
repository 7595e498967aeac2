"""The work screen as it looks on a desk and on a tablet: nothing cut off, pale or too small, however many wait."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from lobby.clock import HandClock
from ticketing.desk.web import WebPart
from ticketing.hub.door import HelpCall

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

pytestmark = pytest.mark.journey

SCREENS = [(1920, 1080), (1280, 800), (1024, 768), (800, 1280)]
LONG = "Đăng ký đất đai, cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất"
CUT_OFF = """(root) =>
  [...document.querySelectorAll(`${root} :is(button, p, dt, dd, h2, legend, label, .shown li, .hand)`)]
  .filter((e) => e.getClientRects().length && !e.closest('.unseen, .skip'))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .filter((e) => getComputedStyle(e).display !== 'inline' && !e.matches('.number'))
  .map((e) => `${e.tagName} ${e.textContent.trim().slice(0, 60)}`)"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll('.top > *, .helps, .hand, .strip, .actions, .waiting, .aside, .day')]
    .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height > 0)
    .map((e) => [e.className || e.id, e.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${one} and ${other}`));
}"""
SMALL = """() =>
  [...document.querySelectorAll('button, a, select, input:not([type=checkbox], [type=radio]), label:has(input)')]
  .filter((e) => e.getClientRects().length && !e.matches('.office, .skip'))
  .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 47.5 || r.width < 47.5; })
  .map((e) => `${e.textContent.trim().slice(0, 40)} ${e.getBoundingClientRect().height}`)"""
# Each text against the ground it really stands on; a disabled button's text is let off, as WCAG 1.4.3 does.
PALE = """() => {
  const light = (c) => { const f = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const parts = (text) => (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > .99) return c; } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.getClientRects().length && !e.closest(':disabled, .unseen, .skip'))
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .map((e) => { const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
      return [(a + .05) / (b + .05), e.textContent.trim().slice(0, 40)]; })
    .filter(([ratio]) => ratio < 4.5).map(([ratio, words]) => `${ratio.toFixed(2)} ${words}`);
}"""


@pytest.fixture
def open_screen(web: WebPart, chromium: Chromium, officer: Browser) -> Iterator[Callable[..., Page]]:
    """Open the screen of the officer who sits at counter 1."""
    contexts = []

    def open_(width: int, height: int, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
        contexts.append(context)
        cookie = officer.client.get_cookie("lobby_session")
        assert cookie is not None
        context.add_cookies([{"name": "lobby_session", "value": cookie.value, "url": f"http://127.0.0.1:{web.port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{web.port}/desk")
        expect(page.locator("#issue-open")).to_be_enabled()
        return page

    yield open_
    for context in contexts:
        context.close()


def fill(officer: Browser, site: Site, clock: HandClock, people: int) -> None:
    """Let `people` wait, one be called, and a few have been set aside before."""
    officer.do("counter/open")
    for nth in range(people + 5 if people else 0):
        site.take(priority=("elderly", "disabled", None)[nth % 3] if nth > 4 else None)
        clock.forward(20)
    if not people:
        return
    for verb, fields in (
        ("counter/no-show", {}),
        ("counter/park", {"reason": "Bổ sung hồ sơ", "supplement": True}),
        ("counter/park", {"reason": "Khác"}),
        ("counter/finish", {}),
    ):
        officer.do("counter/next")
        clock.forward(5)
        if verb == "counter/finish":
            officer.do("counter/serve")
            clock.forward(263)
        officer.do(verb, **fields)
        clock.forward(2)
    officer.do("counter/next")


def check(page: Page, name: str, root: str = "#desk") -> None:
    """Look at the page as it stands: nothing cut off, nothing on top of another, nothing pale."""
    keep(page, name)
    assert page.evaluate(CUT_OFF, root) == [], name
    assert page.evaluate(OVERLAPPING) == [], name
    assert page.evaluate(PALE) == [], name
    across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert across <= 0, name


@pytest.mark.parametrize("people", [0, 5, 50])
def test_every_screen_shows_all_of_it(
    open_screen: Callable[..., Page], officer: Browser, site: Site, clock: HandClock, people: int
) -> None:
    fill(officer, site, clock, people)
    for width, height in SCREENS:
        page = open_screen(width, height)
        check(page, f"work-{people}-{width}")
        if height < width:
            assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), width


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280)])
def test_a_tablets_targets_are_large_enough_for_a_finger(
    open_screen: Callable[..., Page], officer: Browser, site: Site, clock: HandClock, width: int, height: int
) -> None:
    fill(officer, site, clock, 5)
    page = open_screen(width, height, has_touch=True)
    assert page.evaluate(SMALL) == []
    page.locator("#aside-list button").first.tap()
    assert page.evaluate(SMALL) == []


def test_long_names_and_everything_at_once_still_fit(
    open_screen: Callable[..., Page], officer: Browser, site: Site, clock: HandClock
) -> None:
    fill(officer, site, clock, 50)
    services = [service.model_copy(update={"name": LONG}) for service in site.settings.services]
    since = site.clock.now() - timedelta(minutes=3)
    site.door.real = Renamed(site.real, tuple(services))
    site.door.answers["helps"] = lambda: [
        HelpCall("quay-2", "Quầy số 2", "minh.tv", since),
        HelpCall("quay-1", "Quầy số 1", "lan.nt", since),
    ]
    site.door.answers["hushed"] = lambda: HelpCall("quay-2", "Quầy số 2", "minh.tv", since)
    site.door.answers["why"] = lambda _counter: "Đã chờ 61 phút nên không nhường thêm lượt ưu tiên. " * 2
    for width, height in ((1920, 1080), (1280, 800), (800, 1280)):
        page = open_screen(width, height)
        expect(page.locator("#undo")).to_be_visible()
        page.evaluate("document.querySelector('#alert').hidden = false")
        page.locator("#alert").evaluate(
            "(e) => { e.textContent = 'Hệ thống gặp lỗi. Vui lòng thử lại hoặc báo cán bộ.'; }"
        )
        check(page, f"long-{width}")


class Renamed:
    """The hub, its fields under longer names."""

    def __init__(self, hub: Any, services: tuple[Any, ...]) -> None:
        self._hub = hub
        self.services = services

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hub, name)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280)])
def test_every_dialog_is_whole(
    open_screen: Callable[..., Page], officer: Browser, site: Site, clock: HandClock, width: int, height: int
) -> None:
    fill(officer, site, clock, 5)
    page = open_screen(width, height)
    for key, dialog in (
        ("n", "pause"),
        ("d", "park"),
        ("c", "transfer"),
        ("s", "call"),
        ("u", "favour"),
        ("v", "absent"),
    ):
        page.keyboard.press(key)
        page.locator(f"#{dialog}[open]").wait_for()
        check(page, f"dialog-{dialog}-{width}", f"#{dialog}")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("#line button").first.click()
    check(page, f"dialog-pick-{width}", "#pick")


def keep(page: Page, name: str) -> None:
    """Keep a picture where the run asks for pictures, for people to look at."""
    folder = os.environ.get("LOBBY_PICTURES")
    if folder:
        page.evaluate("document.fonts.ready")
        page.screenshot(path=Path(folder) / f"desk-{name}.png")
