"""The report in a few sentences, each made from its numbers and no more certain than they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ticketing.engine.hours_words import WEEKDAYS
from ticketing.reports.model import Measures, Report, Row, Spread
from ticketing.reports.pdf.content import numbers, rated

EMPTY = "Trong kỳ không có lượt lấy số và lượt phục vụ nào được ghi nhận."
FEW = "Số lượt trong kỳ ít, các con số dưới đây chỉ để biết, không đủ để kết luận."
# A time that is named as the busiest has a twentieth more than the next; weekdays are known by four of each.
_CLEARLY, _LEAST_WEEKS = 1.05, 4


def empty(report: Report) -> bool:
    """Tell whether nothing at all happened."""
    totals = report.totals
    return not (totals.issued or totals.called or totals.served or totals.rated.n or totals.rated.doubtful)


def sentences(report: Report) -> tuple[str, ...]:
    """Return the summary, a paragraph each."""
    totals = report.totals
    if empty(report):
        return (EMPTY,)
    few = (FEW,) if totals.served < report.small_below else ()
    times = _spread("chờ", "đến lượt gọi đầu tiên", totals.wait), _spread("được phục vụ", "xong", totals.service)
    said = (_visits(totals, report.small_below), " ".join(one for one in times if one), _busiest(report))
    return (*few, *(one for one in said if one), rated.short(report))


def _visits(totals: Measures, small_below: int) -> str:
    first = f"Có {numbers.count(totals.issued)} lượt lấy số; {numbers.count(totals.served)} lượt được phục vụ xong"
    ended = totals.served + totals.missed
    if totals.missed and ended >= small_below:
        part = f"bằng {numbers.percent(totals.missed / ended)} tổng số lượt phục vụ xong và vắng mặt"
        first += f"; {numbers.count(totals.missed)} lượt gọi không có người đến, {part}"
    elif totals.missed:
        first += f"; {numbers.count(totals.missed)} lượt gọi không có người đến"
    return f"{first}.{_rest(totals)}"


def _rest(totals: Measures) -> str:
    said = [
        (totals.cancelled, "lượt bị hủy"),
        (totals.expired, "lượt chưa được phục vụ khi hết ngày"),
        (totals.late, "lượt do cán bộ nhập bổ sung sau khi hệ thống hoạt động trở lại"),
    ]
    told = [f"{numbers.count(n)} {words}" for n, words in said if n]
    return f" Ngoài ra có {', '.join(told)}." if told else ""


def _spread(doing: str, until: str, spread: Spread) -> str:
    if spread.median_s is None or spread.p90_s is None:
        return ""
    lots = f"{numbers.count(spread.n)} lượt"
    said = f"trung vị {numbers.span(spread.median_s)}, chín phần mười không quá {numbers.span(spread.p90_s)}"
    if spread.small:
        return f"Thời gian {doing} của {lots} (ít): {said}."
    return (
        f"Một nửa số người {doing} {until} trong không quá {numbers.span(spread.median_s)}, "
        f"cứ mười người thì chín người không quá {numbers.span(spread.p90_s)} (tính trên {lots})."
    )


def _busiest(report: Report) -> str:
    """Say when most people came, where that rests on enough and one time stands out."""
    told = []
    hour = _most(report.hours, report.small_below)
    if hour is not None:
        told.append(f"trong khoảng {int(hour.id)}–{int(hour.id) + 1} giờ ({_issued(hour)})")
    weekday = _busiest_weekday(report)
    if weekday is not None:
        told.append(f"vào {WEEKDAYS[weekday[0]]} (trung bình {numbers.count(round(weekday[1]))} lượt một ngày)")
    return f"Người dân lấy số nhiều nhất {' và '.join(told)}." if told else ""


def _busiest_weekday(report: Report) -> tuple[int, float] | None:
    """Return the weekday (Monday is 0) with the most numbers a day and how many; None where days are too few to tell.

    By the day and not in all: a month may have five Mondays and four Fridays.
    """
    issued: dict[int, list[int]] = {}
    for row in report.days:
        issued.setdefault(date.fromisoformat(row.id).weekday(), []).append(row.measures.issued)
    means = {day: sum(counts) / len(counts) for day, counts in issued.items() if len(counts) >= _LEAST_WEEKS}
    first, second = ([*sorted(means.items(), key=lambda one: one[1], reverse=True)[:2], None, None])[:2]
    if first is None or second is None or first[1] < max(report.small_below, second[1] * _CLEARLY):
        return None
    return first


def _most(rows: Sequence[Row], small_below: int) -> Row | None:
    if len(rows) < 2:
        return None
    first, second = sorted(rows, key=lambda row: row.measures.issued, reverse=True)[:2]
    clearly = first.measures.issued >= second.measures.issued * _CLEARLY
    return first if clearly and first.measures.issued >= small_below else None


def _issued(row: Row) -> str:
    return f"{numbers.count(row.measures.issued)} lượt"
