"""The warning that a page will go: it is added, and no button goes or stands where another was."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.presenters.lookup_views import Leaving
from kiosk.presenters.result_views import Result
from kiosk.screens import lookup_pages
from kiosk.screens.box import Box
from kiosk.screens.lowering import draw_low
from kiosk.screens.order import reading
from kiosk.screens.pieces import Target, Words
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens

SIZES = [(1920, 1080), (1280, 800), (800, 480), (1080, 1920), (480, 800)]
LEAVING, MORE_TIME = "Trang này sẽ đóng sau 20 giây", "Tôi cần thêm thời gian"


@pytest.fixture
def lookup(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program that knows every page of the lookup kiosk."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("draw_lookup_pages")


def told(body: Any) -> Any:
    """Return the same page with the warning on it; None where it never warns."""
    if isinstance(body, Result):
        return replace(body, leaving=LEAVING, more_time=MORE_TIME)
    if hasattr(body, "bar"):
        return replace(body, bar=replace(body.bar, leaving=LEAVING, more_time=MORE_TIME))
    return replace(body, leaving=Leaving(LEAVING, MORE_TIME)) if hasattr(body, "leaving") else None


def calm(body: Any) -> Any:
    """Return the same page before the warning."""
    if isinstance(body, Result):
        return replace(body, leaving=None, more_time=None)
    if hasattr(body, "bar"):
        return replace(body, bar=replace(body.bar, leaving=None, more_time=None))
    return replace(body, leaving=None) if hasattr(body, "leaving") else None


def pages(lookup: Any) -> Iterator[tuple[str, Any]]:
    for chapter in (one for one in lookup.PAGES if one is not lookup.show_pages):
        yield from ((name, body) for name, body in chapter("vi") if calm(body) is not None)


def drawn(lookup: Any, body: Any, size: tuple[int, int]) -> Sheet:
    sheet = Sheet(Theme(tokens(), *size))
    lookup_pages.draw(lookup_pages.LookupShown(lookup.HEADER, body), sheet)
    return sheet


def lowered(lookup: Any, body: Any, size: tuple[int, int], big: bool) -> Sheet:
    sheet = Sheet(Theme(tokens(), *size, big))
    sheet.comfort = "Dễ đọc, dễ nghe"
    draw_low(lambda on: lookup_pages.draw(lookup_pages.LookupShown(lookup.HEADER, body), on), sheet)
    return sheet


def controls(sheet: Sheet) -> list[str]:
    keys = sheet.keys.box if sheet.keys is not None else None
    return [one.name for one in reading(sheet.pieces, sheet.whole, sheet.band, keys).controls]


def targets(sheet: Sheet) -> dict[str, Box]:
    return {one.name: one.box for one in sheet.pieces if isinstance(one, Target) and not one.ground}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_warning_takes_no_button_away_and_stands_in_the_place_of_none(lookup: Any, size: tuple[int, int]) -> None:
    seen = 0
    for name, body in pages(lookup):
        before, after = targets(drawn(lookup, calm(body), size)), targets(drawn(lookup, told(body), size))
        more = after.pop("more-time")
        assert after == before, name
        assert not [one for one, box in before.items() if overlap(box, more)], name
        seen += 1
    assert seen > 60


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (1080, 1920)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("big", [False, True])
def test_low_controls_keep_their_places_too(lookup: Any, size: tuple[int, int], big: bool) -> None:
    for name, body in pages(lookup):
        if body.page == "welcome" and not body.keypad.typed:
            continue  # an untouched door never warns
        before, after = (targets(lowered(lookup, one(body), size, big)) for one in (calm, told))
        more = after.pop("more-time")
        assert after == before, name
        assert not [one for one, box in before.items() if overlap(box, more)], name


def test_what_the_warning_brings_comes_last_so_that_digits_press_what_they_did(lookup: Any) -> None:
    for name, body in pages(lookup):
        before, after = (drawn(lookup, one(body), (1280, 800)) for one in (calm, told))
        keys = {place for place, one in enumerate(controls(after)) if one.startswith("key:")}
        place = controls(after).index("more-time")
        assert [one for one in controls(after) if one != "more-time"] == controls(before), name
        # Where there are keys, digits write: then it comes before them, to be reached with few steps.
        assert place < min(keys) if keys else place == len(controls(before)), name


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_result_tells_all_it_told_before_the_warning(lookup: Any, size: tuple[int, int]) -> None:
    office = lookup.HEADER.office, lookup.HEADER.clock
    for name, body in pages(lookup):
        if isinstance(body, Result):
            before, after = (
                {one.text for one in drawn(lookup, one(body), size).pieces if isinstance(one, Words)}
                for one in (calm, told)
            )
            assert before - {*office} <= after, name
            assert {LEAVING, MORE_TIME} <= after
            assert body.stale is None or body.stale in " ".join(after), name


def test_a_slip_under_way_leaves_its_buttons_place_empty(lookup: Any) -> None:
    for size in SIZES:
        for name, body in pages(lookup):
            if isinstance(body, Result) and body.slip.button is not None:
                asked = replace(body, slip=replace(body.slip, button=None, said="Đang in phiếu…"))
                before, after = (targets(drawn(lookup, one, size)) for one in (calm(body), calm(asked)))
                assert after == {one: box for one, box in before.items() if one != "print"}, name


def overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    return across > 1 and min(one.y + one.h, other.y + other.h) - max(one.y, other.y) > 1
