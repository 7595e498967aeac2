"""A citizen rates on a telephone by keyboard alone, on one that runs no scripts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from lobby.contract.requests import VERBS
from ticketing.desk.rating_words import VIETNAMESE
from ticketing.hub.door import DESK_DEVICE

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site
    from ticketing.desk.web import WebPart


@pytest.fixture
def address(site: Site, web: WebPart) -> str:
    """The page of a ticket that was served."""
    track = site.take().track
    for verb in ("open", "next", "finish"):
        asked = VERBS[f"counter/{verb}"].model_validate({"id": str(uuid.uuid4()), "counter": "quay-1"})
        assert site.real.handle(DESK_DEVICE, asked, officer="lan.nt").ok
    return f"http://127.0.0.1:{web.port}/t/{track}"


@pytest.mark.parametrize("width", [360, 412])
def test_a_rating_is_given_by_keys_and_without_a_script(
    chromium: Browser, site: Site, address: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 780}, locale="vi-VN", java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="Rất không hài lòng").click()
        _rate_by_keys(page)
        assert page.get_by_role("status").inner_text() == VIETNAMESE.thanks
    finally:
        context.close()
    facts = site.real._ground.journal.facts_after(0, 1000)
    said = next(fact.data for fact in facts if fact.kind == "rating.submitted")
    assert (said["score"], said["reasons"], said["by"]) == (2, ["cho-lau"], "phone")


def _rate_by_keys(page: Page) -> None:
    page.get_by_role("radio", name="Rất không hài lòng").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("checkbox", name="Phải chờ lâu").is_checked()
    width = page.locator("main").bounding_box()
    assert width is not None and width["x"] >= 0 and width["x"] + width["width"] <= (page.viewport_size or {})["width"]
    page.get_by_role("button", name="Gửi đánh giá").focus()
    page.keyboard.press("Enter")
