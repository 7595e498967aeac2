"""The numbers of reports: what the entries alone bear out, the same next year, beside a hub that runs."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bench.recount import differences
from lobby.contract.base import OFFICE_ZONE
from ticketing.journal import figure_rows, on_time
from ticketing.journal.figure import Figure, Key
from ticketing.journal.files import FILE
from ticketing.journal.store import Journal

if TYPE_CHECKING:
    from tests.ticketing.reports.conftest import Office


def numbers(report: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in report.items() if name not in ("made_at", "through", "complete")}


@pytest.mark.parametrize("period", ["2026-H2", "2026-06", "2026-06-29", "2026-W27", "2026-07-03", "2026"])
def test_every_number_is_borne_out_by_the_entries(office: Office, period: str) -> None:
    report = office.read(period)
    assert report["totals"]["served"] > 30
    assert differences(office.state, report) == []


def test_a_report_that_says_otherwise_is_found_out(office: Office) -> None:
    report = office.read("2026-07")
    report["officers"][0]["measures"]["rated"]["satisfied"] += 1
    report["totals"]["wait"]["median_s"] += 0.5
    assert len(differences(office.state, report)) == 2


def test_the_same_report_next_year_says_the_same(new_office: Callable[[], Office]) -> None:
    office = new_office()
    office.write(visits=240, days=24)
    first = [office.read(period) for period in ("2026-H1", "2026-06", "2026-Q3")]
    office.tidy(date(2026, 7, 3))
    office.tidy(date(2027, 7, 3), keep_months=1)
    assert sorted(path.stem for path in (office.state / "archive").iterdir()) == ["2026-06", "2026-07"]
    again = [office.read(period) for period in ("2026-H1", "2026-06", "2026-Q3")]
    assert [numbers(one) for one in again] == [numbers(one) for one in first]
    assert differences(office.state, again[1]) == []


def test_figures_stay_when_officers_names_go(new_office: Callable[[], Office]) -> None:
    office = new_office()
    office.write(visits=120, days=4)
    named = office.read("2026-07-02")
    office.tidy(date(2027, 9, 1), keep_months=1, officers_months=2)
    unnamed = office.read("2026-07-02")
    assert unnamed["totals"] == named["totals"] and unnamed["ratings"] == named["ratings"]
    (nameless,) = unnamed["officers"]
    assert nameless["name"] == "Không ghi tên cán bộ"
    assert nameless["measures"]["served"] == sum(row["measures"]["served"] for row in named["officers"]) > 0


def test_today_is_in_it_up_to_now_and_it_says_so(office: Office) -> None:
    report = office.read("2026-07-03")
    assert not report["complete"] and report["through"].startswith("2026-07-03T10:32")
    assert report["totals"]["issued"] == 60
    assert office.read("2026-07-02")["complete"]
    about = office.report("2026-07-03", ending="csv").read_text(encoding="utf-8-sig")
    assert "(số liệu đến 10:32 ngày 03/07/2026)" in about


def test_it_works_while_the_hub_has_the_journal_open(office: Office) -> None:
    journal = Journal(office.state)
    journal.open()
    try:
        with journal.transaction():
            assert office.read("2026-07-03")["totals"]["issued"] == 60
    finally:
        journal.close()


def test_the_period_before_stands_beside_and_days_without_a_journal_are_named(office: Office) -> None:
    report = office.read("2026-W27")
    assert report["before"]["period"]["name"] == "2026-W26" and report["before"]["totals"]["issued"] == 300
    assert report["year_ago"]["totals"] is None
    assert report["missing"] == []
    with sqlite3.connect(office.state / FILE) as file:
        days = [row[0] for row in file.execute("SELECT DISTINCT day FROM entries ORDER BY day")]
    assert [row["id"] for row in office.read("2026")["days"]] == days
    # The office began on 22 June: days before that are not missing, nor are Saturdays.
    assert office.read("2026")["missing"] == []


def test_a_period_in_which_the_journal_only_began_says_since_when(office: Office) -> None:
    began = office.read("2026-Q3")["before"]
    assert began["period"]["name"] == "2026-Q2" and began["since"] == "2026-06-22"
    assert "Quý II năm 2026 (số liệu từ 22/06/2026)" in office.report("2026-Q3", ending="csv").read_text("utf-8-sig")
    assert office.read("2026-W27")["before"]["since"] is None, "it began on the week's first day"


def test_a_working_day_without_a_journal_is_missing(new_office: Callable[[], Office]) -> None:
    office = new_office()
    office.write(date(2026, 6, 24), visits=60, days=2)
    assert office.read("2026-07")["missing"] == ["2026-07-01", "2026-07-02"]
    assert office.read("2026-06")["missing"] == ["2026-06-25", "2026-06-26", "2026-06-29", "2026-06-30"]


def test_work_entered_late_for_a_day_before_the_journal_makes_no_days_missing(
    new_office: Callable[[], Office],
) -> None:
    office = new_office()
    office.write(visits=60, days=2)
    office.tidy(date(2026, 7, 3))
    with sqlite3.connect(office.state / FILE) as file:
        done = {Key("2026-05-04", 9, "ho-tich", "quay-1"): Figure(Counter(late=1, served=1))}
        figure_rows.keep(file, figure_rows.added(file, done))
    report = office.read("2026")
    assert report["totals"]["late"] == 1 and report["missing"] == []


def test_small_numbers_are_marked_and_none_is_ranked(office: Office) -> None:
    report = office.read("2026-07-03")
    assert not report["totals"]["wait"]["small"]
    for row in report["officers"]:
        assert row["measures"]["wait"]["small"] == (row["measures"]["wait"]["n"] < 10)
    assert any(row["measures"]["rated"]["small"] for row in report["officers"])
    names = [row["name"] for row in report["officers"]]
    assert names == sorted(names)
    assert [row["id"] for row in report["services"]][:2] == ["dat-dai", "ho-tich"], "the settings' own order"
    assert report["services"][2]["name"].endswith("(không còn dùng)")


def test_a_cross_table_adds_up_to_the_whole(office: Office) -> None:
    report = office.read("2026-W27", "--by", "field,officer,month")
    cross = report["cross"]
    assert cross["titles"] == ["Lĩnh vực", "Cán bộ", "Tháng"]
    for what in ("issued", "served", "missed"):
        assert sum(row["measures"][what] for row in cross["rows"]) == report["totals"][what]
    lan = [row for row in cross["rows"] if "Nguyễn Thị Lan" in row["names"]]
    assert {row["names"][2] for row in lan} == {"06/2026", "07/2026"}


def test_reasons_are_told_in_the_sites_own_words(office: Office) -> None:
    said = {one["id"]: one["words"] for one in office.read("2026")["ratings"]["reasons"]}
    assert said["cho-lau"] == "Phải chờ lâu"


def test_on_time_counts_are_quoted_as_the_backend_gave_them(new_office: Callable[[], Office]) -> None:
    office = new_office()
    office.write(visits=60, days=2)
    journal = Journal(office.state)
    journal.open()
    with journal.transaction() as writer:
        for day, count in (("2026-06-29", 1), ("2026-06-30", 2), ("2026-07-01", 3)):
            given = date.fromisoformat(day)
            as_of = datetime(given.year, given.month, given.day, 16, tzinfo=OFFICE_ZONE)
            on_time.keep(writer, on_time.Given(given, "Phần mềm một cửa", as_of, {"on_time": count, "overdue": 0}))
    journal.close()
    report = office.read("2026")
    assert [(one["day"], one["source"], one["counts"]["on_time"]) for one in report["on_time"]] == [
        ("2026-06-30", "Phần mềm một cửa", 2),
        ("2026-07-01", "Phần mềm một cửa", 3),
    ]
    text = office.report("2026", ending="csv").read_text(encoding="utf-8-sig")
    assert "2026-07-01,,,3,0,,,,Phần mềm một cửa,16:00 ngày 01/07/2026" in text


def test_a_journal_that_no_hub_of_this_version_has_opened_is_read_too(new_office: Callable[[], Office]) -> None:
    office = new_office()
    office.write(visits=60, days=2)
    wanted = numbers(office.read("2026"))
    with sqlite3.connect(office.state / FILE, isolation_level=None) as file:
        file.execute("DROP TABLE figures")
        file.execute("DROP TABLE on_time")
        file.execute("PRAGMA user_version = 2")
    assert numbers(office.read("2026")) == wanted


def test_reports_write_nothing_into_the_journal(office: Office) -> None:
    before = _dump(office.state / FILE)
    office.read("2026-H1")
    assert _dump(office.state / FILE) == before


def _dump(path: Path) -> str:
    with sqlite3.connect(path) as file:
        return json.dumps(list(file.iterdump())[:200]) + str(file.execute("SELECT count(*) FROM entries").fetchone())
