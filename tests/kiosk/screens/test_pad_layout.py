"""Every page of the pad on every common glass: nothing cut, nothing overlapping, targets as large as a finger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kiosk.screens.pad_sizes import FINGER_MM, finger_of

PROGRAM = Path(__file__).with_name("draw_pad_pages.py")
SIZES = "800x480,1024x600,1280x800,800x1280"
HIGHEST_KEYS = "key:", "hide"
Page = dict[str, Any]


@pytest.fixture(scope="module")
def pages(display: str, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    ran = subprocess.run(
        [sys.executable, str(PROGRAM), SIZES, str(tmp_path_factory.mktemp("pages"))],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def named(page: Page) -> str:
    return f"{page['size']} {page['look']} {page['name']}"


def test_no_text_is_cut(pages: list[Page]) -> None:
    cut = [(named(page), one["text"]) for page in pages for one in page["texts_boxes"] if one["cut"]]
    assert cut == []
    assert len(pages) > 300


def test_texts_do_not_overlap(pages: list[Page]) -> None:
    over = [
        (named(page), one["text"], other["text"])
        for page in pages
        for one, other in combinations(page["texts_boxes"], 2)
        if overlap(one["rect"], other["rect"])
    ]
    assert over == []


def test_targets_are_twenty_millimetres_apart_and_inside(pages: list[Page]) -> None:
    for page in pages:
        width, height = page["size"]
        for target in page["targets"]:
            x, y, w, h = target["rect"]
            # Forty keys have no room for forty fingers.
            least = 40 if target["name"].startswith(HIGHEST_KEYS) else page["finger"] - 1
            assert min(w, h) >= least, (named(page), target)
            assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, (named(page), target)
        for one, other in combinations(page["targets"], 2):
            assert not overlap(one["rect"], other["rect"]), (named(page), one, other)


def test_a_finger_that_stays_where_the_face_was_ends_nothing(pages: list[Page]) -> None:
    faces = [one["rect"] for page in pages for one in page["targets"] if one["name"] == "score:1"]
    assert faces
    for page in pages:
        if page["name"].startswith("thanks") and page["look"] == "usual":
            assert {one["name"] for one in page["targets"]} <= {"more"}


def test_a_resting_page_has_no_button(pages: list[Page]) -> None:
    resting = [page for page in pages if page["name"].startswith(("idle", "paused", "called", "serving", "notice"))]
    assert resting
    for page in resting:
        names = [target["name"] for target in page["targets"]]
        assert names == (["wake"] if page["name"] == "notice" else []), named(page)


def test_large_text_is_larger_wherever_it_has_room(pages: list[Page]) -> None:
    sizes = {(tuple(page["size"]), page["look"], page["name"]): dict(map(tuple, page["sizes"])) for page in pages}
    larger = [
        (key, text)
        for key, texts in sizes.items()
        if key[1] == "usual" and (clear := sizes.get((key[0], "clear", key[2]))) is not None
        for text in texts
        if text in clear and clear[text] < texts[text] * 0.75
    ]
    assert larger == []


def test_question_and_faces_are_read_in_their_order(pages: list[Page]) -> None:
    page = next(page for page in pages if page["name"] == "rating of 3 vi" and page["size"] == [800, 480])
    assert page["read"][:2] == [
        "Quý khách có hài lòng với lần phục vụ này?",
        "Quầy số 3 · Số A012 · Mời chạm vào một ô",
    ]
    said = [text for name, text in page["controls"] if name.startswith("score:")]
    assert said == ["Rất hài lòng", "Hài lòng", "Không hài lòng"]


def test_a_warning_is_read_as_a_part_of_the_page(pages: list[Page]) -> None:
    warned = [page for page in pages if "warned" in page["name"] and page["name"].endswith("vi")]
    assert warned
    for page in warned:
        assert any(text.startswith("Trang này sẽ đóng sau") for text in page["read"]), named(page)
        assert "more-time" in [name for name, _ in page["controls"]], named(page)


@pytest.mark.parametrize(
    ("size", "inches", "px"), [((800, 480), 7.0, 105), ((1280, 800), 10.1, 118), ((1024, 600), None, 134)]
)
def test_twenty_millimetres_are_so_many_px(size: tuple[int, int], inches: float | None, px: int) -> None:
    assert FINGER_MM == 20
    assert round(finger_of(*size, inches)) == px


def overlap(one: list[int], other: list[int]) -> bool:
    """Tell whether two rectangles share more than the pixel that rounding may give."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 1 and down > 1
