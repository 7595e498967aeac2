"""The board on the air: a real broker, the real page, a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import CallKind
from lobby.link.paho import Access, PahoBus

WATCH = """() => {
  globalThis.seen = {};
  const look = () => document.querySelectorAll("#rows tr, #calling").forEach((element) => {
    const place = (element.id || "row") + " " + element.dataset.number;
    if (element.dataset.number && !(place in seen)) seen[place] = performance.timeOrigin + performance.now();
  });
  look();
  new MutationObserver(look).observe(document.body, { attributes: true, childList: true, subtree: true });
}"""

# How the panel of the number called next looks beat by beat, until its blinking is over: its ground, and the least
# contrast of its letters against that ground with every opacity on the way counted in.
BEATS = """() => { globalThis.beats = new Promise((over) => {
  const panel = document.getElementById("calling"), before = panel.dataset.callId, beats = [];
  const channels = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const light = (colour) => colour.map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = (element) => {
    const ground = channels(getComputedStyle(panel).backgroundColor);
    let opacity = 1;
    for (let one = element; one; one = one.parentElement) opacity *= getComputedStyle(one).opacity;
    const ink = channels(getComputedStyle(element).color).map((v, i) => v * opacity + ground[i] * (1 - opacity));
    const [low, high] = [light(ground), light(ink)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const look = () => {
    if (panel.dataset.callId === before) return;
    const { flash } = panel.dataset, letters = [...panel.querySelectorAll("h2, #calling-number, .place *")];
    if (beats.length > 0 && beats[beats.length - 1].flash === flash) return;
    beats.push({ flash, ground: getComputedStyle(panel).backgroundColor,
      border: getComputedStyle(panel).borderTopColor, contrast: Math.min(...letters.map(contrast)) });
    if (beats.filter((beat) => beat.flash === "true").length === 3 && flash === "false") over(beats);
  };
  new MutationObserver(look).observe(panel, { attributes: true });
  // A page that was held up may skip a beat: what was seen by then is told all the same.
  setTimeout(() => over(beats), 15000);
}); }"""
PING_ANSWER = b"\xd0\x00"


def linked(page: Page) -> None:
    expect(page.locator("body[data-linked=true]")).to_be_attached()


def test_a_board_that_starts_late_is_right(hub: Any, open_board: Callable[..., Page]) -> None:
    hub.lobby()
    page = open_board()
    expect(page.locator("#calling[data-number=B002][data-counter=quay-3]")).to_be_visible()
    for counter, number in (("quay-1", "A001"), ("quay-3", "B002"), ("quay-4", "B001"), ("quay-5", "")):
        expect(page.locator(f'tr[data-counter={counter}][data-number="{number}"]')).to_be_visible()
    expect(page.locator("[data-service=ho-tich][data-waiting]")).to_be_visible()
    expect(page.locator("#rows tr")).to_have_count(7)
    expect(page.locator("#waiting li")).to_have_count(5)
    expect(page.locator("#sign")).to_be_hidden()


def test_a_call_is_shown_and_acknowledged_once(hub: Any, open_board: Callable[..., Page], wait_until: Any) -> None:
    hub.lobby()
    page = open_board()
    linked(page)
    expect(page.locator("#rows tr")).to_have_count(7)
    call_id = hub.call("quay-2", "A002")
    expect(page.locator(f'#calling[data-number=A002][data-call-id="{call_id}"]')).to_be_visible()
    expect(page.locator("#calling-counter")).to_have_text("Quầy số 2")
    expect(page.locator("tr[data-counter=quay-2][data-number=A002][data-fresh=true]")).to_be_visible()
    wait_until(lambda: [shown for shown in hub.shown if shown.call_id == call_id], "the board says displayed", 30)
    hub.counter("quay-2", "A002", call_id=call_id, serving=True)
    after = hub.call("quay-5", "C001")
    wait_until(lambda: [shown for shown in hub.shown if shown.call_id == after], "the next call is displayed too", 30)
    assert [shown.as_ for shown in hub.shown if shown.call_id == call_id] == ["displayed"]


def test_a_board_that_comes_after_another_showed_a_call_tells_it_too(
    hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    call_id = hub.call("quay-2", "A002", displayed=1)
    page = open_board()
    expect(page.locator(f'#calling[data-call-id="{call_id}"]')).to_be_visible()
    wait_until(lambda: [shown for shown in hub.shown if shown.call_id == call_id], "the board says displayed", 30)


def test_a_call_is_told_again_until_the_hub_counts_it(
    hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    page = open_board()
    linked(page)
    call_id, other = hub.call("quay-2", "A002"), hub.call("quay-5", "C001")
    wait_until(lambda: {call_id, other} <= {shown.call_id for shown in hub.shown}, "both are told", 30)
    hub.counter("quay-5", "C001", call_id=other, displayed=1)
    wait_until(lambda: len([shown for shown in hub.shown if shown.call_id == call_id]) > 1, "one is told again", 30)
    assert [shown.as_ for shown in hub.shown if shown.call_id == other] == ["displayed"]


def test_a_hub_that_comes_back_is_told_what_stands_there(
    hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    page = open_board()
    linked(page)
    call_id = hub.call("quay-2", "A002", displayed=1)
    wait_until(lambda: [shown for shown in hub.shown if shown.call_id == call_id], "the board says displayed", 30)
    hub.come_back()
    wait_until(lambda: len([shown for shown in hub.shown if shown.call_id == call_id]) > 1, "it is told again", 30)


def test_a_recall_blinks_again_and_is_acknowledged_by_its_own_id(
    hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    page = open_board()
    linked(page)
    first = hub.call("quay-2", "A002")
    expect(page.locator(f'#calling[data-call-id="{first}"]')).to_be_visible()
    page.evaluate(BEATS)
    second = hub.call("quay-2", "A002", kind=CallKind.RECALL, state=False)
    expect(page.locator(f'#calling[data-call-id="{second}"]')).to_be_visible()
    assert [beat["flash"] for beat in page.evaluate("beats")] == ["false", "true"] * 3 + ["false"]
    wait_until(lambda: {first, second} <= {shown.call_id for shown in hub.shown}, "both are acknowledged", 30)


def test_who_asked_for_less_motion_sees_no_blinking(hub: Any, open_board: Callable[..., Page]) -> None:
    page, calm = open_board(), open_board(reduced_motion="reduce")
    linked(page)
    linked(calm)
    page.evaluate(BEATS)
    calm.evaluate(BEATS)
    hub.call("quay-2", "A002")
    blinking, still = page.evaluate("beats"), calm.evaluate("beats")
    assert len({(beat["ground"], beat["border"]) for beat in blinking}) == 2
    assert len({(beat["ground"], beat["border"]) for beat in still}) == 1


def test_the_number_and_its_counter_stay_readable_through_every_beat(hub: Any, open_board: Callable[..., Page]) -> None:
    page = open_board()
    linked(page)
    page.evaluate(BEATS)
    hub.call("quay-2", "A002")
    assert min(beat["contrast"] for beat in page.evaluate("beats")) >= 7


def test_an_older_revision_changes_nothing(hub: Any, open_board: Callable[..., Page]) -> None:
    page = open_board()
    linked(page)
    hub.counter("quay-1", "A009", rev=9000)
    expect(page.locator("tr[data-counter=quay-1][data-number=A009]")).to_be_visible()
    hub.counter("quay-1", "A001", rev=8999)
    hub.counter("quay-2", "B001", rev=9001)
    expect(page.locator("tr[data-counter=quay-2][data-number=B001]")).to_be_visible()
    expect(page.locator("tr[data-counter=quay-1]")).to_have_attribute("data-number", "A009")


def test_the_board_comes_back_by_itself_and_is_right_after_the_broker_was_away(
    broker: Any, hub: Any, open_board: Callable[..., Page], wait_until: Any
) -> None:
    hub.lobby()
    page = open_board()
    linked(page)
    broker.stop()
    expect(page.locator("#sign")).to_be_visible()
    expect(page.locator("#sign")).to_have_text("Mất kết nối – số có thể chưa mới nhất")
    expect(page.locator("body")).to_have_attribute("data-linked", "false")
    broker.start()
    wait_until(lambda: hub.link.bus.linked, "the hub's link", 30)
    call_id = hub.call("quay-6", "D001")
    expect(page.locator("tr[data-counter=quay-6][data-number=D001]")).to_be_visible()
    expect(page.locator(f'#calling[data-call-id="{call_id}"]')).to_be_visible()
    expect(page.locator("#sign")).to_be_hidden()
    wait_until(lambda: call_id in [shown.call_id for shown in hub.shown], "it is acknowledged", 30)


@pytest.fixture
def standings(hub: Any) -> list[str]:
    """What the bus says of the board, in order."""
    told: list[str] = []
    topic = hub.link.topics.presence("board-1")
    hub.link.bus.subscribe(topic, lambda incoming: told.append(json.loads(incoming.payload)["state"]))
    return told


LEAVING: dict[str, Callable[[Page], object]] = {
    "takes its leave": lambda page: page.evaluate("leave()"),
    "goes elsewhere": lambda page: page.goto("about:blank"),
    "is closed": lambda page: page.close(),
    "goes with its browser": lambda page: page.context.close(),
}


@pytest.mark.parametrize("way", LEAVING)
def test_two_pages_of_one_board_stand_side_by_side_and_one_may_go(
    hub: Any, open_board: Callable[..., Page], wait_until: Any, standings: list[str], way: str
) -> None:
    first, second = open_board(), open_board()
    linked(first)
    linked(second)
    wait_until(lambda: standings.count("online") == 2, "both pages say that the board is there", 30)
    LEAVING[way](first)
    wait_until(lambda: len(standings) > 2, "the bus hears that one has gone", 30)
    assert standings[2] in {"stopped", "offline"}
    wait_until(lambda: standings[-1] == "online", "the other says that the board is there", 30)
    hub.call("quay-1", "A001")
    expect(second.locator("#calling[data-number=A001]")).to_be_visible()
    second.evaluate("leave()")
    wait_until(lambda: standings[-1] == "stopped", "the board counts as stopped", 30)


def test_a_board_that_takes_its_leave_counts_as_stopped_and_says_nothing_after(
    hub: Any, open_board: Callable[..., Page], wait_until: Any, standings: list[str]
) -> None:
    page = open_board()
    linked(page)
    wait_until(lambda: standings == ["online"], "the board is there", 30)
    assert page.evaluate("leave()") is True
    page.close()
    wait_until(lambda: len(standings) > 1, "the bus hears that the board has gone", 30)
    linked(open_board())
    wait_until(lambda: standings[-1] == "online", "the board is there again", 30)
    assert standings == ["online", "stopped", "online"]


def test_a_board_without_a_broker_leaves_at_once(broker: Any, hub: Any, open_board: Callable[..., Page]) -> None:
    page = open_board()
    linked(page)
    broker.stop()
    expect(page.locator("body")).to_have_attribute("data-linked", "false")
    assert page.evaluate("leave()") is False


@pytest.mark.parametrize("way", [way for way in LEAVING if way != "takes its leave"])
def test_a_board_torn_down_does_not_count_as_there(
    hub: Any, open_board: Callable[..., Page], wait_until: Any, standings: list[str], way: str
) -> None:
    page = open_board()
    linked(page)
    wait_until(lambda: standings == ["online"], "the board is there", 30)
    LEAVING[way](page)
    wait_until(lambda: len(standings) > 1, "the board has gone", 30)
    linked(open_board())
    wait_until(lambda: standings[-1] == "online", "the board is there again", 30)
    assert standings[1:] in (["stopped", "online"], ["offline", "online"])


def test_a_board_that_crashes_is_lost(hub: Any, open_board: Callable[..., Page], wait_until: Any) -> None:
    page = open_board()
    linked(page)
    wait_until(lambda: hub.presence.get("board-1"), "the board is there", 30)
    with suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=1000)
    wait_until(lambda: hub.presence["board-1"].state != "online", "the board has gone", 30)
    assert hub.presence["board-1"].state == "offline"


def test_payloads_that_are_no_messages_leave_the_board_alive(
    broker: Any, hub: Any, open_board: Callable[..., Page]
) -> None:
    page = open_board()
    linked(page)
    faults: list[Any] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    topic = hub.link.topics.counter("quay-1")
    for payload in (b"{", b"[]", b"null", b"7", b"\xff\xfe", b'{"v":1}', b'{"v":1,"counter":"quay-1","ticket":7}'):
        hub.link.bus.publish(topic, payload)
        hub.link.bus.publish(hub.link.topics.call(), payload)
        hub.link.bus.publish(hub.link.topics.queue("ho-tich"), payload)
        hub.link.bus.publish(hub.link.topics.notices(), payload)
    hub.lobby()
    expect(page.locator("tr[data-counter=quay-1][data-number=A001][data-fresh=false]")).to_be_visible()
    expect(page.locator("#calling[data-number=B002]")).to_be_visible()
    assert faults == []


def test_the_boards_health_is_told(broker: Any, hub: Any, open_board: Callable[..., Page], wait_until: Any) -> None:
    heard: list[dict[str, Any]] = []
    topic = hub.link.topics.health("board-1")
    hub.link.bus.subscribe(topic, lambda incoming: heard.append(json.loads(incoming.payload)))
    linked(open_board())
    wait_until(lambda: heard, "health", 30)
    assert set(heard[0]) == {"v", "uptime_s", "load", "disk_free_mb", "memory_mb", "faults"}


def test_a_board_cannot_call_a_number(broker: Any, hub: Any, open_board: Callable[..., Page], wait_until: Any) -> None:
    page = open_board()
    linked(page)
    password = broker.password_file("board-1").read_text().strip()
    intruder = PahoBus(Access(broker.host, broker.port, "board-1", password))
    intruder.start()
    wait_until(lambda: intruder.linked, "linked with the board's password")
    intruder.publish(hub.link.topics.call(), b'{"v":1,"call_id":"x","ticket":{"number":"Z999"},"counter":"quay-1"}')
    hub.call("quay-2", "A002")
    expect(page.locator("#calling[data-number=A002]")).to_be_visible()
    intruder.stop()
    assert page.locator("[data-number=Z999]").count() == 0


def test_each_of_many_calls_reaches_its_counters_row(hub: Any, open_board: Callable[..., Page]) -> None:
    hub.lobby()
    page = open_board()
    linked(page)
    for place in range(20):
        number = f"E{place:03}"
        hub.call(f"quay-{place % 7 + 1}", number)
        expect(page.locator(f"tr[data-number={number}]")).to_be_attached()


def test_the_newest_call_before_the_start_is_large_even_when_its_state_comes_first(
    hub: Any, open_board: Callable[..., Page]
) -> None:
    now = datetime.now(OFFICE_ZONE)
    hub.counter("quay-1", "A005", called_at=now - timedelta(minutes=1))
    hub.counter("quay-2", "A004", called_at=now - timedelta(minutes=2))
    hub.counter("quay-3", "B001", called_at=now - timedelta(minutes=3), serving=True)
    page = open_board()
    expect(page.locator("#calling[data-number=A005]")).to_be_visible()
    expect(page.locator("#recent strong")).to_have_text(["A004", "B001"])


def test_a_quiet_hour_is_no_lost_link(hub: Any, open_board: Callable[..., Page]) -> None:
    hub.lobby()
    page = open_board()
    # Else it might be the socket of the page before the reload that is waited at.
    linked(page)
    with page.expect_websocket() as opened:
        page.reload(wait_until="commit")
    linked(page)
    expect(page.locator("#sign")).to_be_hidden()
    page.evaluate(
        """() => { globalThis.signs = 0;
          new MutationObserver(() => { signs += document.getElementById("sign").hidden ? 0 : 1; })
            .observe(document.getElementById("sign"), { attributes: true }); }"""
    )
    for _ in range(3):
        opened.value.wait_for_event("framereceived", lambda frame: frame == PING_ANSWER, timeout=30000)
    assert page.evaluate("signs") == 0
    assert page.locator("#sign").is_hidden()
