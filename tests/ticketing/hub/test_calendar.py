"""Vietnam's public holidays in the words that citizens read."""

from __future__ import annotations

from datetime import date

import pytest

from ticketing.hub.calendar import holiday

# The first day of the lunar year in Vietnam; on 2/2/2030 China is a day later.
TET = ["2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-02"]
TET += ["2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08"]


@pytest.mark.parametrize("day", TET)
def test_tet_is_free_each_year(day: str) -> None:
    first = date.fromisoformat(day)
    assert {holiday(first.replace(day=first.day - 1)), holiday(first)} == {"Tết Nguyên Đán"}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "Tết Dương lịch"),
        ("2026-04-26", "lễ Giỗ Tổ Hùng Vương"),
        ("2026-04-27", "bù lễ Giỗ Tổ Hùng Vương"),
        ("2026-04-30", "lễ Chiến thắng"),
        ("2026-05-01", "lễ Quốc tế Lao động"),
        ("2026-08-31", "hoán đổi, làm bù ngày 22/08"),
        ("2026-09-01", "lễ Quốc khánh"),
        ("2026-09-02", "lễ Quốc khánh"),
        ("2026-09-03", None),
        ("2026-08-22", None),
    ],
)
def test_a_holiday_is_named_as_people_name_it(day: str, name: str | None) -> None:
    assert holiday(date.fromisoformat(day)) == name
