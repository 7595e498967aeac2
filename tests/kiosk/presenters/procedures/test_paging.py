"""Long sections, page by page: no word is lost, none stands twice, and no page is fuller than a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenters.procedures.paging import LEAST, Measure, measure_of, pages_of
from kiosk.presenters.procedures.views import Block, Style

WORDS = st.lists(st.text(alphabet="aăbcđêghọn-/", min_size=1, max_size=12), min_size=1, max_size=150).map(" ".join)
ASIDES = st.sampled_from(["", "1 bản chính", "12 bản chính, 34 bản sao"])
BLOCKS = st.lists(st.builds(Block, st.sampled_from([Style.HEADING, Style.TEXT, Style.STRONG]), WORDS), max_size=8)
MEASURES = st.sampled_from(
    [measure_of(*size, large=False) for size in ((800, 480), (1280, 800), (1920, 1080), (1080, 1920))]
)
ITEMS = st.lists(st.builds(Block, st.just(Style.ITEM), WORDS, ASIDES), max_size=8)


@given(BLOCKS, ITEMS, MEASURES)
def test_every_word_stands_once_and_in_its_order(blocks: list[Block], items: list[Block], measure: Measure) -> None:
    told = " ".join(block.text for page in pages_of([*blocks, *items], measure) for block in page)
    assert told.split() == " ".join(block.text for block in [*blocks, *items]).split()


@given(BLOCKS, ITEMS, MEASURES)
def test_no_page_is_fuller_than_a_screen(blocks: list[Block], items: list[Block], measure: Measure) -> None:
    pages = pages_of([*blocks, *items], measure)
    assert all(sum(block.lines for block in page) <= measure.lines for page in pages)
    assert all(pages) or not (blocks or items)


@given(ITEMS.filter(bool))
def test_a_quantity_stands_once_beside_the_beginning_of_its_paper(items: list[Block]) -> None:
    shown = [block.aside for page in pages_of(items) for block in page if block.aside]
    assert shown == [item.aside for item in items if item.aside]


def test_a_heading_stands_with_what_it_heads() -> None:
    filler = Block(Style.TEXT, " ".join(["mười"] * 110))
    heading, text = Block(Style.HEADING, "Nơi nộp hồ sơ"), Block(Style.TEXT, " ".join(["lời"] * 60))
    pages = pages_of([filler, heading, text])
    (with_heading,) = [page for page in pages if any(block.style is Style.HEADING for block in page)]
    assert with_heading[-1].style is Style.TEXT and with_heading[-1].text.startswith("lời")


def test_a_large_screen_holds_more_unless_large_letters_are_wanted() -> None:
    law = [Block(Style.TEXT, " ".join(["luật"] * 2000))]
    small, wide, high = (measure_of(*size, large=False) for size in ((800, 480), (1920, 1080), (1080, 1920)))
    assert len(pages_of(law, wide)) < 0.6 * len(pages_of(law, small))
    assert len(pages_of(law, high)) < 0.6 * len(pages_of(law, small))
    assert measure_of(1920, 1080, large=True) == small == LEAST


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1600, 900), (800, 1280)])
def test_a_screen_of_middling_size_needs_hardly_more_pages_than_full_hd(size: tuple[int, int]) -> None:
    law = [Block(Style.TEXT, " ".join(["luật"] * 2000))]
    full = (1920, 1080) if size[0] > size[1] else (1080, 1920)
    pages, least = (len(pages_of(law, measure_of(*one, large=False))) for one in (size, full))
    assert least - 2 <= pages <= least + 2


def test_full_hd_has_the_measure_it_was_drawn_for() -> None:
    assert measure_of(1920, 1080, large=False) == Measure(15, 84, 60)
    assert measure_of(1024, 600, large=False).letters < 70
    assert measure_of(480, 800, large=False) == LEAST
