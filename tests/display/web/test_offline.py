"""A board that starts while the hub is away: page, type and notices come from what the browser kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

KEPT = "() => navigator.serviceWorker.ready.then((one) => caches.match(location.href)).then(Boolean)"


def test_a_board_starts_without_the_hub_and_is_right_when_it_comes_back(
    hub: Any, chromium: Browser, make_site: Callable[..., Any], wait_until: Any
) -> None:
    hub.lobby()
    hub.notices("Giờ tiếp nhận: 7:30 – 11:30")
    site = make_site()
    port = site.server.server_port
    page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{site.url}/board/board-1", wait_until="commit")
    expect(page.locator("#ticker")).to_have_text("Giờ tiếp nhận: 7:30 – 11:30")
    wait_until(lambda: page.evaluate(KEPT), "the page is kept", 30)
    site.stop()
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{port}/board/board-1", wait_until="commit")
    expect(page.locator("#office")).to_contain_text("Trung tâm Phục vụ hành chính công")
    expect(page.locator("#sign")).to_be_visible()
    expect(page.locator("#ticker span")).to_have_text("Giờ tiếp nhận: 7:30 – 11:30")
    make_site(port=port)
    expect(page.locator("#calling[data-number=B002]")).to_be_visible()
    expect(page.locator("#sign")).to_be_hidden()
    page.context.close()


def test_the_link_with_its_password_is_never_kept(hub: Any, open_board: Callable[..., Page], wait_until: Any) -> None:
    page = open_board()
    expect(page.locator("body[data-linked=true]")).to_be_attached()
    wait_until(lambda: page.evaluate(KEPT), "the page is kept", 30)
    kept = page.evaluate(
        """() => caches.keys().then((names) => Promise.all(names.map((name) =>
          caches.open(name).then((cache) => cache.keys()))))
          .then((all) => [].concat(...all).map((request) => new URL(request.url).pathname))"""
    )
    assert "/board/board-1" in kept
    assert any(path.endswith("board.js") for path in kept)
    assert not [path for path in kept if "link" in path]


def test_a_hub_that_falls_silent_while_it_is_asked_is_asked_again(
    hub: Any, chromium: Browser, make_site: Callable[..., Any]
) -> None:
    hub.lobby()
    site = make_site()
    page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    asked: list[str] = []

    def answer_the_second(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()

    page.route("**/link.json", answer_the_second)
    page.goto(f"{site.url}/board/board-1", wait_until="commit")
    expect(page.locator("body[data-linked=true]")).to_be_attached()
    assert len(asked) == 2
    page.context.close()
