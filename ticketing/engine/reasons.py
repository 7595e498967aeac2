"""Why a ticket was called, in words an officer can tell the people who wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lobby.contract.base import OFFICE_ZONE
from ticketing.engine.site import Profile, Site, priority_words
from ticketing.engine.state import Card


def why(site: Site, counter: str, card: Card, turn: str, heads: Sequence[Card], now: datetime) -> str:
    """Return the reason for calling `card` at `counter` by `turn`, where `heads` stood first in their ranks."""
    if turn == "first":
        return "Được xếp lên đầu hàng: đã được chuyển đến hoặc đã quay lại sau khi bổ sung giấy tờ."
    if turn == "appointment":
        return _appointment(card, now)
    if turn == "priority":
        return f"Ưu tiên: {priority_words(card.ticket.priority or '')}."
    return _normal(site, counter, card, heads, now)


def _appointment(card: Card, now: datetime) -> str:
    at = card.appointment.astimezone(OFFICE_ZONE) if card.appointment is not None else now
    if at > now:
        return f"Có lịch hẹn lúc {at:%H:%M}, đã đến sớm và không còn ai chờ."
    return f"Đến giờ hẹn {at:%H:%M}."


def _normal(site: Site, counter: str, card: Card, heads: Sequence[Card], now: datetime) -> str:
    others = [head for head in heads if head is not card and (head.ticket.priority or head.appointment is not None)]
    if others and card.waited_s(now) >= site.rules.normal_bound_s:
        return f"Đã chờ {int(card.waited_s(now) // 60)} phút nên không nhường thêm lượt ưu tiên."
    if any(head.ticket.priority and head.appointment is None for head in others):
        return "Đến lượt người chờ thường, xen kẽ với lượt ưu tiên."
    if _is_by_order(site, counter, card, heads, now):
        return f"Quầy phục vụ {_field(site, card)} trước các lĩnh vực khác."
    return f"Chờ lâu nhất trong {_fields(site, counter, card)}."


def _is_by_order(site: Site, counter: str, card: Card, heads: Sequence[Card], now: datetime) -> bool:
    if site.counters[counter].profile is not Profile.ORDERED:
        return False
    return any(head.place < card.place and head.ticket.service != card.ticket.service for head in heads)


def _fields(site: Site, counter: str, card: Card) -> str:
    if len(site.counters[counter].services) > 1:
        return "các lĩnh vực của quầy"
    return _field(site, card)


def _field(site: Site, card: Card) -> str:
    service = site.services.get(card.ticket.service)
    return f"lĩnh vực {service.name}" if service is not None else "lĩnh vực của quầy"
