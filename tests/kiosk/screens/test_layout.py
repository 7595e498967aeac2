"""Every page at every size: nothing cut, nothing overlapping, everything inside, targets large enough."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

LEAST_TARGETS = {
    (1920, 1080): 76,
    (1280, 800): 48,
    (800, 480): 48,
    (1080, 1920): 76,
    (800, 1280): 48,
    (480, 800): 48,
}
NARROW_KEYS = 36
"""Eleven keys beside each other on the narrowest screen; they are the higher for it."""


FACTS = ["Procedure", "Holder", "Fee due", "Agency", "Field"]
PROGRAMS = ("draw_pages.py", "draw_lookup_pages.py")


@pytest.fixture(scope="module")
def all_drawn(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[Any, list[Any]]:
    """The pages by size; each program draws all of its own at once, so that a text is measured once for all pages."""
    drawn: dict[Any, list[Any]] = {size: [] for size in LEAST_TARGETS}
    for name in PROGRAMS:
        sizes = [(width, height) for width, height in LEAST_TARGETS if name == PROGRAMS[1] or width > height]
        program, state = Path(__file__).with_name(name), tmp_path_factory.mktemp("pages")
        ran = subprocess.run(
            [sys.executable, str(program), ",".join(f"{width}x{height}" for width, height in sizes), str(state)],
            env={**os.environ, "DISPLAY": display},
            capture_output=True,
            check=True,
            text=True,
        )
        for page in map(json.loads, ran.stdout.splitlines()):
            drawn[tuple(page["size"])].append({"program": name, **page})
    return drawn


@pytest.fixture(scope="module", params=list(LEAST_TARGETS), ids=lambda size: f"{size[0]}x{size[1]}")
def drawn(request: pytest.FixtureRequest, all_drawn: dict[Any, list[Any]]) -> Any:
    return request.param, all_drawn[request.param]


def test_no_text_is_cut(drawn: Any) -> None:
    _, pages = drawn
    cut = [(page["name"], one["text"]) for page in pages for one in page["texts_boxes"] if one["cut"]]
    assert cut == []
    assert len(pages) > 40


def test_texts_do_not_overlap(drawn: Any) -> None:
    _, pages = drawn
    over = [
        (page["name"], one["text"], other["text"])
        for page in pages
        for one, other in combinations(page["texts_boxes"], 2)
        if overlap(one["rect"], other["rect"])
    ]
    assert over == []


def test_facts_beside_each_other_stand_on_one_grid(drawn: Any) -> None:
    (width, _), pages = drawn
    labels = set(FACTS)
    two_columns = 0
    for page in pages:
        rects = [one["rect"] for one in page["texts_boxes"] if one["text"] in labels]
        first = min((x for x, *_ in rects), default=0)
        left = {(y, h) for x, y, _, h in rects if x == first}
        right = {(y, h) for x, y, _, h in rects if x != first}
        assert right <= left, page["name"]
        two_columns += bool(right)
    # The smallest screen has room for the first facts alone.
    assert two_columns >= 1 or width <= 800


def test_facts_are_read_in_their_order(drawn: Any) -> None:
    _, pages = drawn
    order = FACTS
    for page in pages:
        places = {one["text"]: one["rect"] for one in page["texts_boxes"] if one["text"] in order}
        assert sorted(places, key=lambda label: (places[label][1], places[label][0])) == [
            label for label in order if label in places
        ], page["name"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_finger_that_stays_where_it_was_is_not_on_the_button_that_ends_the_next_page(
    drawn: Any, program: str
) -> None:
    _, pages = drawn
    if program not in {page["program"] for page in pages}:
        pytest.skip("drawn lying only")
    places: dict[str, set[tuple[int, ...]]] = {"find": set(), "take": set(), "done": set()}
    for page in pages:
        for target in page["targets"]:
            if target["name"] in places and page["program"] == program:
                places[target["name"]].add(tuple(target["rect"]))
    assert places["take"] and places["done"]
    for done in places["done"]:
        for touched in places["find"] | places["take"]:
            assert not overlap(list(done), list(touched))


def test_a_single_step_stands_at_the_top(drawn: Any) -> None:
    _, pages = drawn
    ways = [page for page in pages if page["name"] == "result with one step vi"]
    for page in ways:
        rects = {one["text"]: one["rect"] for one in page["texts_boxes"]}
        _, top, _, high = rects["Quá trình giải quyết"]
        _, below, _, tall = rects["Tiếp nhận hồ sơ – Bộ phận Một cửa phường Tô Hiệu"]
        assert below - (top + high) < high and tall < 4 * high, page["name"]
    assert ways


def test_targets_are_large_enough_apart_and_inside(drawn: Any) -> None:
    (width, height), pages = drawn
    least = LEAST_TARGETS[width, height]
    for page in pages:
        for target in page["targets"]:
            x, y, w, h = target["rect"]
            wide = NARROW_KEYS if width == 480 and target["name"].startswith("key:") else least
            assert w >= wide and h >= least, (page["name"], target)
            assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, (page["name"], target)
        for one, other in combinations(page["targets"], 2):
            assert not overlap(one["rect"], other["rect"]), (page["name"], one, other)
        names = [target["name"] for target in page["targets"]]
        assert len(set(names)) == len(names), page["name"]


def overlap(one: list[int], other: list[int]) -> bool:
    """Tell whether two rectangles share more than the pixel that rounding may give."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 1 and down > 1


def test_nothing_moves_when_the_answer_that_was_coming_is_there(drawn: Any) -> None:
    _, pages = drawn
    places = {page["name"]: [one["rect"] for one in page["texts_boxes"]] for page in pages}
    coming = [name for name in places if " coming " in name]
    assert coming
    for name in coming:
        for after in ("renewed", "never renewed"):
            there = name.replace(" coming ", f" {after} ")
            if there in places:
                assert places[there] == places[name], there
