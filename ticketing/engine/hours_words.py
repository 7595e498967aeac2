"""The sentences about hours that a citizen reads on the dispenser and on the boards."""

from __future__ import annotations

from datetime import date, datetime

BEFORE = "Chưa đến giờ lấy số."
OVER_FOR_NOW = "Đã hết giờ lấy số buổi này."
OVER_TODAY = "Đã hết giờ lấy số hôm nay."
NO_WORK = "Hôm nay không làm việc."
LUNCH = "Nghỉ trưa."
NEVER = "Hiện không nhận số."

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NOON_BEGINS, NOON_ENDS = 11 * 60, 13 * 60


def off(name: str) -> str:
    """Return the sentence for a holiday, by the words that follow "Nghỉ"."""
    return f"Nghỉ {name}."


def pause(closes: int, opens: int) -> str:
    """Return the sentence for the time between two periods, by the minutes of the day between which it lies."""
    return LUNCH if closes < NOON_ENDS and opens > NOON_BEGINS else "Đang nghỉ giữa hai buổi."


def sentence(why: str, opening: datetime | None, today: date) -> str:
    """Return `why` with when it opens next, as read on `today`."""
    if opening is None:
        return f"{why} Chưa có lịch mở lại."
    when = (
        clock_words(opening)
        if opening.date() == today
        else f"{clock_words(opening)} {day_words(opening.date(), today)}"
    )
    if why == BEFORE:
        return f"{why} Mở lúc {when}."
    if why == LUNCH:
        return f"{why[:-1]}, mở lại lúc {when}."
    return f"{why} Mở lại lúc {when}."


def clock_words(at: datetime) -> str:
    """Return the time of day (07:30)."""
    return f"{at:%H:%M}"


def day_words(day: date, today: date) -> str:
    """Return the weekday and date (thứ Năm, 04/9), with the year where it is another.

    A zero stands before days below 10 and before January and February only (Nghị định 30/2020/NĐ-CP, phụ lục I).
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    year = f"/{day.year}" if day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]}, {day.day:02d}/{month}{year}"
