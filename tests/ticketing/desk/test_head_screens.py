"""The head's pages on tablets and a phone, by day and by night: nothing runs over, is pale, or collides."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from lobby.clock import HandClock
from tests.ticketing.desk.test_screens import PALE
from ticketing.desk.daybook import FRESH_S
from ticketing.desk.web import WebPart
from ticketing.journal import figure_rows
from ticketing.journal.figure import Figure, Key

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

pytestmark = pytest.mark.journey

TODAY = date(2026, 11, 23)
SIZES = [(768, 1024), (1280, 800), (390, 844)]
COLLIDING = """() => {
  const words = [...document.querySelectorAll('.chart text')].filter((e) => e.textContent.trim())
    .map((e) => [e.textContent.trim(), e.getBoundingClientRect()]);
  return words.flatMap(([one, a], place) => words.slice(place + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1)
    .filter(([, b]) => a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
    .map(([other]) => `${one} and ${other}`));
}"""
DRAWN = "[...document.querySelectorAll('.chart .bar')].filter((e) => e.getBoundingClientRect().height > 0).length"


@pytest.fixture
def look(web: WebPart, chromium: Chromium, open_browser: Callable[[], Browser]) -> Iterator[Callable[..., Page]]:
    """Open a page as a head sees it."""
    head = open_browser()
    head.log_in("truong.pv", "mat-khau-dau")
    head.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    cookie = head.client.get_cookie("lobby_session")
    assert cookie is not None
    contexts = []

    def open_(path: str, size: tuple[int, int], colours: Any) -> Page:
        viewport: Any = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, locale="vi-VN", color_scheme=colours)
        contexts.append(context)
        site_url = f"http://127.0.0.1:{web.port}"
        context.add_cookies([{"name": "lobby_session", "value": cookie.value, "url": site_url}])
        page = context.new_page()
        page.goto(site_url + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def fill(site: Site, clock: HandClock) -> None:
    """Let many come this morning, and on the days before."""
    for _ in range(12):
        site.take()
        clock.forward(500)
    keys = {}
    for back in (3, 7, 14, 21):
        for hour in range(7, 17):
            counts = Counter(issued=120 + hour, called=110, served=100, missed=9)
            key = Key((TODAY - timedelta(back)).isoformat(), hour, "ho-tich", "quay-1", "lan.nt")
            keys[key] = Figure(counts, Counter({60 * hour: 90, 6000: 20}), Counter({300: 100}))
    with site.hub._journal.transaction() as writer:
        figure_rows.keep(writer, figure_rows.added(writer, keys))
    clock.forward(FRESH_S + 1)


def test_the_pages_fit_every_screen_by_day_and_by_night(
    look: Callable[..., Page], site: Site, clock: HandClock
) -> None:
    fill(site, clock)
    for size, colours in zip(SIZES, ("light", "dark", "dark"), strict=True):
        for path in ("/desk/head", "/desk/head/figures?kind=month&by=hour"):
            page = look(path, size, colours)
            name = f"{path} {size} {colours}"
            if kept := os.environ.get("LOBBY_PICTURES"):
                page.screenshot(path=Path(kept) / f"head-{size[0]}-{colours}-{len(path)}.png", full_page=True)
            across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert across <= 0, name
            assert page.evaluate(PALE) == [], name
            assert page.evaluate(COLLIDING) == [], name
            assert (page.evaluate(DRAWN) > 0) == (path == "/desk/head"), name
