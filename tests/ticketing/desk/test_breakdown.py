"""A head asks for figures by field, time, officer and counter; looks at officers' figures are logged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lobby.clock import HandClock
from ticketing.desk.daybook import FRESH_S
from ticketing.desk.keeper import EVENTS_SHOWN
from ticketing.journal import figure_rows
from ticketing.journal.figure import Figure, Key

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

TODAY = date(2026, 11, 23)
PAGE = "/desk/head/figures"


@pytest.fixture
def head(open_browser: Callable[[], Browser], site: Site) -> Browser:
    made = open_browser()
    made.log_in("truong.pv", "mat-khau-dau")
    made.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    keys = {}
    for back in (3, 4, 20):
        day = (TODAY - timedelta(back)).isoformat()
        for officer, counter, n in (("lan.nt", "quay-1", 12), ("minh.tv", "quay-2", 3)):
            counts = Counter({"served": n, "missed": 1, "face:5:5": n - 1, "face:5:1": 1, "doubtful:5:5": 2})
            keys[Key(day, 8, "ho-tich", counter, officer)] = Figure(counts, Counter({600: n}), Counter({120: n}))
        keys[Key(day, 8, "ho-tich")] = Figure(Counter(issued=17))
    with site.hub._journal.transaction() as writer:
        figure_rows.keep(writer, figure_rows.added(writer, keys))
    return made


def rows(page: str) -> dict[str, list[str]]:
    """Return the table's rows as words, by their names."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    found = re.findall(r'<th scope="row">([^<]*)</th>(.*?)</tr>', body, re.S)
    return {name: re.sub(r"<[^>]+>", " ", cells).split() for name, cells in found}


def test_a_week_by_officer_has_each_ones_figures_and_small_ones_are_marked(head: Browser) -> None:
    page = head.get(f"{PAGE}?kind=week&date=2026-11-20&by=officer").text
    assert "Tuần 47 năm 2026" in page
    lan, minh = rows(page)["Nguyễn Thị Lan"], rows(page)["Trần Văn Minh"]
    assert lan[0] == "24"
    assert "92%" in lan
    assert minh[0] == "6"
    assert "67%*" in minh
    assert "Lấy số" not in page[page.index("<table") :]


def test_only_what_is_asked_for_counts(head: Browser) -> None:
    by_counter = rows(head.get(f"{PAGE}?kind=month&date=2026-11-20&by=day&counter=quay-2").text)
    assert [by_counter[name][0] for name in ("03/11/2026", "19/11/2026", "20/11/2026", "Tất cả")] == [
        "3",
        "3",
        "3",
        "9",
    ]
    whole = rows(head.get(f"{PAGE}?kind=month&date=2026-11-20&by=field").text)
    assert whole["Hộ tịch – Chứng thực"][:2] == ["51", "45"]
    assert "Kỳ này chưa có số liệu cho lựa chọn trên" in head.get(f"{PAGE}?kind=week&date=2026-11-20&hour=15").text


def test_today_is_there_as_it_stands(head: Browser, site: Site, clock: HandClock) -> None:
    site.take()
    clock.forward(FRESH_S + 1)
    page = head.get(PAGE).text
    assert "số liệu đến 08:00 hôm nay" in page
    assert rows(page)["Hộ tịch – Chứng thực"][0] == "1"


def test_each_look_at_officers_is_logged_and_others_are_not(head: Browser, site: Site) -> None:
    looked = [f"{PAGE}?kind=month&by=officer", f"{PAGE}?by=hour&officer=lan.nt"]
    for address in (PAGE, f"{PAGE}?by=counter", *looked):
        assert head.get(address).status_code == 200
    events = [event for event in site.accounts.recent(60) if "figures" in event.what]
    named = [event.what.partition(": ")[2] for event in events if "2026-11" in event.what]
    assert named == ["2026-11-23 lan.nt", "2026-11 theo cán bộ"]


def test_odd_questions_are_answered_as_the_nearest_sensible_one(head: Browser) -> None:
    for query in ("kind=x&date=x&by=x", "date=9999-12-31", "date=0001-01-01&kind=week", "officer=" + "x" * 5000):
        assert head.get(f"{PAGE}?{query}").status_code == 200, query
    assert "Thứ Hai, ngày 23/11/2026" in head.get(f"{PAGE}?date=2030-01-01").text


def test_the_keeper_reads_who_looked_however_many_logged_in_since(
    head: Browser, open_browser: Callable[[], Browser], site: Site
) -> None:
    head.get(f"{PAGE}?by=officer")
    for _ in range(EVENTS_SHOWN):
        site.accounts.note_logout("lan.nt", "10.0.0.7")
    keeper = open_browser()
    keeper.log_in("quantri", "mat-khau-dau", "/admin")
    keeper.send("/desk/password", old="mat-khau-dau", new="rieng-cua-ha", again="rieng-cua-ha", target="admin")
    assert "Xem số liệu của cán bộ: 2026-11-23 theo cán bộ" in keeper.get("/admin").text
