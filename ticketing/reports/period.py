"""A report's period, by its name: 2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026-H1, 2026."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from ticketing.engine.hours_words import WEEKDAYS
from ticketing.reports.model import Period, PeriodKind

EXAMPLES = "2026-11-22 (ngày), 2026-W47 (tuần), 2026-11 (tháng), 2026-Q4 (quý), 2026-H1 (6 tháng), 2026 (năm)"
_ROMAN = ("I", "II", "III", "IV")
_HALVES = ("đầu", "cuối")
_OLDEST = 2000
_DAY = timedelta(days=1)


class WrongPeriod(ValueError):
    """A period that is none; the text is a Vietnamese sentence with examples."""


def period(name: str) -> Period:
    """Return the period called `name`; raises WrongPeriod."""
    given = name.strip().upper()
    for pattern, make in _FORMS:
        found = re.fullmatch(pattern, given)
        if found is not None and int(found[1]) >= _OLDEST:
            try:
                return make(*map(int, found.groups()))
            except ValueError as fault:
                raise WrongPeriod(f"Kỳ báo cáo «{name}» không có trong lịch. Ví dụ: {EXAMPLES}.") from fault
    raise WrongPeriod(f"Không hiểu kỳ báo cáo «{name}». Hãy ghi như một trong các ví dụ: {EXAMPLES}.")


def before(this: Period) -> Period:
    """Return the period of the same kind that ends where `this` begins."""
    return holding(this.kind, this.first - _DAY)


def year_ago(this: Period) -> Period:
    """Return the same period of the year before; a day or week that it had not becomes the one before."""
    if this.kind is PeriodKind.WEEK:
        year, week, _ = this.first.isocalendar()
        return _week(year - 1, min(week, date(year - 1, 12, 28).isocalendar().week))
    first = this.first
    day = min(first.day, 28) if first.month == 2 else first.day
    return holding(this.kind, date(first.year - 1, first.month, day))


def holding(kind: PeriodKind, day: date) -> Period:
    """Return the period of `kind` that `day` is in."""
    year, week, _ = day.isocalendar()
    made = {
        PeriodKind.DAY: lambda: _day(day.year, day.month, day.day),
        PeriodKind.WEEK: lambda: _week(year, week),
        PeriodKind.MONTH: lambda: _month(day.year, day.month),
        PeriodKind.QUARTER: lambda: _quarter(day.year, (day.month + 2) // 3),
        PeriodKind.HALF: lambda: _half(day.year, (day.month + 5) // 6),
        PeriodKind.YEAR: lambda: _year(day.year),
    }
    return made[kind]()


def _day(year: int, month: int, day: int) -> Period:
    on = date(year, month, day)
    weekday = WEEKDAYS[on.weekday()]
    title = f"{weekday[0].upper()}{weekday[1:]}, ngày {_words(on)}"
    return Period(PeriodKind.DAY, on, on, on.isoformat(), title)


def _week(year: int, week: int) -> Period:
    first = date.fromisocalendar(year, week, 1)
    last = first + 6 * _DAY
    title = f"Tuần {week} năm {year} ({_words(first)} – {_words(last)})"
    return Period(PeriodKind.WEEK, first, last, f"{year}-W{week:02d}", title)


def _month(year: int, month: int) -> Period:
    return _months(PeriodKind.MONTH, year, month, 1, f"{year}-{month:02d}", f"Tháng {month} năm {year}")


def _quarter(year: int, quarter: int) -> Period:
    title = f"Quý {_ROMAN[quarter - 1]} năm {year}"
    return _months(PeriodKind.QUARTER, year, quarter * 3 - 2, 3, f"{year}-Q{quarter}", title)


def _half(year: int, half: int) -> Period:
    title = f"6 tháng {_HALVES[half - 1]} năm {year}"
    return _months(PeriodKind.HALF, year, half * 6 - 5, 6, f"{year}-H{half}", title)


def _year(year: int) -> Period:
    return _months(PeriodKind.YEAR, year, 1, 12, str(year), f"Năm {year}")


def _months(kind: PeriodKind, year: int, month: int, count: int, name: str, title: str) -> Period:
    after = year * 12 + month - 1 + count
    return Period(kind, date(year, month, 1), date(after // 12, after % 12 + 1, 1) - _DAY, name, title)


def _words(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_FORMS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _day),
    (r"(\d{4})-?W(\d{1,2})", _week),
    (r"(\d{4})-Q([1-4])", _quarter),
    (r"(\d{4})-H([12])", _half),
    (r"(\d{4})-(\d{1,2})", _month),
    (r"(\d{4})", _year),
)
