"""What the keeper reads of the way to the one-stop software: what waits, what is set aside, the last answer: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.devices import Standing, Uplink
from ticketing.desk.figure_words import count_words
from ticketing.desk.words import minutes_words
from ticketing.hub.door import DeviceSeen

ANSWERS_WITHIN = timedelta(minutes=5)
AWAY = frozenset({"backend_unreachable", "backend_refuses", "backend_line"})
"""Faults by which a bridge tells that the one-stop software does not answer it."""
WHY = {
    "refused": "phần mềm một cửa từ chối",
    "poisoned": "phần mềm một cửa lỗi mỗi khi nhận",
    "differs": "máy chủ gửi lại với nội dung khác",
}
NOW, OLD = "", "Cầu nối đang mất liên lạc: đây là những gì nó báo lần cuối."
ASIDE = (
    "Mục đã cất riêng không mất, các mục khác vẫn gửi. Trên máy chạy cầu nối, «lobby bridge status» cho biết từng mục "
    "và lý do."
)


class UplinkRow(TypedDict):
    """A line of the card: what is told of `name`; its `tone` is ok, warn or empty."""

    name: str
    told: list[str]
    tone: str


class UplinkCard(TypedDict):
    """How one bridge stands; `note` where it is old, `hint` where something must be done."""

    device: str
    note: str
    rows: list[UplinkRow]
    hint: str


def uplink_cards(seen: Iterable[DeviceSeen], now: datetime) -> list[UplinkCard]:
    """Return a card for each bridge that told how it stands."""
    return [_card(one, one.health.uplink, now) for one in seen if one.health is not None and one.health.uplink]


def _card(seen: DeviceSeen, uplink: Uplink, now: datetime) -> UplinkCard:
    there = seen.presence is not None and seen.presence.state is Standing.ONLINE
    return UplinkCard(
        device=seen.device,
        note=NOW if there else OLD,
        rows=[_answered(seen, uplink, now), _waiting(uplink, now), _aside(uplink), _reports(uplink)],
        hint=ASIDE if uplink.aside else "",
    )


def _answered(seen: DeviceSeen, uplink: Uplink, now: datetime) -> UplinkRow:
    at = uplink.answered_at
    if at is None:
        return UplinkRow(name="Phần mềm một cửa", told=["Chưa trả lời lần nào"], tone="warn")
    ago = max(0.0, (now - at).total_seconds())
    told = f"Trả lời lần cuối lúc {_moment(at)}, {minutes_words(ago)} trước"
    # One that nobody has asked anything for a while is not away for that.
    away = _is_late(uplink, now) or (seen.health is not None and any(one.code in AWAY for one in seen.health.faults))
    tone = "ok" if now - at <= ANSWERS_WITHIN else "warn" if away else ""
    return UplinkRow(name="Phần mềm một cửa", told=[told], tone=tone)


def _waiting(uplink: Uplink, now: datetime) -> UplinkRow:
    if not uplink.waiting:
        return UplinkRow(name="Nhật ký chờ gửi", told=["Không có"], tone="ok")
    oldest = uplink.oldest_at
    since = f", cũ nhất lúc {_moment(oldest)}" if oldest else ""
    tone = "warn" if _is_late(uplink, now) else ""
    return UplinkRow(name="Nhật ký chờ gửi", told=[f"{count_words(uplink.waiting)} mục{since}"], tone=tone)


def _is_late(uplink: Uplink, now: datetime) -> bool:
    return bool(uplink.waiting) and uplink.oldest_at is not None and now - uplink.oldest_at > ANSWERS_WITHIN


def _aside(uplink: Uplink) -> UplinkRow:
    told = [f"{count_words(count)} mục {WHY.get(why, why)}" for why, count in uplink.aside.items()]
    return UplinkRow(name="Đã cất riêng", told=told or ["Không có"], tone="warn" if told else "ok")


def _reports(uplink: Uplink) -> UplinkRow:
    dropped = f"; đến nay đã bỏ {count_words(uplink.reports_dropped)}" if uplink.reports_dropped else ""
    return UplinkRow(
        name="Tình trạng thiết bị", told=[f"{count_words(uplink.reports)} báo cáo chờ gửi{dropped}"], tone=""
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%H:%M %d/%m}"
