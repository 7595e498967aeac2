"""A citizen's telephone in a real browser: the page turns by itself, weighs little, and needs no script."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from lobby.contract.replies import Tracked, accept
from lobby.contract.requests import CounterNext, CounterOpen, Request
from lobby.contract.ticket import TicketState, Wait
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site

LIGHT = 30 * 1024
WITHIN_MS = 12_000  # a phone near its turn asks every 5 s, and the server keeps an answer for 3 s
SMALL = {"width": 360, "height": 740}
STATES = [
    (TicketState.WAITING, 14, None),
    (TicketState.WAITING, 1, None),
    (TicketState.CALLED, 0, None),
    (TicketState.SERVING, 0, None),
    (TicketState.PARKED, 0, 15),
    (TicketState.PARKED, 0, None),
    (TicketState.NO_SHOW, 0, 3),
    (TicketState.NO_SHOW, 0, None),
    (TicketState.SERVED, 0, None),
    (TicketState.CANCELLED, 0, None),
    (TicketState.EXPIRED, 0, None),
]
FEELS = """window.felt = [];
Object.defineProperty(navigator, "vibrate", { value: (how) => window.felt.push(how) });"""
HIDES = """Object.defineProperty(document, "hidden", { get: () => window.away === true });
Object.defineProperty(document, "visibilityState", { get: () => (window.away ? "hidden" : "visible") });"""
TOO_SMALL = """[...document.querySelectorAll("a, button")].map((one) => one.getBoundingClientRect())
  .filter((box) => box.height < 44).length"""

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=SMALL, locale="vi-VN", is_mobile=True, has_touch=True)
    context.set_default_timeout(15_000)
    yield context
    context.close()


def call(site: Site) -> None:
    for asked in (CounterOpen, CounterNext):
        answer = site.real.handle("desk", asked(id=str(uuid.uuid4()), counter="quay-1"))
        assert answer.ok, answer.error


def test_the_page_says_by_itself_that_it_is_your_turn(phone: BrowserContext, web: WebPart, site: Site) -> None:
    phone.add_init_script(FEELS)
    page = phone.new_page()
    page.goto(f"http://127.0.0.1:{web.port}/t/{site.take().track}")
    expect(page.locator("h1")).to_have_text("Sắp đến lượt")
    call(site)
    expect(page.locator("h1")).to_have_text("Mời đến Quầy số 1", timeout=WITHIN_MS)
    assert page.evaluate("document.body.className") == "called"
    assert len(page.evaluate("felt")) == 1
    expect(page).to_have_title(re.compile(r"^Đến lượt A001: Quầy số 1$"))
    expect(page).to_have_title(re.compile(r"^●●● Đến lượt A001"))


def test_what_a_phone_fetches_weighs_little(phone: BrowserContext, web: WebPart, site: Site) -> None:
    page = phone.new_page()
    watch = phone.new_cdp_session(page)
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    watch.on("Network.requestWillBeSent", lambda told: names.setdefault(told["requestId"], told["request"]["url"]))
    watch.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    watch.send("Network.enable")
    page.goto(f"http://127.0.0.1:{web.port}/t/{site.take().track}", wait_until="networkidle")
    fetched = {names[one]: round(size) for one, size in sizes.items() if one in names}
    assert len(fetched) >= 3, fetched
    assert not any("font" in url for url in fetched), fetched
    assert sum(fetched.values()) <= LIGHT, fetched


def test_a_phone_in_the_pocket_asks_nothing_and_is_right_when_it_is_taken_out(
    phone: BrowserContext, web: WebPart, site: Site
) -> None:
    phone.add_init_script(HIDES)
    page = phone.new_page()
    page.clock.install()
    asked: list[str] = []
    page.goto(f"http://127.0.0.1:{web.port}/t/{site.take().track}")
    expect(page.locator("h1")).to_have_text("Sắp đến lượt")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for("10:00")
    assert asked == []
    call(site)
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("h1")).to_have_text("Mời đến Quầy số 1", timeout=WITHIN_MS)


def test_without_a_script_the_page_renews_itself_and_its_buttons_work(
    chromium: Browser, web: WebPart, site: Site
) -> None:
    context = chromium.new_context(viewport=SMALL, locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{web.port}/t/{site.take().track}")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content", timeout=5000) == "10"
    page.get_by_role("link", name="Tôi không cần số này nữa").click()
    page.get_by_role("button", name="Trả lại số").click()
    expect(page.locator("h1")).to_have_text("Số này đã được trả lại")
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_state_fits_a_small_screen(
    phone: BrowserContext, web: WebPart, site: Site, lang: str, tmp_path: Path
) -> None:
    page = phone.new_page()
    shots = Path(os.environ.get("LOBBY_PICTURES", tmp_path))
    for n, (state, ahead, minutes) in enumerate(STATES):
        _stand(site, state, ahead, minutes)
        page.goto(f"http://127.0.0.1:{web.port}/t/{site.take().track}?lang={lang}")
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], state
        assert page.evaluate(TOO_SMALL) == 0, state
        page.screenshot(path=shots / f"phone-{lang}-{n:02}-{state.value}.png")


def _stand(site: Site, state: TicketState, ahead: int, minutes: int | None) -> None:
    def track(asked: Request) -> Any:
        reply = site.real.handle("desk", asked)
        ticket = Tracked.model_validate(reply.data).ticket.model_copy(update={"state": state, "counter": "quay-1"})
        back = site.clock.now() + timedelta(minutes=minutes) if minutes is not None else None
        wait = Wait(low_s=5400, high_s=9000)
        return accept(asked.id, Tracked(ticket=ticket, ahead=ahead, wait=wait, returns_at=back))

    site.door.replies["ticket/track"] = track
