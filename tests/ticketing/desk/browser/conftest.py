"""The desk in a real browser at the machine's own time: its web server, and a page that must not complain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from lobby.clock import SystemClock
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


@pytest.fixture
def web(site: Site) -> Iterator[WebPart]:
    made = WebPart(site.settings, site.door, site.clock, site.link.faults)
    made.start()
    yield made
    made.stop()


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
