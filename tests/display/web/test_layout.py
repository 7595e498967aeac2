"""The board holds at every screen: nothing cut off, nothing overlapping, letters large enough for ten metres."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lobby.contract.states import CounterPhase

SIZES = [(1920, 1080), (1280, 800), (800, 480), (3840, 2160)]
LONG_OFFICE = "Trung tâm Phục vụ hành chính công xã Nghĩa Trung – Điểm tiếp nhận số 2 (trụ sở xã cũ) ABC"
FIELD_NAMES = [
    "Hộ tịch – Chứng thực", "Đất đai – Xây dựng", "Lao động – Thương binh và Xã hội", "Đăng ký kinh doanh",
    "Trả kết quả", "Nông nghiệp và Môi trường", "Giáo dục – Đào tạo", "Y tế – Dân số", "Văn hóa, Khoa học và Thông tin",
    "Tài chính – Kế hoạch", "Tư pháp và Bổ trợ tư pháp", "Khiếu nại, tố cáo và tiếp công dân",
]  # fmt: skip
LONG_NAME = "Tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục"
NOTICE = (
    "Người dân nộp hồ sơ trực tuyến qua Cổng Dịch vụ công quốc gia được giảm lệ phí theo quy định "
    "hiện hành; xin hỏi cán bộ hướng dẫn tại sảnh."
)

FAULTS = """() => {
  const faults = [];
  const say = (element) => element.id ? "#" + element.id : element.tagName + "." + element.className
    + " " + JSON.stringify(element.textContent.slice(0, 40));
  const doc = document.documentElement;
  if (doc.scrollWidth > innerWidth || doc.scrollHeight > innerHeight) faults.push("the page scrolls");
  const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
    && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const boxes = texts.flatMap((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    // Glyphs fill the middle of their line: a little of the line box may hang over without anything being seen.
    const slack = parseFloat(getComputedStyle(element).fontSize) * 0.14;
    return [...range.getClientRects()].map((rect) => (
      { element, left: rect.left, right: rect.right, top: rect.top + slack, bottom: rect.bottom - slack }));
  });
  for (const box of boxes) {
    if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5)
      faults.push("outside the screen: " + say(box.element));
    for (let holder = box.element; holder && holder !== document.body; holder = holder.parentElement) {
      const frame = holder.getBoundingClientRect();
      if (getComputedStyle(holder).overflow !== "visible" && (box.right > frame.right + 1 || box.left < frame.left - 1
        || box.bottom > frame.bottom + 1 || box.top < frame.top - 1)) faults.push("cut off: " + say(box.element));
    }
  }
  for (let one = 0; one < boxes.length; one++) for (let two = one + 1; two < boxes.length; two++) {
    const a = boxes[one], b = boxes[two];
    if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      faults.push("overlap: " + say(a.element) + " and " + say(b.element));
  }
  return faults;
}"""
# Capitals of Be Vietnam Pro are 0.7 of the font's size.
LETTERS = """() => [...document.querySelectorAll("#calling-number, .number, #recent strong")]
  .filter((element) => element.checkVisibility() && element.textContent)
  .map((element) => parseFloat(getComputedStyle(element).fontSize) * 0.7 / innerHeight)"""

# What tells where to go, and what else is read from afar: the size of its type as a share of the screen's height.
TYPE = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && element.textContent)
  .map((element) => parseFloat(getComputedStyle(element).fontSize) / innerHeight)"""
WAY = "#calling h2, .place *, #recent .name span, #rows th span"
AFAR = "h1 span, h2, thead th, #waiting .name span, #waiting strong, .word, #ticker"


def fill(hub: Any, counters: int, fields: int, long_names: bool) -> None:
    for place in range(fields):
        first = place * counters // fields + 1
        hub.queue(f"field-{place}", FIELD_NAMES[place], place * 17 % 130, [f"quay-{first}"], opened=place != 3)
    for place in range(1, counters + 1):
        name = f"Quầy số {place} – {LONG_NAME}" if long_names else None
        state = [CounterPhase.OPEN, CounterPhase.PAUSED, CounterPhase.CLOSED][place % 3 if place % 4 == 0 else 0]
        number = f"{'ABCDE'[place % 5]}{place * 37 % 1000:03}" if state is CounterPhase.OPEN and place != 5 else None
        hub.counter(f"quay-{place}", number, name=name, state=state, serving=True)
    hub.notices(NOTICE)


def ready(page: Page, hub: Any, counters: int, fields: int, name: str | None = None) -> None:
    expect(page.locator("#rows tr")).to_have_count(counters)
    expect(page.locator("#waiting li")).to_have_count(fields)
    hub.call(f"quay-{counters}", "E888", name=name)
    expect(page.locator("#calling[data-number=E888]")).to_be_visible()
    page.evaluate("document.fonts.ready")


def resize(page: Page, width: int, height: int) -> None:
    """Give the screen another size, and the page the two frames in which it draws for it."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize(
    ("counters", "fields", "long_names", "office"),
    [
        (7, 5, False, "Trung tâm Phục vụ hành chính công phường Tô Hiệu"),
        (7, 12, True, LONG_OFFICE),
        (20, 12, True, LONG_OFFICE),
        (10, 6, False, LONG_OFFICE),
        (20, 12, False, LONG_OFFICE),
        (1, 1, False, "UBND xã Ia Pa"),
    ],
)
def test_nothing_is_cut_off_or_overlaps(
    hub: Any, open_board: Callable[..., Page], counters: int, fields: int, long_names: bool, office: str, picture: Any
) -> None:
    fill(hub, counters, fields, long_names)
    page = open_board(office=office)
    ready(page, hub, counters, fields, f"Quầy số {counters} – {LONG_NAME}" if long_names else None)
    faults = {}
    for width, height in SIZES:
        resize(page, width, height)
        picture(page, f"board-{counters}-{fields}-{long_names}-{width}x{height}")
        faults[f"{width}x{height}"] = page.evaluate(FAULTS)
        assert min(page.evaluate(LETTERS)) >= 1 / 20
    assert faults == {f"{width}x{height}": [] for width, height in SIZES}


@pytest.mark.parametrize("look", [{}, {"layout": "table"}, {"layout": "split"}], ids=["call", "table", "split"])
def test_the_longest_numbers_that_can_be_set_are_read_whole(
    hub: Any, open_board: Callable[..., Page], look: dict[str, Any], picture: Any
) -> None:
    fill(hub, 7, 5, False)
    page = open_board(look=look)
    for place in range(1, 8):
        hub.call(f"quay-{place}", f"ABCĐ00{place}888")
    expect(page.locator("#rows tr[data-number^='ABCĐ00']")).to_have_count(7)
    sizes, faults = [*SIZES[:3], (1080, 1920)], {}
    for width, height in sizes:
        resize(page, width, height)
        picture(page, f"board-long-numbers-{look.get('layout', 'call')}-{width}x{height}")
        faults[f"{width}x{height}"] = page.evaluate(FAULTS)
    assert faults == {f"{width}x{height}": [] for width, height in sizes}


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_names_and_headings_are_read_from_afar_too(
    hub: Any, open_board: Callable[..., Page], width: int, height: int
) -> None:
    fill(hub, 7, 5, False)
    page = open_board(width, height)
    ready(page, hub, 7, 5)
    expect(page.locator("#recent .name")).to_have_count(3)
    assert min(page.evaluate(TYPE, WAY)) >= 0.05
    assert min(page.evaluate(TYPE, AFAR)) >= 0.04


def test_the_sign_of_a_lost_link_stands_where_the_notices_were(
    broker: Any, hub: Any, open_board: Callable[..., Page], picture: Any
) -> None:
    fill(hub, 7, 5, False)
    page = open_board()
    ready(page, hub, 7, 5)
    broker.stop()
    expect(page.locator("#sign")).to_be_visible()
    for width, height in SIZES:
        resize(page, width, height)
        picture(page, f"board-lost-{width}x{height}")
        assert page.evaluate(FAULTS) == []
    broker.start()


def test_an_empty_morning_is_friendly(hub: Any, open_board: Callable[..., Page], picture: Any) -> None:
    page = open_board()
    hub.counter("quay-1")
    expect(page.locator("#idle")).to_have_text("Mời công dân lấy số thứ tự và chờ gọi")
    picture(page, "board-empty")
    assert page.evaluate(FAULTS) == []


def test_letters_are_drawn_in_the_houses_type(hub: Any, open_board: Callable[..., Page]) -> None:
    page = open_board()
    hub.call("quay-1", "A001")
    expect(page.locator("#calling[data-number=A001]")).to_be_visible()
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => `${face.family} ${face.weight}`)"
    )
    assert any("Be Vietnam Pro" in face and "800" in face for face in loaded)
