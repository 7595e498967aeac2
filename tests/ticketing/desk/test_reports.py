"""A head takes a report with them as a file; officers may not, and looks at officers' figures are written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ticketing.desk import reports

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

PAGE = "/desk/head/report"


@pytest.fixture
def head(open_browser: Callable[[], Browser]) -> Browser:
    made = open_browser()
    made.log_in("truong.pv", "mat-khau-dau")
    made.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    made.get(PAGE)
    return made


def looks(site: Site) -> list[str]:
    return [f"{one.username} {one.what}" for one in site.accounts.recent(20) if one.what.startswith("looked")]


def test_a_head_takes_a_report_as_a_file(head: Browser, site: Site) -> None:
    site.take()
    answer = head.send(PAGE, period="2026-11", format="csv")
    assert answer.mimetype == "text/csv" and answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-demo-2026-11.csv"'
    text = answer.data.decode("utf-8-sig")
    assert "Lấy số,1," in text and "Theo cán bộ" not in text
    assert [one for one in looks(site) if "2026-11 csv" in one] == [], "no officer was looked at"


def test_who_takes_officers_figures_is_written_down(head: Browser, site: Site) -> None:
    answer = head.send(PAGE, period="2026-11-23", format="json", officers="1")
    assert answer.json is not None and answer.json["officers"] == []
    assert "truong.pv looked at officers' figures: 2026-11-23 json" in looks(site)


def test_the_page_offers_the_latest_periods_and_every_form(head: Browser) -> None:
    page = head.get(PAGE).text
    for words in (
        "Tháng trước: Tháng 10 năm 2026",
        "6 tháng này: 6 tháng cuối năm 2026",
        "Excel (XLSX)",
        "2026-Q4 (quý)",
    ):
        assert words in page, words
    assert "Ngày làm việc trước: Thứ Sáu, ngày 20/11/2026" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"other": "2026-Q9", "format": "csv"}, "Không hiểu kỳ báo cáo «2026-Q9»"),
        ({"period": "2027", "format": "csv"}, "chưa bắt đầu"),
        ({"period": "2026", "format": "exe"}, "Hãy chọn một dạng tệp."),
    ],
)
def test_what_is_wrong_is_said_on_the_page(head: Browser, fields: dict[str, str], sentence: str) -> None:
    answer = head.send(PAGE, **fields)
    assert answer.status_code == 400 and sentence in answer.text


def test_only_one_report_is_drawn_at_a_time(head: Browser) -> None:
    with reports._drawing:
        answer = head.send(PAGE, period="2026", format="csv")
    assert answer.status_code == 429 and reports.BUSY in answer.text


def test_an_officer_of_a_counter_takes_none(officer: Browser, site: Site) -> None:
    assert officer.get(PAGE).status_code == 403
    officer.get("/desk")
    assert officer.send(PAGE, period="2026", format="csv", officers="1").status_code == 403
    assert looks(site) == []


def test_nobody_takes_one_without_logging_in(open_browser: Callable[[], Browser]) -> None:
    stranger = open_browser()
    assert "Đăng nhập" in stranger.get(PAGE).text
    assert stranger.send(PAGE, period="2026", format="csv").mimetype == "text/html"
