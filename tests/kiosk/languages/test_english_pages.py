"""Who chose English reads English on every page of kiosk and dispenser, but for the office's own data and the law."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from kiosk.languages.catalogue import translator
from kiosk.presenters.wording import Header, as_written, clock_text
from kiosk.screens import lookup_pages
from kiosk.screens.pieces import Target, Words
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.contract.base import OFFICE_ZONE
from lobby.look.tokens import tokens

ENGLISH = translator("en")
MONDAY = datetime(2026, 11, 23, 8, 9, tzinfo=OFFICE_ZONE)
OWN_NAMES = ("Tiếng Việt",)
KEYS_AND_TYPED = ("123 ăâđ", "Marks may be left out. With marks (Telex): aa=â, dd=đ…", "giấy khai|", *"ĂÂĐÊÔƠƯ")
FROM_THE_SITE = ("Quầy số 1", "Quầy số 2", "A012", "Từ ngày 01/12/2026 tiếp nhận hồ sơ đất đai cả sáng thứ Bảy.")
FROM_THE_HUB = (
    "Hết giờ tiếp nhận buổi sáng. Mời quay lại lúc 13:30.",
    "Nghỉ trưa, mở lại lúc 13:30.",
    "Hồ sơ 000.00.01.H15-190521-0001 đã có số A012, đang chờ ở Quầy số 1.",
    "Đã hết giờ lấy số buổi này. Mở lại lúc 07:30 thứ Hai, 23/11.",
    "Hôm nay đã nhận đủ 200 lượt. Mời Quý khách quay lại ngày làm việc sau.",
)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The programs that know every page of the lookup kiosk and of the dispenser."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "screens"))
    return importlib.import_module("draw_lookup_pages"), importlib.import_module("draw_pages")


def texts(lookup: Any, others: Any) -> Iterator[tuple[str, str]]:
    """Yield each text of an English page, with the page's name."""
    header = Header(lookup.HEADER.office, clock_text(lookup.NOW, ENGLISH))
    for pages in (one for one in lookup.PAGES if one is not lookup.show_pages):
        for name, body in pages("en"):
            yield from written(name, lookup_pages.draw, lookup_pages.LookupShown(header, body))
    for pages in (
        others.dispenser_pages_of,
        others.offline_pages_of,
        others.choosing_pages_of,
        others.receipt_pages_of,
    ):
        for name, shown, draw in pages():
            if name.endswith((" en", "in English")):
                yield from written(name, draw, type(shown)(header, shown.body))


def written(name: str, draw: Any, shown: Any) -> Iterator[tuple[str, str]]:
    sheet = Sheet(Theme(tokens(), 1920, 1080))
    draw(shown, sheet)
    for piece in sheet.pieces:
        if isinstance(piece, Words | Target):
            yield name, plain(piece.text)


def data(lookup: Any, others: Any) -> list[str]:
    """Return what offices, the portal and the hub wrote: it is shown as they wrote it."""
    known = [*leaves(lookup.DOSSIERS), *leaves(lookup.FIELDS), *others.NAMES, *lookup.RULES.hours, lookup.HEADER.office]
    known += [lookup.ASKS_TO_WAIT]
    procedures = lookup.procedure_pages.shelf()._catalogue
    law = [*leaves([procedures.procedure(one.code) for one in procedures.entries().values()])]
    source = lookup.procedure_pages.SHIPPED_SOURCE
    whole = {plain(text) for text in (*known, *law, *OWN_NAMES, *FROM_THE_SITE, *FROM_THE_HUB, source)}
    return sorted(whole - {""}, key=len, reverse=True)


def leaves(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from leaves(value.model_dump())
    elif isinstance(value, dict):
        yield from leaves(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_vietnamese(text: str) -> bool:
    return any(letter in "đĐ" or unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))


def test_no_vietnamese_stands_on_an_english_page_outside_data_and_law(programs: tuple[Any, Any]) -> None:
    told = data(*programs)
    law = "\n".join(told)
    stray, read = {}, 0
    for name, text in texts(*programs):
        read += 1
        rest = text
        if not is_vietnamese(text) or text in KEYS_AND_TYPED or text.rstrip("…").strip() in law:
            continue
        for one in told:
            rest = rest.replace(one, "")
        if is_vietnamese(rest):
            stray[text] = name
    assert read > 1000
    assert stray == {}


def test_the_day_of_the_week_is_told_in_the_language_spoken() -> None:
    days = [clock_text(MONDAY + timedelta(days=place), ENGLISH) for place in range(7)]
    assert days[0] == "08:09 · Monday, 23/11/2026" and days[6] == "08:09 · Sunday, 29/11/2026"
    assert len({day.split(" ")[2] for day in days}) == 7
    assert clock_text(MONDAY, as_written) == "08:09 · Thứ Hai, 23/11/2026"
