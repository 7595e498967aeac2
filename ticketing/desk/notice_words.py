"""What the keeper reads of a notice: how it stands, when it is shown, how much it weighs: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lobby.contract.notices import Notice, NoticeKind
from ticketing.notices.item import Item, Plan, Standing, notice_of, standing
from ticketing.notices.limits import megabytes

KINDS = {NoticeKind.TEXT: "Chữ", NoticeKind.IMAGE: "Ảnh", NoticeKind.VIDEO: "Phim"}
STANDINGS = {
    Standing.ON_AIR: ("Đang phát", "ok"),
    Standing.RESTING: ("Ngoài giờ phát", ""),
    Standing.EARLY: ("Chưa tới ngày", ""),
    Standing.OVER: ("Đã hết hạn", "warn"),
    Standing.OFF: ("Đang tắt", "warn"),
}
WEEKDAYS = {1: "Thứ Hai", 2: "Thứ Ba", 3: "Thứ Tư", 4: "Thứ Năm", 5: "Thứ Sáu", 6: "Thứ Bảy", 7: "Chủ nhật"}


def item_row(item: Item, now: datetime) -> dict[str, Any]:
    """Return what the page shows of one item."""
    words, tone = STANDINGS[standing(item, now)]
    return {
        "item": item,
        "kind": KINDS[item.kind],
        "standing": words,
        "tone": tone,
        "plan": plan_words(item),
        "weight": "" if item.media is None else weight_words(item),
        "url": notice_of(item).url,
    }


def entry_row(notice: Notice) -> dict[str, str]:
    """Return what the page shows of a notice that stands in the settings file."""
    return {"kind": KINDS[notice.kind], "text": notice.text or notice.url or ""}


def plan_words(item: Item) -> str:
    """Return when an item is shown, in one line."""
    plan = item.plan
    lasts = _length(item.media.seconds) if item.kind is NoticeKind.VIDEO and item.media else f"{plan.seconds} giây"
    return " · ".join(part for part in (_days(plan), _hours(plan), _weekdays(plan.weekdays), lasts) if part)


def weight_words(item: Item) -> str:
    """Return frame and weight of a picture or video."""
    media = item.media
    return "" if media is None else f"{media.width} × {media.height} · {megabytes(media.size)} MB"


def _days(plan: Plan) -> str:
    first, last = (f"{day:%d/%m/%Y}" if day else "" for day in (plan.first, plan.last))
    if first and last:
        return f"Ngày {first}" if first == last else f"Từ {first} đến hết {last}"
    if first:
        return f"Từ {first}"
    return f"Đến hết {last}" if last else "Mọi ngày" if not plan.weekdays else ""


def _hours(plan: Plan) -> str:
    return f"{plan.hours_from} – {plan.hours_until}" if plan.hours_from else ""


def _weekdays(days: tuple[int, ...]) -> str:
    if not days:
        return ""
    in_a_row = days == tuple(range(days[0], days[-1] + 1))
    if in_a_row and len(days) > 2:
        return f"{WEEKDAYS[days[0]]} đến {WEEKDAYS[days[-1]]}"
    return _joined(WEEKDAYS[day] for day in days)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"dài {minutes} phút {rest} giây" if minutes else f"dài {rest} giây"
