"""Notices on the board: each in its turn at its hours and days, silent during a call, never from elsewhere."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask import Flask, send_file
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lobby.clock import SystemClock
from lobby.contract.calls import Speaking
from lobby.contract.codec import read
from lobby.contract.notices import Notices
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink, offline_will
from lobby.link.paho import Access, PahoBus
from tests.display.web.test_layout import FAULTS
from tests.display.web.test_results import open_layout

__all__ = ["open_layout"]
SIZES = [(1920, 1080), (1280, 720), (1080, 1920)]
TEXT = "Lịch nghỉ Tết Dương lịch\nBộ phận Một cửa nghỉ ngày 01/01/2027.\nLàm việc lại từ thứ Hai, 04/01/2027."


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture and a video of two seconds, made here."""
    folder = tmp_path_factory.mktemp("media")
    drawn = Image.linear_gradient("L").resize((1280, 720)).convert("RGB")
    drawn.save(folder / "a.jpg", "JPEG")
    writer = cv2.VideoWriter(str(folder / "b.webm"), cv2.VideoWriter.fourcc(*"VP80"), 10, (320, 180))
    for frame in range(20):
        writer.write(np.full((180, 320, 3), 60 + frame * 8, np.uint8))
    writer.release()
    return folder


@pytest.fixture
def served(files: Path) -> Callable[[Flask], None]:
    """Serve the files as the hub does."""

    def file(name: str) -> Any:
        return send_file(io.BytesIO((files / name).read_bytes()), download_name=name, max_age=1000)

    return lambda app: app.add_url_rule("/notices/<name>", "files", file)


def tell(hub: Any, *playlist: dict[str, Any], ticker: tuple[str, ...] = ()) -> None:
    fields = {"rev": hub.next_rev(), "at": "2026-11-22T08:00:00+07:00", "playlist": list(playlist)}
    hub.send(read(Notices, {**fields, "ticker": list(ticker)}), hub.link.topics.notices())


@pytest.fixture
def speaker(broker: Any, wait_until: Callable[..., None]) -> Iterator[DeviceLink]:
    """The link of the hall's loudspeaker."""
    topics, clock = Topics("demo"), SystemClock()
    access = Access(broker.host, broker.port, "speaker-1", broker.password_file("speaker-1").read_text().strip())
    bus = PahoBus(access, offline_will(topics, "speaker-1", Role.SPEAKER, clock))
    link = DeviceLink(bus, topics, "speaker-1", Role.SPEAKER, clock, Path("/"))
    link.start()
    wait_until(lambda: bus.linked, "the speaker's link")
    yield link
    link.stop()


def speak(speaker: DeviceLink, speaking: bool) -> None:
    told = Speaking(speaking=speaking, for_s=60 if speaking else 0, at=SystemClock().now())
    speaker.send(told, speaker.topics.speaking("speaker-1"))


def test_texts_pictures_and_videos_take_turns_beside_the_calls(
    open_layout: Callable[..., Page],
    hub: Any,
    served: Callable[[Flask], None],
    picture: Callable[[Page, str], None],
) -> None:
    hub.lobby()
    tell(
        hub,
        {"kind": "image", "url": "/notices/a.jpg", "text": "Tờ rơi", "seconds": 1},
        {"kind": "video", "url": "/notices/b.webm", "seconds": 2},
        {"kind": "image", "url": "/notices/gone.jpg", "seconds": 60},
        {"kind": "image", "url": "https://elsewhere.example/spy.jpg", "seconds": 60},
        {"kind": "text", "text": "Chưa tới ngày", "from": "2099-01-01T00:00:00+07:00"},
        {"kind": "text", "text": TEXT, "seconds": 1},
        ticker=("Người dân không phải trả thêm khoản phí nào ngoài quy định.",),
    )
    page = open_layout("split", served)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    for kind in ("image", "video", "text", "image"):
        expect(page.locator(f'#notices[data-kind="{kind}"]')).to_be_attached()
    assert not any("elsewhere" in url for url in seen), "a board loads nothing from elsewhere"
    expect(page.locator("#ticker")).to_contain_text("khoản phí")
    tell(hub, {"kind": "text", "text": TEXT})
    expect(page.locator("#notices strong")).to_have_text("Lịch nghỉ Tết Dương lịch")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        picture(page, f"split-text-{width}x{height}")
        assert page.evaluate(FAULTS) == [], (width, height)
    tell(hub)
    expect(page.locator('#notices[data-kind="none"]')).to_contain_text("Quý công dân vui lòng chú ý")


def test_a_call_silences_a_video_and_has_the_larger_part_of_the_screen(
    open_layout: Callable[..., Page],
    hub: Any,
    speaker: DeviceLink,
    served: Callable[[Flask], None],
    picture: Callable[[Page, str], None],
) -> None:
    hub.lobby()
    tell(hub, {"kind": "video", "url": "/notices/b.webm", "seconds": 2})
    page = open_layout("split", served)
    playing = "() => { const v = document.querySelector('video'); return v && !v.paused && v.currentTime > 0; }"
    page.wait_for_function(playing)
    picture(page, "split-video")
    speak(speaker, True)
    page.wait_for_function("() => { const v = document.querySelector('video'); return v && v.muted && !v.paused; }")
    speak(speaker, False)
    page.wait_for_function("() => { const v = document.querySelector('video'); return v && !v.muted; }")
    turn = page.locator("#notices").get_attribute("data-turn")
    hub.call("quay-2", "A015")
    page.wait_for_function("() => { const v = document.querySelector('video'); return v.paused && v.muted; }")
    expect(page.locator('body[data-quiet="true"] #calling-number')).to_have_text("A015")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        picture(page, f"split-call-{width}x{height}")
        assert page.evaluate(FAULTS) == [], (width, height)
    page.wait_for_function(playing)
    expect(page.locator(f'#notices:not([data-turn="{turn}"])')).to_be_attached()


MODEL = """async (base) => {
  const model = await import(base + "/board/static/notices.js");
  const T0 = Date.parse("2026-11-23T08:00:00+07:00");
  const text = (name, extra) => Object.assign({ kind: "text", text: name, seconds: 10 }, extra);
  const run = (playlist, until, quietAt = () => false, start = 0) => {
    const seen = [];
    let stage = model.beginStage();
    for (let now = start; now < until; now += 500) {
      const before = stage.nth;
      stage = model.turnStage(stage, { playlist }, now, T0 + now, quietAt(now));
      if (stage.nth !== before) seen.push([stage.item ? stage.item.text : null, now]);
    }
    return seen;
  };
  const film = { kind: "video", url: "/notices/f.mp4", text: "phim", seconds: 20 };
  const due = (notice, at) => model.isDue(notice, Date.parse(at));
  let stage = model.turnStage(model.beginStage(), { playlist: [film, text("chữ")] }, 0, T0, false);
  const broken = model.breakItem(stage, stage.nth, 0);
  const late = model.endVideo(stage, stage.nth - 1);
  return {
    turns: run([text("một"), text("hai"), text("ba", { seconds: 20 })], 60000),
    alone: run([text("một")], 60000),
    hour: run([text("một"), text("từ 8:01", { hours_from: "08:01", hours_until: "09:00" })], 90000),
    gone: run([text("một", { until: "2026-11-23T08:00:30+07:00" })], 60000),
    film: run([film, text("chữ")], 60000),
    held: run([film, text("chữ")], 60000, (now) => now > 5000 && now < 20000),
    afterBreak: [1, 59000, 61000].map((now) => {
      const next = model.turnStage(broken, { playlist: [film, text("chữ", { seconds: 3600 })] }, now, T0, false);
      return next.item.text;
    }),
    strangers: model.dueAt({ playlist: [{ kind: "image", url: "//x/a.jpg" }, { kind: "page", url: "/a" },
      { kind: "image" }, { kind: "text", text: "" }, { kind: "image", url: "javascript:x" }] }, T0).length,
    late: late.over,
    days: ["2026-11-22T12:00:00+07:00", "2026-11-23T00:00:00+07:00", "2026-11-23T23:59:00+07:00"].map(
      (at) => due({ weekdays: [1] }, at)),
    night: ["22:00", "05:59", "06:00", "12:00"].map(
      (hour) => due({ hours_from: "22:00", hours_until: "06:00" }, `2026-11-23T${hour}:00+07:00`)),
    media: model.mediaOf({ playlist: [film, text("chữ"), { kind: "image", url: "/notices/a.jpg", size: 9 }] }),
  };
}"""


def test_the_playlist_goes_by_the_offices_clock(open_layout: Callable[..., Page], chromium: Browser) -> None:
    page = open_layout("split")
    told = page.evaluate(MODEL, page.url.rsplit("/board/", 1)[0])
    assert told["turns"] == [["một", 0], ["hai", 10000], ["ba", 20000], ["một", 40000], ["hai", 50000]]
    assert told["alone"] == [["một", 0]], "what stands alone stays"
    assert told["hour"] == [["một", 0], ["từ 8:01", 60000], ["một", 70000], ["từ 8:01", 80000]]
    assert told["gone"] == [["một", 0], [None, 30000]]
    assert told["film"][:2] == [["phim", 0], ["chữ", 28500]], "a video that hangs is given up after its time"
    assert told["held"][1][1] > 28500 + 14000, "its time stands still while a call has the hall"
    assert told["afterBreak"] == ["chữ", "chữ", "chữ"]
    assert (told["strangers"], told["late"]) == (0, False)
    assert told["days"] == [False, True, True]
    assert told["night"] == [True, True, False, False]
    assert told["media"] == [{"url": "/notices/f.mp4", "size": 0}, {"url": "/notices/a.jpg", "size": 9}]


def test_pictures_and_videos_go_on_while_the_hub_is_away(
    broker: Any,
    hub: Any,
    chromium: Browser,
    board_app: Callable[..., Flask],
    serve_app: Callable[..., Any],
    served: Callable[[Flask], None],
    wait_until: Callable[..., None],
) -> None:
    hub.lobby()
    tell(
        hub,
        # Too large to be kept, and still to come: what stands after it is kept all the same.
        {"kind": "video", "url": "/notices/large.mp4", "size": 600_000_000, "from": "2090-01-01T00:00:00+07:00"},
        {"kind": "image", "url": "/notices/a.jpg", "seconds": 2, "size": 9000},
        {"kind": "video", "url": "/notices/b.webm", "seconds": 2, "size": 9000},
    )
    password = str(broker.password_file("board-1"))
    board = {"id": "board-1", "title": "Bảng", "password_file": password, "layout": "split"}
    app = board_app({"websocket_port": broker.websocket_port, "boards": [board]})
    served(app)
    site = serve_app(app)
    page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{site.url}/board/board-1", wait_until="commit")
    expect(page.locator("#notices img")).to_be_attached()
    kept = "() => caches.open('board-media').then((one) => one.keys()).then((all) => all.length)"
    page_kept = "() => caches.match(location.href).then(Boolean)"
    wait_until(lambda: page.evaluate(page_kept), "the page is kept", 30.0)
    page.reload(wait_until="commit")
    wait_until(lambda: page.evaluate(kept) == 2, "both files are kept", 30.0)
    site.stop()
    broker.stop()
    page.goto("about:blank")
    page.goto(f"{site.url}/board/board-1", wait_until="commit")
    page.wait_for_function("() => (document.querySelector('#notices img') || {}).naturalWidth === 1280")
    page.wait_for_function("() => (document.querySelector('#notices video') || {}).currentTime > 0.2")
    expect(page.locator("#sign")).to_be_visible()
    page.context.close()


def test_one_notice_that_cannot_be_drawn_takes_no_other_with_it(hub: Any, open_layout: Callable[..., Page]) -> None:
    hub.lobby()
    long = "Thông báo " * 60
    odd = [
        None,
        {"kind": "text", "text": long},
        {"kind": "image", "url": "/notices/a.jpg", "text": "", "weekdays": [8]},
    ]
    fields = {"playlist": [*odd, {"kind": "text", "text": "Mời lấy số"}], "ticker": ["", long, "Giờ tiếp nhận: 7:30"]}
    told = {"v": 1, "rev": hub.next_rev(), "at": "2026-11-22T08:00:00+07:00", **fields}
    hub.link.bus.publish(hub.link.topics.notices(), json.dumps(told).encode(), retained=True)
    page = open_layout("split")
    expect(page.locator("#notices")).to_have_text("Mời lấy số")
    expect(page.locator("#ticker span")).to_have_text("Giờ tiếp nhận: 7:30")
