"""Which days a period has, what it is called, and what stands beside it."""

from __future__ import annotations

import pytest

from ticketing.reports.model import PeriodKind
from ticketing.reports.period import WrongPeriod, before, period, year_ago


@pytest.mark.parametrize(
    ("name", "kind", "first", "last", "title"),
    [
        ("2026-11-22", PeriodKind.DAY, "2026-11-22", "2026-11-22", "Chủ nhật, ngày 22/11/2026"),
        ("2026-W47", PeriodKind.WEEK, "2026-11-16", "2026-11-22", "Tuần 47 năm 2026 (16/11/2026 – 22/11/2026)"),
        ("2026-11", PeriodKind.MONTH, "2026-11-01", "2026-11-30", "Tháng 11 năm 2026"),
        ("2026-q4", PeriodKind.QUARTER, "2026-10-01", "2026-12-31", "Quý IV năm 2026"),
        ("2026-H1", PeriodKind.HALF, "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2026-H2", PeriodKind.HALF, "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        (" 2028 ", PeriodKind.YEAR, "2028-01-01", "2028-12-31", "Năm 2028"),
        ("2028-2", PeriodKind.MONTH, "2028-02-01", "2028-02-29", "Tháng 2 năm 2028"),
    ],
)
def test_a_period_is_read_by_its_name(name: str, kind: PeriodKind, first: str, last: str, title: str) -> None:
    found = period(name)
    assert (found.kind, found.first.isoformat(), found.last.isoformat()) == (kind, first, last)
    assert found.title == title and period(found.name) == found


@pytest.mark.parametrize(
    "name", ["", "nam nay", "2026-13", "2026-Q5", "2026-H3", "2026-W54", "2026-02-30", "1899", "26"]
)
def test_a_wrong_period_is_answered_with_examples(name: str) -> None:
    with pytest.raises(WrongPeriod, match=r"2026-H1 \(6 tháng\)"):
        period(name)


@pytest.mark.parametrize(
    ("name", "last", "same"),
    [
        ("2026-11-22", "2026-11-21", "2025-11-22"),
        ("2028-02-29", "2028-02-28", "2027-02-28"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2026-W53", "2026-W52", "2025-W52"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026", "2025", "2025"),
    ],
)
def test_beside_a_period_stand_the_one_before_and_that_of_a_year_ago(name: str, last: str, same: str) -> None:
    assert (before(period(name)).name, year_ago(period(name)).name) == (last, same)
