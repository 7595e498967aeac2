"""Writes numbers as Vietnamese papers have them: 1.234, 93,2%, 6 phút; shares of few are written as what they are."""

from __future__ import annotations

from datetime import date, datetime

from lobby.contract.base import OFFICE_ZONE

NONE = "–"
MARK = "*"
_MINUTE, _HOUR = 60, 3600


def count(n: int) -> str:
    """Return 1234 as "1.234"."""
    return f"{n:,}".replace(",", ".")


def decimal(value: float | None, places: int = 1) -> str:
    """Return 1234.56 as "1.234,6"; a dash for None."""
    if value is None:
        return NONE
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(value: float | None) -> str:
    """Return 0.932 as "93,2%"; a dash for None. What is not quite all or nothing is never rounded to it."""
    if value is None:
        return NONE
    if 0.9995 <= value < 1:
        return "trên 99,9%"
    if 0 < value < 0.0005:
        return "dưới 0,1%"
    if value in (0, 1):
        return f"{value:.0%}"
    return f"{decimal(value * 100)}%"


def share(part: int, whole: int, small_below: int) -> str:
    """Return the share of `part` in `whole`: "93,2%", of few "4/5*", of none a dash."""
    if not whole:
        return NONE
    return f"{count(part)}/{count(whole)}{MARK}" if whole < small_below else percent(part / whole)


def minutes(seconds: float | None, small: bool = False) -> str:
    """Return seconds as minutes in a table: 366 is "6,1"; marked where they are of few."""
    return NONE if seconds is None else decimal(seconds / _MINUTE) + (MARK if small else "")


def span(seconds: float) -> str:
    """Return seconds in words: "45 giây", "6 phút", "6 phút 30 giây" below ten minutes, "1 giờ 05 phút"."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} giây"
    if whole < 10 * _MINUTE:
        rest = whole % _MINUTE
        return f"{whole // _MINUTE} phút" + (f" {rest:02d} giây" if rest else "")
    whole = round(seconds / _MINUTE)
    if whole < _HOUR // _MINUTE:
        return f"{whole} phút"
    hours, rest = divmod(whole, _HOUR // _MINUTE)
    return f"{hours} giờ" + (f" {rest:02d} phút" if rest else "")


def signed(text: str, value: float) -> str:
    """Return `text`, the size of `value`, with its sign before it."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{text}"


def day(at: date) -> str:
    """Return a day as "22/11/2026"."""
    return f"{at:%d/%m/%Y}"


def local(at: datetime) -> datetime:
    """Return `at` as the office's clocks show it."""
    return at.astimezone(OFFICE_ZONE)


def moment(at: datetime) -> str:
    """Return a moment as "10 giờ 32 phút ngày 22/11/2026"."""
    shown = local(at)
    return f"{shown.hour} giờ {shown.minute:02d} phút ngày {day(shown)}"


def dateline(at: date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": days below ten and the first two months with a nought, as the decree asks."""
    month = f"{at.month:02d}" if at.month <= 2 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"
