"""What a report does not know and how its numbers were made, so that nobody reads more into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ticketing.reports.model import PeriodKind, Report
from ticketing.reports.pdf.content import numbers

_FEW_DAYS = 15
WAIT = "Thời gian chờ: từ lúc lấy số đến lần gọi đầu tiên. Thời gian phục vụ: từ lúc người dân đến quầy đến khi xong."
MEDIAN = (
    "Trung vị: một nửa số lượt không quá mức này. 90%: chín phần mười số lượt không quá mức này. "
    "Tính đúng từng giây trên mọi lượt, không ước lượng."
)
MISSED = "Vắng mặt: lượt gọi không có người đến. Tỷ lệ vắng: phần của số đó trong tổng lượt phục vụ xong và vắng mặt."
SATISFIED = "Hài lòng: số lượt từ mức “Hài lòng” trở lên. Lượt đánh giá nghi vấn được đếm riêng."
ORDER = "Bảng theo lĩnh vực, quầy, cán bộ xếp theo thứ tự cài đặt hoặc theo tên; không phải bảng xếp hạng."
NO_ON_TIME = "Tỷ lệ đúng hạn, quá hạn: phần mềm một cửa không gửi số liệu trong kỳ nên báo cáo không nêu."


def sentences(report: Report) -> tuple[str, ...]:
    """Return what is missing."""
    said = [_missing(report), _late(report), "" if report.on_time else NO_ON_TIME]
    return tuple(one for one in said if one)


def method(report: Report) -> tuple[str, ...]:
    """Return how to read the numbers."""
    few = f"Dấu {numbers.MARK}: tính trên dưới {report.small_below} lượt, chỉ để biết, không đủ để so sánh, kết luận."
    source = (
        "Mọi số liệu lấy từ nhật ký của hệ thống xếp hàng và đánh giá tại sảnh; "
        f"lập lúc {numbers.moment(report.made_at)}."
    )
    return WAIT, MEDIAN, MISSED, SATISFIED, few, ORDER, source


def _missing(report: Report) -> str:
    """Name the days without a journal, or how many they are where they are many."""
    days = report.missing
    if not days:
        return ""
    if report.period.kind is PeriodKind.DAY:
        return "Trong ngày không có ghi chép nào, dù theo lịch là ngày làm việc."
    said = f"Có {len(days)} ngày làm việc theo lịch mà nhật ký không có ghi chép nào, nên số liệu có thể thiếu"
    listed = runs(days)
    if len(listed) > _FEW_DAYS:
        return f"{said}; ngày đầu {numbers.day(days[0])}, ngày cuối {numbers.day(days[-1])}."
    return f"{said}: {', '.join(listed)}."


def runs(days: Sequence[date]) -> list[str]:
    """Return the days, those that follow each other as one ("05–09/01/2026")."""
    told: list[str] = []
    begun = 0
    for place, day in enumerate(days):
        if place + 1 == len(days) or (days[place + 1] - day).days != 1:
            told.append(_run(days[begun], day))
            begun = place + 1
    return told


def _run(first: date, last: date) -> str:
    if first == last:
        return numbers.day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02d}–{numbers.day(last)}"
    return f"{numbers.day(first)}–{numbers.day(last)}"


def _late(report: Report) -> str:
    late = report.totals.late
    if not late:
        return ""
    return f"Có {numbers.count(late)} lượt được nhập bổ sung sau, với giờ thật của lượt đó; đã tính trong các bảng."
