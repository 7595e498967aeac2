"""Work done by hand while the system was away is entered afterwards with its own times."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.lateness import WrongRow, read_row, read_time

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
ROW = {
    "day": "2026-11-22",
    "service": "ho-tich",
    "counter": "quay-1",
    "number": "a031",
    "came": "0815",
    "ended": "8h40",
}
_ID = re.compile(r'name="id" value="([0-9a-f-]{36})"')


def enter(browser: Browser, **fields: str) -> TestResponse:
    page = browser.get("/desk/late").text
    found = _ID.search(page)
    assert found is not None
    return browser.send("/desk/late", id=found.group(1), **{**ROW, **fields})


def entries(site: Site) -> list[dict[str, object]]:
    """Return what the journal tells of late entries."""
    site.hub.flush()
    told = [json.loads(payload) for payload in site.broker.payloads(site.link.topics.journal())]
    return [entry for entry in told if entry["kind"] == "entry.late"]


def test_a_row_from_the_paper_goes_into_the_journal_with_its_own_times(officer: Browser, site: Site) -> None:
    page = enter(officer, called="8:20", dossier="H15.12-250701-0001", note="Mất điện")
    assert "Đã nhập bù số A031" in page.text
    entry = entries(site)[0]
    assert (entry["officer"], entry["counter"]) == ("lan.nt", "quay-1")
    assert entry["data"] == {
        "service": "ho-tich",
        "number": "A031",
        "dossier": "H15.12-250701-0001",
        "note": "Mất điện",
        "outcome": "served",
        "came_at": "2026-11-22T08:15:00.000+07:00",
        "called_at": "2026-11-22T08:20:00.000+07:00",
        "ended_at": "2026-11-22T08:40:00.000+07:00",
    }


def test_the_next_row_begins_where_the_last_one_ended(officer: Browser) -> None:
    page = enter(officer).text
    assert '<option value="2026-11-22" selected>' in page
    assert '<option value="ho-tich" selected>' in page
    assert re.search(r'id="number"[^>]*autofocus', page)
    assert "A031" in page[page.index("Đã nhập hôm nay") :]
    assert "08:15 → 08:40" in page


def test_a_head_who_sits_at_a_counter_begins_with_its_work(open_browser: Callable[[], Browser]) -> None:
    head = open_browser()
    head.enter("truong.pv", "quay-2")
    assert '<option value="quay-2" selected>' in head.get("/desk/late").text


def test_a_row_that_is_sent_twice_is_entered_once(officer: Browser, site: Site) -> None:
    row = {**ROW, "id": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"}
    officer.get("/desk/late")
    for _ in range(2):
        assert "1 dòng" in officer.send("/desk/late", **row).text
    assert len(entries(site)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ended": "8:10"}, "Giờ xong phải sau giờ đến."),
        ({"called": "8:50"}, "Giờ xong phải sau giờ gọi."),
        ({"came": "25:00"}, "Hãy ghi giờ đến"),
        ({"ended": ""}, "Hãy ghi giờ xong"),
        ({"day": "2026-11-24"}, "Ngày này chưa tới."),
        ({"day": "2026-11-23", "came": "7:50"}, "Giờ xong chưa tới"),
        ({"day": "2026-11-15"}, "Chỉ nhập bù được việc trong 7 ngày qua."),
        ({"day": "hôm qua"}, "Ngày chưa đúng."),
        ({"service": ""}, "Hãy chọn lĩnh vực."),
        ({"number": "A 0 1?"}, "Số thứ tự gồm chữ đầu"),
        ({"dossier": "hồ sơ"}, "Mã hồ sơ chỉ gồm"),
        ({"counter": "quay-3"}, "quầy mình"),
    ],
)
def test_what_cannot_be_so_is_told_and_nothing_typed_is_lost(
    officer: Browser, site: Site, fields: dict[str, str], sentence: str
) -> None:
    answer = enter(officer, note="Ghi chú dài", **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'value="Ghi chú dài"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert entries(site) == []
    assert "Đã nhập bù số A031" in enter(officer).text


def test_one_paper_number_is_entered_by_one_officer(
    officer: Browser, open_browser: Callable[[], Browser], site: Site
) -> None:
    enter(officer)
    other = open_browser()
    other.enter("minh.tv", "quay-2", own="rieng-cua-minh")
    answer = enter(other, counter="quay-2")
    assert "đã được Nguyễn Thị Lan nhập lúc 08:00" in answer.text
    assert "Đã nhập bù" in enter(other, counter="quay-2", day="2026-11-21").text
    assert len(entries(site)) == 2


def test_each_officer_sees_their_own_rows_and_a_head_sees_and_enters_all(
    officer: Browser, open_browser: Callable[[], Browser], clock: HandClock
) -> None:
    enter(officer)
    other = open_browser()
    other.enter("minh.tv", "quay-2", own="rieng-cua-minh")
    assert "Chưa có dòng nào" in other.get("/desk/late").text
    head = open_browser()
    head.enter("truong.pv", "quay-3", own="rieng-cua-truong")
    page = enter(head, counter="quay-2", number="A032").text
    assert "2 dòng" in page
    assert "Nguyễn Thị Lan" in page
    clock.forward(24 * 3600)
    fresh = open_browser()
    fresh.log_in("truong.pv", "rieng-cua-truong")
    assert "Chưa có dòng nào" in fresh.get("/desk/late").text


def test_nobody_enters_work_without_logging_in(browser: Browser, site: Site) -> None:
    assert "Đăng nhập bàn làm việc" in browser.get("/desk/late").text
    browser.send("/desk/late", **ROW)
    assert entries(site) == []


@given(st.times(), st.sampled_from(["{0:%H:%M}", "{0:%H%M}", "{0.hour}:{0:%M}", "{0.hour}h{0:%M}", "{0.hour}{0:%M}"]))
def test_a_time_is_read_in_every_way_people_write_it(at: time, form: str) -> None:
    assert read_time(form.format(at)) == at.replace(second=0, microsecond=0)


@given(st.text(max_size=6))
def test_no_typing_breaks_the_reading_of_a_time(typed: str) -> None:
    at = read_time(typed)
    assert at is None or at.second == 0


@given(st.integers(0, 9), st.lists(st.times(), min_size=3, max_size=3), st.booleans())
def test_what_is_taken_is_in_order_past_and_recent(back: int, times: list[time], called: bool) -> None:
    came, call, ended = (f"{at:%H:%M}" for at in times)
    day = (NOW - timedelta(days=back)).date()
    row = {**ROW, "day": day.isoformat(), "came": came, "ended": ended} | ({"called": call} if called else {})
    try:
        said = read_row(row, NOW)
    except WrongRow:
        return
    moments = [datetime.fromisoformat(said[name]) for name in ("came_at", "called_at", "ended_at") if name in said]
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    assert NOW.date() - moments[0].date() <= timedelta(days=7)
