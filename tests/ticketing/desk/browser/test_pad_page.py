"""The rating page on a tablet's browser with the real hub: one touch, more on wish, nothing lost while it is away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lobby.contract.journal import EntryKind
from lobby.contract.requests import CounterFinish, CounterNext, CounterOpen, CounterServe, Request
from ticketing.desk.room import KEY
from ticketing.desk.web import WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site

WITHIN_MS = 20_000
SMALL = {"width": 800, "height": 480}
SIZES = [(800, 480), (1024, 600), (1280, 800), (800, 1280)]
# Nothing is cut off, and what is touched is large.
SPILLS = """[document.getElementById("stage"), ...document.querySelectorAll(".fits")]
  .filter((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2).length"""
TOO_SMALL = """(least) => [...document.querySelectorAll(".choice, .option, #bar button")]
  .map((one) => one.getBoundingClientRect()).filter((box) => box.height < least || box.width < least || box.right >
  window.innerWidth || box.bottom > window.innerHeight).length"""
VOICES = """window.said = [];
Object.defineProperty(window, "speechSynthesis", { value: { cancel() {},
  speak: (one) => said.push([one.text, one.lang]), getVoices: () => [{ lang: "vi-VN", name: "Giọng nữ" }] } });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };"""

pytestmark = pytest.mark.journey


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=SMALL, locale="vi-VN", has_touch=True)
    context.set_default_timeout(WITHIN_MS)
    yield context
    context.close()


@pytest.fixture
def pad(tablet: BrowserContext, web: WebPart) -> Iterator[Page]:
    page = tablet.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    pair(page, web)
    yield page
    assert complaints == []


def pair(page: Page, web: WebPart) -> None:
    digits = web._app.extensions[KEY].pads.codes.make("quay-1", "quantri").digits
    # As the square on the keeper's page is scanned.
    page.goto(f"http://127.0.0.1:{web.port}/pad/pair#{digits}")
    page.get_by_role("button", name="Ghép máy").click()
    expect(page.locator("h1.counter")).to_have_text("Quầy số 1")


def act(site: Site, *kinds: type[Request]) -> None:
    for kind in kinds:
        asked = kind.model_validate({"id": str(uuid.uuid4()), "counter": "quay-1"})
        reply = site.real.handle("desk", asked, officer="lan.nt")
        assert reply.ok, reply.error


def serve(site: Site) -> None:
    site.take()
    act(site, CounterNext, CounterServe, CounterFinish)


def touch(page: Page, name: str, until: str) -> None:
    """Touch until it counts: a page that came up just now takes a touch for the end of a double tap."""
    for _ in range(200):
        page.evaluate(
            "(name) => { const one = document.querySelector(`[data-name='${name}']`); one && one.click(); }", name
        )
        if page.locator(until).count():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{name} did not lead to {until}")


def ratings(site: Site) -> list[dict[str, Any]]:
    facts = site.keeper._journal.facts_after(0, 1000)
    return [dict(fact.data) for fact in facts if fact.kind is EntryKind.RATING_SUBMITTED]


@pytest.fixture
def given(site: Site, pad: Page) -> Callable[[int], list[dict[str, Any]]]:
    def wait(count: int) -> list[dict[str, Any]]:
        for _ in range(WITHIN_MS // 50):
            if len(ratings(site)) >= count:
                break
            pad.wait_for_timeout(50)
        return ratings(site)

    return wait


def test_one_touch_of_a_happy_citizen_is_a_rating(site: Site, pad: Page, given: Callable[[int], Any]) -> None:
    expect(pad.locator(".panel")).to_contain_text("Quầy hiện chưa mở")
    act(site, CounterOpen)
    site.take()
    act(site, CounterNext)
    expect(pad.locator(".panel.call .number")).to_have_text("A001")
    act(site, CounterServe)
    expect(pad.locator(".panel.ok .number")).to_have_text("A001")
    act(site, CounterFinish)
    expect(pad.locator(".choice")).to_have_count(5)
    touch(pad, "score:5", ".thanks")
    (one,) = given(1)
    assert one["score"] == 5 and one["by"] == "tablet" and one["lang"] == "vi" and one["after_ms"] >= 600
    expect(pad.locator("h1.counter")).to_be_visible()


def test_an_unhappy_citizen_says_why_and_more_in_one_rating(site: Site, pad: Page, given: Callable[[int], Any]) -> None:
    act(site, CounterOpen)
    serve(site)
    expect(pad.locator(".choice")).to_have_count(5)
    touch(pad, "language", "text=Are you satisfied")
    touch(pad, "score:1", ".reasons .option")
    touch(pad, "reason:cho-lau", "[data-name='reason:cho-lau'].chosen")
    touch(pad, "send", ".thanks [data-name=more]")
    assert ratings(site) == []
    touch(pad, "more", ".indices .row")
    touch(pad, "index:total_time:0", "[data-name='index:total_time:0'].chosen")
    touch(pad, "next", "[data-name='index:agencies:0'], [data-name='index:returns:0']")
    touch(pad, "send", "body.thanks")
    (one,) = given(1)
    assert one["reasons"] == ["cho-lau"] and one["criteria"] == {"total_time": 0} and one["lang"] == "en"


def test_what_was_said_so_far_is_given_at_the_next_call(site: Site, pad: Page, given: Callable[[int], Any]) -> None:
    act(site, CounterOpen)
    serve(site)
    expect(pad.locator(".choice")).to_have_count(5)
    touch(pad, "score:2", ".reasons .option")
    touch(pad, "reason:thai-do", "[data-name='reason:thai-do'].chosen")
    site.take()
    act(site, CounterNext)
    (one,) = given(1)
    assert one["score"] == 2 and one["reasons"] == ["thai-do"]
    expect(pad.locator(".panel.call .number")).to_have_text("A002")


def test_without_the_hub_the_page_opens_and_a_rating_is_kept_until_it_is_back(
    site: Site, pad: Page, tablet: BrowserContext, given: Callable[[int], Any]
) -> None:
    pad.evaluate("navigator.serviceWorker.ready.then(() => true)")
    act(site, CounterOpen)
    serve(site)
    expect(pad.locator(".choice")).to_have_count(5)
    tablet.set_offline(True)
    touch(pad, "score:1", ".reasons .option")
    # The tablet is switched off and on: whoever stood there has gone.
    pad.reload()
    expect(pad.locator("h1.counter")).to_have_text("Quầy số 1")
    assert ratings(site) == []
    expect(pad.locator("#old")).to_be_visible(timeout=WITHIN_MS)
    tablet.set_offline(False)
    (one,) = given(1)
    assert one["score"] == 1 and one["device"].startswith("tablet-")
    expect(pad.locator("#old")).to_be_hidden(timeout=WITHIN_MS)
    assert pad.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('pad.rating')).length") == 0


def test_a_tablet_that_was_cut_off_asks_for_a_code(site: Site, pad: Page, web: WebPart) -> None:
    (device,) = [one.device for one in site.real.pads.seen()]
    web._app.extensions[KEY].pads.tablets.cut_off(device)
    expect(pad.get_by_role("heading", name="Ghép máy đánh giá")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_all_stands_on_the_glass_and_fingers_find_it(site: Site, pad: Page, size: tuple[int, int]) -> None:
    pad.set_viewport_size({"width": size[0], "height": size[1]})
    act(site, CounterOpen)
    serve(site)
    expect(pad.locator(".choice")).to_have_count(5)
    for wish in ("big", "clear"):
        touch(pad, wish, f"[data-name={wish}][aria-pressed=true]")
        assert pad.evaluate(SPILLS) == 0 and pad.evaluate(TOO_SMALL, 60) == 0
    faces = pad.evaluate("[...document.querySelectorAll('.choice .face')].map((one) => Math.round(one.offsetHeight))")
    assert len(set(faces)) == 1
    touch(pad, "score:1", ".reasons .option")
    assert pad.evaluate(SPILLS) == 0 and pad.evaluate(TOO_SMALL, 86) == 0
    touch(pad, "send", ".thanks [data-name=more]")
    touch(pad, "more", ".indices .row")
    assert pad.evaluate(SPILLS) == 0 and pad.evaluate(TOO_SMALL, 86) == 0


def test_a_page_is_read_aloud_where_the_tablet_has_the_voice(site: Site, pad: Page) -> None:
    act(site, CounterOpen)
    serve(site)
    expect(pad.locator(".choice")).to_have_count(5)
    # This browser has no voice at all.
    expect(pad.locator("[data-name=aloud]")).to_have_count(0)
    pad.add_init_script(VOICES)
    pad.reload()
    touch(pad, "aloud", "[data-name=aloud][aria-pressed=true]")
    (text, language) = pad.evaluate("said[0]")
    assert text.startswith("Quý khách có hài lòng") and "Rất hài lòng" in text and language == "vi-VN"
    touch(pad, "language", "text=Are you satisfied")
    expect(pad.locator("[data-name=aloud]")).to_have_count(0)
