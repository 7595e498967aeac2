"""Each layout as people see it: on wide and upright screens, in a rush, at night, in English, in high contrast."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lobby.contract.states import CounterPhase

WIDE = [(1920, 1080), (1280, 720)]
UPRIGHT = (1080, 1920)
OFFICE = "Trung tâm Phục vụ hành chính công phường Tô Hiệu"

FAULTS = """() => {
  const faults = [];
  const doc = document.documentElement;
  if (doc.scrollWidth > innerWidth || doc.scrollHeight > innerHeight) faults.push("the page scrolls");
  const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
    && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  for (const element of texts) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const slack = parseFloat(getComputedStyle(element).fontSize) * 0.14;
    for (const rect of range.getClientRects()) {
      for (let holder = element; holder && holder !== document.body; holder = holder.parentElement) {
        const frame = holder.getBoundingClientRect();
        if (getComputedStyle(holder).overflow !== "visible" && (rect.right > frame.right + 1
          || rect.left < frame.left - 1 || rect.bottom - slack > frame.bottom + 1 || rect.top + slack < frame.top - 1))
          faults.push("cut off: " + element.textContent.slice(0, 40));
      }
    }
  }
  return faults;
}"""
# Capitals of Be Vietnam Pro are 0.7 of the font's size.
LETTERS = """() => [...document.querySelectorAll("#calling-number span, #rows .number, #plate-number span")]
  .filter((element) => element.checkVisibility() && element.textContent)
  .map((element) => parseFloat(getComputedStyle(element).fontSize) * 0.7 / innerHeight)"""


def linked(page: Page) -> None:
    expect(page.locator("body[data-linked=true]")).to_be_attached()


def rush(hub: Any, counters: int = 20) -> None:
    for place in range(1, counters + 1):
        hub.counter(f"quay-{place}", f"A{place:03}", serving=True)
    hub.queue("ho-tich", "Hộ tịch – Chứng thực", 119, [f"quay-{place}" for place in range(1, counters + 1)])


def holds(page: Page, picture: Callable[[Page, str], None], name: str) -> None:
    page.evaluate("document.fonts.ready")
    faults = {}
    for width, height in [*WIDE, UPRIGHT]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("""([w, h]) => innerWidth === w && innerHeight === h""", arg=[width, height])
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        picture(page, f"{name}-{width}x{height}")
        faults[f"{width}x{height}"] = page.evaluate(FAULTS)
        assert min(page.evaluate(LETTERS), default=1) >= 1 / 20
    assert faults == {f"{width}x{height}": [] for width, height in [*WIDE, UPRIGHT]}


def test_a_table_shows_twenty_counters_and_the_call_above_them(
    hub: Any, open_board: Callable[..., Page], picture: Any
) -> None:
    rush(hub)
    page = open_board(look={"layout": "table"})
    linked(page)
    expect(page.locator("#rows tr:not([hidden])")).to_have_count(20)
    hub.call("quay-17", "C017")
    expect(page.locator("#calling[data-number=C017]")).to_be_visible()
    expect(page.locator("tr[data-counter=quay-17][data-number=C017][data-fresh=true]")).to_be_visible()
    holds(page, picture, "table-rush")


def test_a_plate_shows_its_counter_its_field_its_officer_and_its_number(
    hub: Any, open_board: Callable[..., Page], picture: Any, wait_until: Any
) -> None:
    hub.lobby()
    page = open_board(look={"layout": "plate", "counter": "quay-2", "officer": "Nguyễn Thị Lan Hương"})
    linked(page)
    expect(page.locator("#plate-name")).to_have_text("Quầy số 2")
    expect(page.locator("#plate-officer")).to_have_text("Cán bộ: Nguyễn Thị Lan Hương")
    expect(page.locator("#plate-word")).to_have_text("Sẵn sàng")
    other, own = hub.call("quay-5", "C001"), hub.call("quay-2", "A012")
    expect(page.locator("#plate[data-number=A012]")).to_be_visible()
    wait_until(lambda: own in [shown.call_id for shown in hub.shown], "the plate says displayed", 30)
    assert other not in [shown.call_id for shown in hub.shown], "nobody reads it there"
    holds(page, picture, "plate")
    hub.counter("quay-2", state=CounterPhase.CLOSED)
    expect(page.locator("#plate-word")).to_have_text("Đóng")
    expect(page.locator("#plate-officer")).to_be_hidden()


def test_without_a_name_in_the_settings_a_plate_names_nobody(hub: Any, open_board: Callable[..., Page]) -> None:
    hub.lobby()
    page = open_board(look={"layout": "plate", "counter": "quay-2"})
    expect(page.locator("#plate-word")).to_have_text("Sẵn sàng")
    expect(page.locator("#plate-officer")).to_be_hidden()


def test_a_split_board_has_the_notices_beside_the_call(
    hub: Any, open_board: Callable[..., Page], picture: Any, wait_until: Any
) -> None:
    hub.lobby()
    page = open_board(look={"layout": "split"})
    linked(page)
    call_id = hub.call("quay-6", "D001")
    expect(page.locator("#calling[data-number=D001]")).to_be_visible()
    expect(page.locator("#notices")).to_be_visible()
    wait_until(lambda: call_id in [shown.call_id for shown in hub.shown], "the board says displayed", 30)
    holds(page, picture, "split")


@pytest.mark.parametrize("layout", ["call", "table"])
def test_at_night_the_board_says_that_nobody_works(
    hub: Any, open_board: Callable[..., Page], picture: Any, layout: str
) -> None:
    for place in range(1, 8):
        hub.counter(f"quay-{place}", state=CounterPhase.CLOSED)
    page = open_board(look={"layout": layout})
    expect(page.locator("#idle")).to_have_text("Các quầy hiện chưa làm việc")
    expect(page.locator("#rows tr:not([hidden])")).to_have_count(7)
    holds(page, picture, f"{layout}-night")


def test_an_english_board_in_high_contrast(hub: Any, open_board: Callable[..., Page], picture: Any) -> None:
    hub.lobby()
    page = open_board(look={"languages": ["en"], "contrast": "high"})
    linked(page)
    hub.call("quay-2", "A012")
    expect(page.locator("#calling h2")).to_have_text("Now calling number")
    expect(page.locator("#calling-counter")).to_have_text("Counter 2")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    holds(page, picture, "call-english")


def test_a_wrong_setting_shows_a_working_board_and_names_itself_small_and_in_its_health(
    hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    told: list[dict[str, Any]] = []
    topic = hub.link.topics.health("board-1")
    hub.link.bus.subscribe(topic, lambda incoming: told.append(json.loads(incoming.payload)))
    hub.lobby()
    page = open_board(look={"layout": "tabel"})
    linked(page)
    expect(page.locator("#calling[data-number=B002]")).to_be_visible()
    expect(page.locator("#fault")).to_contain_text("'tabel' không dùng được")
    wait_until(lambda: told, "health", 30)
    assert "«table»" in told[0]["faults"][0]["detail"]
    assert told[0]["faults"][0]["code"] == "settings"


def test_a_board_that_was_set_anew_draws_itself_anew_without_being_touched(
    hub: Any, chromium: Browser, make_site: Callable[..., Any]
) -> None:
    hub.lobby()
    site = make_site()
    port = site.server.server_port
    page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{site.url}/board/board-1", wait_until="commit")
    linked(page)
    site.stop()
    make_site(port=port, layout="table")
    # The hub's own link says at once that it is here again.
    gone = b'{"v":1,"state":"offline","role":"hub","version":"0","since":"2026-11-22T08:00:00+07:00"}'
    hub.link.bus.publish(hub.link.topics.presence("hub"), gone, retained=True)
    expect(page.locator("body[data-layout=table][data-linked=true]")).to_be_attached()
    page.context.close()


def test_a_board_keeps_time_with_the_hub_after_its_machine_slept(hub: Any, open_board: Callable[..., Page]) -> None:
    hub.lobby()
    page = open_board()
    linked(page)
    with page.expect_request("**/link.json", timeout=60_000):
        # A machine that slept: its own clock went on, the page's steady one did not.
        page.evaluate("() => { const now = Date.now; Date.now = () => now.call(Date) + 3600000; }")
    expect(page.locator("body[data-linked=true]")).to_be_attached()
