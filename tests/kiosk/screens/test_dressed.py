"""Every page of every touch program as citizens may want it: big, clear, low; nothing cut, nothing out of reach."""

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
    (1280, 800): 50,
    (1280, 720): 50,
    (800, 480): 48,
    (1080, 1920): 76,
    (800, 1280): 50,
}
LOOKS = {
    (1920, 1080): ("bc", "bcl"),
    (1280, 800): ("bcl",),
    (1280, 720): ("l",),
    (800, 480): ("bc",),
    (1080, 1920): ("bcl",),
    (800, 1280): ("l",),
}
KEYBOARDS = (
    ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"],
    ["1234567890", ".-/,:()&+", "ĂÂĐÊÔƠƯ"],
    ["1234567890", "ABCDEFGHIJK", "LMNOPQRSTUV", "WXYZ.-"],
)
"""The keys that write a letter, row by row: of the search, of its signs, and where a code is wanted."""

PLAIN = "-"


@pytest.fixture(scope="module")
def all_drawn(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[Any, list[Any]]:
    """The pages by size and look; one program draws them all, so that a text is measured once for all pages."""
    looks = [(size, look) for size, letters in LOOKS.items() for look in letters] + [((1920, 1080), PLAIN)]
    wanted = ",".join(f"{width}x{height}:{look}" for (width, height), look in looks)
    program, state = Path(__file__).with_name("draw_dressed.py"), tmp_path_factory.mktemp("pages")
    ran = subprocess.run(
        [sys.executable, str(program), wanted, str(state)],
        env={**os.environ, "DISPLAY": display, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        check=True,
        text=True,
    )
    drawn: dict[Any, list[Any]] = {one: [] for one in looks}
    for page in map(json.loads, ran.stdout.splitlines()):
        drawn[tuple(page["size"]), page["look"]].append(page)
    return drawn


@pytest.fixture(
    scope="module",
    params=[(size, look) for size, looks in LOOKS.items() for look in looks],
    ids=lambda param: f"{param[0][0]}x{param[0][1]}-{param[1]}",
)
def drawn(request: pytest.FixtureRequest, all_drawn: dict[Any, list[Any]]) -> Any:
    size, look = request.param
    return size, look, all_drawn[size, look]


def test_no_text_is_cut_or_written_over_another(drawn: Any) -> None:
    _, _, pages = drawn
    assert len(pages) > 100
    assert [(page["name"], one["text"]) for page in pages for one in page["texts_boxes"] if one["cut"]] == []
    over = [
        (page["name"], one["text"], other["text"])
        for page in pages
        for one, other in combinations(page["texts_boxes"], 2)
        if overlap(one["rect"], other["rect"])
    ]
    assert over == []


def test_targets_are_large_apart_and_on_the_screen(drawn: Any) -> None:
    (width, height), _, pages = drawn
    for page in pages:
        for target in page["targets"]:
            x, y, w, h = target["rect"]
            assert min(w, h) >= LEAST_TARGETS[width, height], (page["name"], target)
            assert x >= 0 and y >= 0 and x + w <= width + 1 and y + h <= height + 1, (page["name"], target)
        for one, other in combinations(page["targets"], 2):
            assert not overlap(one["rect"], other["rect"]), (page["name"], one, other)


def test_low_controls_stand_in_the_lower_third(drawn: Any) -> None:
    (_, height), look, pages = drawn
    if "l" not in look:
        pytest.skip("controls stand where the page has them")
    # Of a screen left alone, all that is no button is one target.
    low = [(page["name"], one) for page in pages for one in page["targets"] if one["name"] != "wake"]
    assert [one for one in low if one[1]["rect"][1] < height * 2 / 3 - 2] == []


def test_a_low_screen_left_alone_wakes_wherever_no_button_is(drawn: Any) -> None:
    (width, height), look, pages = drawn
    alone = [page for page in pages if "left alone" in page["name"]]
    assert len(alone) == 4
    for page in alone if "l" in look else []:
        *others, (_, y, _, _) = [one["rect"] for one in page["targets"] if one["name"] == "wake"] + [
            min((one["rect"] for one in page["targets"] if one["name"] != "wake"), key=lambda rect: rect[1])
        ]
        assert len(page["targets"]) == 4, "procedures, comfort, language"
        ((left, top, wide, high),) = others
        assert (left, top, wide) == (0, 0, width) and height * 0.6 < high <= y, page["name"]


def test_keys_keep_their_rows_with_no_other_control_among_them(drawn: Any) -> None:
    _, _, pages = drawn
    typed = [page for page in pages if any(one["name"].startswith("key:") for one in page["targets"])]
    assert len(typed) > 20
    for page in typed:
        letters = [one for one in page["targets"] if one["name"].startswith("key:") and len(one["text"]) == 1]
        rows: dict[int, list[Any]] = {}
        for one in sorted(letters, key=lambda one: one["rect"][0]):
            rows.setdefault(one["rect"][1], []).append(one)
        told = ["".join(one["text"] for one in rows[y]) for y in sorted(rows)]
        assert told in KEYBOARDS, (page["name"], told)
        around = [min(rows), max(rows) + letters[0]["rect"][3]]
        across = [min(one["rect"][0] for one in letters), max(sum(one["rect"][::2]) for one in letters)]
        block = [across[0], around[0], across[1] - across[0], around[1] - around[0]]
        among = {one["name"] for one in page["targets"] if overlap(one["rect"], block)}
        assert {name for name in among if not name.startswith("key:")} <= {"find", "hide"}, page["name"]


def test_low_pages_keep_every_control(all_drawn: dict[Any, list[Any]]) -> None:
    plain, low = (
        {page["name"]: {one["name"] for one in page["targets"]} for page in all_drawn[(1920, 1080), look]}
        for look in ("bc", "bcl")
    )
    assert low == plain


def test_big_text_is_larger(all_drawn: dict[Any, list[Any]]) -> None:
    sizes = {}
    for look in (PLAIN, "bc"):
        told = [size for page in all_drawn[(1920, 1080), look] for _, size in page["sizes"]]
        sizes[look] = sum(told) / len(told)
    assert sizes["bc"] > 1.25 * sizes[PLAIN]


def overlap(one: list[int], other: list[int]) -> bool:
    """Tell whether two rectangles share more than the pixel that rounding may give."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 1 and down > 1
