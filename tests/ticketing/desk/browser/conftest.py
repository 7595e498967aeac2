"""The desk in a real browser at the machine's own time: its web server, and a page that must not complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lobby.clock import SystemClock
from ticketing.desk.web import WebPart


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


@pytest.fixture
def page(web: WebPart, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.set_default_timeout(15_000)
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda fault: complaints.append(str(fault)))
    made.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield made
    context.close()
    assert complaints == []


@pytest.fixture
def lose_first(page: Page) -> Callable[[str], list[str]]:
    """Let the hub do the first request to an address and lose its answer; returns a list that gets what was asked."""

    def lose(address: str) -> list[str]:
        lost: list[str] = []

        def answer(route: Any) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.request.post_data)
            route.fetch()
            route.abort("connectionreset")

        page.route(address, answer)
        return lost

    return lose
