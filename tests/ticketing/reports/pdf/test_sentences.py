"""The sentences of a report: made from its numbers, and no more certain than they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from tests.ticketing.reports.pdf import samples
from ticketing.journal.figure import Figure
from ticketing.reports.measuring import measures
from ticketing.reports.model import Compared, Face, Rated, Report, Row, Spread
from ticketing.reports.pdf.content import changes, gaps, numbers, ontime, rated, summary, totals, visits
from ticketing.reports.pdf.content.blocks import Columns, Heading, Note, Table
from ticketing.reports.pdf.content.compose import paper
from ticketing.reports.pdf.content.form import Form


def with_rated(report: Report, shown: Rated) -> Report:
    totals = replace(report.totals, rated=shown)
    return replace(report, totals=totals, ratings=replace(report.ratings, rated=shown))


def before(report: Report, shown: Rated) -> Report:
    assert report.before.totals is not None
    return replace(report, before=Compared(report.before.period, replace(report.before.totals, rated=shown)))


def test_the_summary_tells_visits_waits_and_ratings_in_sentences() -> None:
    report = samples.report("2026-11")
    report = replace(report, totals=replace(report.totals, wait=Spread(7927, 615.0, 1480.0, 700.0, False)))
    visits, times, *_, opinions = summary.sentences(report)
    assert visits.startswith(
        "Có 7.980 lượt lấy số; 7.609 lượt được phục vụ xong; 239 lượt gọi không có người đến, bằng 3,0%"
    )
    assert "Một nửa số người chờ đến lượt gọi đầu tiên trong không quá 10 phút" in times
    assert "chín người không quá 25 phút (tính trên 7.927 lượt)" in times
    assert opinions.startswith("Có 3.043 lượt đánh giá được tính, trong đó 2.850 lượt hài lòng trở lên, đạt 93,7%.")
    assert "Có 43 lượt khác bị đánh dấu nghi vấn" in opinions


def test_small_numbers_are_said_to_be_small_and_have_no_share() -> None:
    said = " ".join(summary.sentences(samples.report("2026-11-23", visits=7)))
    assert "Số lượt trong kỳ ít" in said and "Thời gian chờ của 7 lượt (ít)" in said
    assert "Chỉ có 2 lượt đánh giá được tính, trong đó 1 lượt hài lòng trở lên; số lượt ít" in said
    assert "%" not in said and "nhiều nhất" not in said
    assert numbers.share(4, 5, 10) == "4/5*" and numbers.share(0, 0, 10) == "–" and numbers.share(9, 10, 10) == "90,0%"


def test_an_hour_is_named_as_the_busiest_where_it_is_clearly_so() -> None:
    report = samples.report("2026-11-23")
    ten, eleven = report.hours[:2]
    lots, fewer = replace(ten.measures, issued=200), replace(eleven.measures, issued=199)
    alike = replace(report, hours=(replace(ten, measures=lots), replace(eleven, measures=fewer)))
    assert "nhiều nhất" not in " ".join(summary.sentences(alike))
    clear = replace(report, hours=(replace(ten, measures=lots), replace(eleven, measures=replace(fewer, issued=90))))
    assert "nhiều nhất trong khoảng 7–8 giờ (200 lượt)" in " ".join(summary.sentences(clear))


def test_a_weekday_is_the_busiest_by_the_day_and_not_by_how_many_of_it_a_month_has() -> None:
    report = samples.report("2026-11")
    days = tuple(
        replace(row, measures=replace(row.measures, issued=130 if date.fromisoformat(row.id).weekday() == 4 else 110))
        for row in report.days
    )
    said = " ".join(summary.sentences(replace(report, days=days)))
    assert "vào thứ Sáu (trung bình 130 lượt một ngày)" in said, "five Mondays have more in all than four Fridays"


def test_what_changed_is_told_with_both_values_and_chance_is_not_told_as_change() -> None:
    report = with_rated(samples.report("2026-11"), Rated(3000, 2700, 0, False))
    told, missing = changes.sentences(before(report, Rated(3000, 2850, 0, False)))
    assert told.startswith("So với kỳ trước (tháng 10 năm 2026): số lượt lấy số tăng 559 lượt (7,5%)")
    assert "tỷ lệ hài lòng giảm từ 95,0% xuống 90,0%" in told
    assert missing == "So với cùng kỳ năm trước (tháng 11 năm 2025): không có số liệu để so sánh."
    few = with_rated(report, Rated(100, 90, 0, False))
    assert "không khác rõ rệt (95,0% và 90,0%)" in changes.sentences(before(few, Rated(100, 95, 0, False)))[0]
    fewer = with_rated(report, Rated(9, 9, 0, True))
    assert "hài lòng" not in changes.sentences(before(fewer, Rated(3000, 2850, 0, False)))[0]


def test_a_period_that_is_not_over_is_not_said_to_have_fewer_visits() -> None:
    report = replace(samples.report("2026-11"), complete=False)
    assert "kỳ này chưa hết nên chưa so được số lượt" in changes.sentences(report)[0]
    general = [block.text for block in paper(report, Form()).blocks if hasattr(block, "text")]
    assert "Kỳ báo cáo chưa kết thúc: số liệu đến 8 giờ 30 phút ngày 05/01/2027." in general


def test_counts_are_not_compared_with_a_period_in_which_the_journal_only_began() -> None:
    report = samples.report("2026-11")
    report = replace(report, before=replace(report.before, since=date(2026, 10, 19)))
    told = changes.sentences(report)[0]
    assert "sổ hàng đợi chỉ có từ ngày 19/10/2026 nên không so được số lượt" in told
    assert "thời gian chờ trung vị" in told
    rows = {row[0]: row[3] for row in totals.table(report).rows if len(row) > 3}
    assert rows["Lượt lấy số"] == rows["Lượt phục vụ xong"] == rows["Số lượt được tính"] == "–"
    assert rows["Tỷ lệ hài lòng"] != "–"


def test_what_expires_with_the_day_makes_no_hour_of_its_own() -> None:
    report = samples.report("2026-11")
    midnight = Row("23", "23:00–23:59", measures(Figure(Counter(expired=4)), 10))
    blocks = visits.times(replace(report, hours=(*report.hours, midnight)))
    (table,) = (block for block in blocks if isinstance(block, Table) and block.caption == "Theo giờ trong ngày")
    (chart,) = (block for block in blocks if isinstance(block, Columns) and "theo giờ" in block.caption)
    assert len(table.rows) == len(chart.labels) == len(report.hours)
    assert visits.times(replace(report, hours=(midnight,)))[0] == Heading(2, "Theo thứ trong tuần")


def test_of_a_year_the_year_before_is_told_once() -> None:
    assert len(changes.sentences(samples.report("2026"))) == 1


def test_doubtful_ratings_are_told_apart_with_the_share_that_counts_them() -> None:
    report = samples.report("2026-11")
    faces = (Face(5, 5, 5, "Rất hài lòng", 90, 10), Face(5, 1, 1, "Rất không hài lòng", 10, 0))
    shown = Rated(100, 90, 10, False)
    report = replace(with_rated(report, shown), ratings=replace(report.ratings, rated=shown, faces=faces))
    said = " ".join(rated.sentences(report))
    assert "trong đó 90 lượt hài lòng trở lên, đạt 90,0%" in said
    assert "nếu tính cả thì 110 lượt, tỷ lệ hài lòng 90,9%" in said


def test_on_time_figures_stand_with_their_source_and_time_or_are_said_to_be_missing() -> None:
    report = samples.report("2026-11")
    shown = ontime.blocks(report.on_time)
    table = next(block for block in shown if isinstance(block, Table))
    assert table.rows == (("17:05 30/11/2026", "1.240", "310", "870", "12", "48"),)
    assert Note("Nguồn: Hệ thống thông tin giải quyết TTHC tỉnh Sơn La.") in shown
    other = replace(report.on_time[0], source="Cổng dịch vụ công")
    table = next(block for block in ontime.blocks((*report.on_time, other)) if isinstance(block, Table))
    assert [row[1] for row in table.rows] == ["Hệ thống thông tin giải quyết TTHC tỉnh Sơn La", "Cổng dịch vụ công"]
    silent = replace(report, on_time=())
    assert gaps.NO_ON_TIME in gaps.sentences(silent)
    heads = [block.text for block in paper(silent, Form()).blocks if hasattr(block, "level")]
    assert not any("đúng hạn" in head.lower() for head in heads)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (45, "45 giây"),
        (60, "1 phút"),
        (366, "6 phút 06 giây"),
        (615, "10 phút"),
        (3600, "1 giờ"),
        (3900, "1 giờ 05 phút"),
    ],
)
def test_times_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert numbers.span(seconds) == words


def test_what_is_not_quite_all_is_never_written_as_all() -> None:
    assert numbers.percent(1) == "100%" and numbers.percent(0.99999) == "trên 99,9%" and numbers.percent(0) == "0%"
    assert numbers.percent(0.0001) == "dưới 0,1%"
