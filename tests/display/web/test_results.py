"""The results board in a real browser over a real broker: figures with their time, codes in pages, nothing computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import Counts, Ready, Results, ResultsPage
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink, offline_will
from lobby.link.paho import Access, PahoBus
from tests.display.web.test_layout import FAULTS

SIZES = [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920)]
NAMES = [
    "Đăng ký khai sinh",
    "Cấp Giấy xác nhận tình trạng hôn nhân",
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, "
    "chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho",
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
]
Bridge = Callable[..., None]


def ready(number: int) -> Ready:
    since = datetime(2026, 11, 20, 8, tzinfo=OFFICE_ZONE) + timedelta(minutes=number)
    name, code = NAMES[number % len(NAMES)], f"H15.12-2511{1 + number % 28:02d}-{number:04d}"
    return Ready(dossier=code, procedure=name, since=since, counter="quay-7")


@pytest.fixture
def bridge(broker: Any, wait_until: Callable[..., None]) -> Iterator[Bridge]:
    """Tell figures as the bridge does: so many codes, so many minutes old."""
    topics, clock = Topics("demo"), SystemClock()
    access = Access(broker.host, broker.port, "bridge", broker.password_file("bridge").read_text().strip())
    bus = PahoBus(access, offline_will(topics, "bridge", Role.BRIDGE, clock))
    link = DeviceLink(bus, topics, "bridge", Role.BRIDGE, clock, Path("/"))
    link.start()
    wait_until(lambda: bus.linked, "the bridge's link")
    rev = [100]

    def tell(codes: int, minutes: float = 1, a_page: int = 200) -> None:
        rev[0] += 1
        now, all_ = clock.now(), [ready(number) for number in reversed(range(codes))]
        pages = [tuple(all_[start : start + a_page]) for start in range(0, codes, a_page)] or [()]
        counts = Counts(
            received=12, processing=1088, on_time=3300, overdue=2, supplement=5, ready=codes, returned=12_260
        )
        head = {"rev": rev[0], "at": now}
        for number, page in enumerate(pages[1:], 2):
            link.send(ResultsPage(**head, page=number, ready=page), topics.results_page(number))
        told = Results(
            **head,
            as_of=now - timedelta(minutes=minutes),
            source="Hệ thống thông tin giải quyết thủ tục hành chính tỉnh Sơn La",
            counts=counts,
            ready=pages[0],
            ready_total=codes,
            pages=len(pages),
        )
        link.send(told, topics.results())

    yield tell
    link.stop()


@pytest.fixture
def open_layout(
    chromium: Browser, broker: Any, board_app: Callable[..., Any], serve_app: Callable[..., Any]
) -> Iterator[Callable[..., Page]]:
    """Open board-1 with a layout; `open_layout("results", languages=["en"])`."""
    opened: list[Any] = []

    def open_page(layout: str, add: Callable[[Any], None] = lambda _app: None, **look: Any) -> Page:
        password = str(broker.password_file("board-1"))
        board = {"id": "board-1", "title": "Bảng kết quả", "password_file": password, "layout": layout, **look}
        app = board_app({"websocket_port": broker.websocket_port, "boards": [board]})
        add(app)
        site = serve_app(app)
        page = chromium.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        opened.extend((page.context, site))
        page.goto(f"{site.url}/board/board-1", wait_until="commit")
        return page

    yield open_page
    for one in opened:
        one.stop() if hasattr(one, "stop") else one.close()


def look_at(page: Page, picture: Callable[[Page, str], None], name: str, sizes: list[tuple[int, int]]) -> None:
    """See that nothing is cut off or overlaps at each size."""
    expect(page.locator("body[data-fonts=ready]")).to_be_attached()
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            "([w, h]) => innerWidth === w && document.querySelector('#results li, #results .nothing')",
            arg=[width, height],
        )
        page.wait_for_timeout(400)
        picture(page, f"{name}-{width}x{height}")
        assert page.evaluate(FAULTS) == [], (name, width, height)


def test_figures_and_codes_are_read_at_every_screen(
    open_layout: Callable[..., Page], hub: Any, bridge: Bridge, picture: Callable[[Page, str], None]
) -> None:
    hub.lobby()
    page = open_layout("results")
    expect(page.locator(".nothing")).to_contain_text("Chưa nhận được số liệu")
    look_at(page, picture, "results-silent", SIZES[:1])
    for codes in (0, 5, 50, 500):
        bridge(codes)
        expect(page.locator(f'#results[data-codes="{codes}"]')).to_be_attached()
        look_at(page, picture, f"results-{codes}", SIZES)
    tiles = page.locator(".counts li").all_inner_texts()
    assert [tile.split("\n")[0] for tile in tiles] == [
        "Mới tiếp nhận", "Đang xử lý", "Đúng hạn", "Quá hạn", "Bổ sung", "Chờ trả", "Đã trả",
    ]  # fmt: skip
    assert tiles[1].split("\n")[1] == "1.088"
    expect(page.locator(".as-of")).to_contain_text("Nguồn: Hệ thống thông tin giải quyết")
    expect(page.locator(".ready-head")).to_contain_text("500 hồ sơ")
    expect(page.locator(".ready li").first).to_contain_text("Quầy số 7")
    shown = page.evaluate(
        "() => [document.querySelector('.ready-head strong').textContent, document.querySelector('.code').textContent]"
    )
    number = int(shown[0].removeprefix("Trang ").split("/")[0]) - 1
    assert shown[1] == ready(499 - 7 * number).dossier, "newest first"


def test_old_figures_are_told_as_old(
    open_layout: Callable[..., Page], hub: Any, bridge: Bridge, picture: Callable[[Page, str], None]
) -> None:
    hub.lobby()
    page = open_layout("results", results_old_minutes=20, languages=["en"], contrast="high")
    bridge(7, minutes=19)
    expect(page.locator(".as-of[data-old=false]")).to_contain_text("As of")
    bridge(7, minutes=90)
    expect(page.locator(".as-of[data-old=true]")).to_contain_text("Old figures")
    look_at(page, picture, "results-old-en", SIZES[:1])


MODEL = """async (base) => {
  const model = await import(base + "/board/static/results.js");
  const words = (await import(base + "/board/static/result_words.js")).resultWords("vi");
  const one = (n) => ({ dossier: `D${n}`, since: new Date(n * 60000).toISOString() });
  const list = (from, to) => Array.from({ length: to - from }, (_, n) => one(from + n));
  const results = { pages: 3, ready: list(400, 600) };
  const pages = { 2: { ready: list(200, 401) }, 3: { ready: list(0, 200) }, 4: { ready: list(900, 999) } };
  const all = model.readyOf(results, pages);
  const seen = [];
  let turn = null;
  for (let now = 0; now < 120000; now += 250) {
    turn = model.turnPage(turn, 25, 10, now);
    if (!seen.length || seen[seen.length - 1][0] !== turn.page) seen.push([turn.page, now]);
  }
  return {
    count: all.length, first: all[0].dossier, last: all[all.length - 1].dossier, seen,
    same: model.readyOf({ ready: ["D3", "D1", "D2"].map((dossier) => ({ dossier, since: one(1).since })) }, {})
      .map((told) => told.dossier),
    shrunk: model.turnPage({ page: 9, since: 0 }, 25, 10, 5).page,
    one: model.turnPage({ page: 0, since: 0 }, 3, 10, 1e6),
    places: [["quay-7", { "quay-7": "Quầy trả kết quả" }], ["quay-12", {}], ["phong", {}], [null, {}]].map(
      ([id, names]) => model.placeOf(id, names, words)),
    counts: model.countsOf({ counts: { overdue: 0, ready: 1234567, odd: 5, received: "7" } }, words),
  };
}"""


def test_pages_turn_by_what_there_is_to_read(chromium: Browser, open_layout: Callable[..., Page]) -> None:
    page = open_layout("results")
    told = page.evaluate(MODEL, page.url.rsplit("/board/", 1)[0])
    assert (told["count"], told["first"], told["last"]) == (600, "D599", "D0"), "each once, no page that is over"
    assert [number for number, _ in told["seen"][:4]] == [0, 1, 2, 0]
    times = [at for _, at in told["seen"]]
    assert times[1] - times[0] == times[2] - times[1] > times[3] - times[2], "a page of few rows stands shorter"
    assert told["same"] == ["D1", "D2", "D3"], "those of one moment stand by their codes"
    assert told["shrunk"] == 2
    assert told["one"] == {"page": 0, "since": 0}, "a page that is all never turns"
    assert told["places"] == ["Quầy trả kết quả", "Quầy 12", "", ""]
    assert [(one["count"], one["value"]) for one in told["counts"]] == [("overdue", "0"), ("ready", "1.234.567")]
