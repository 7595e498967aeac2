"""Tablets that rate by the hub's own page: each bound to one counter, there as long as its page asks."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lobby.contract.devices import Fault, Health, Presence, Standing
from lobby.contract.roles import Role
from lobby.link.device import VERSION
from ticketing.hub.door import DeviceSeen

FULL, FAILING = "ratings_full", "ratings_disk"
_TROUBLES = {
    FULL: (
        "Máy tính bảng đã đầy chỗ giữ các lượt đánh giá chưa gửi nên không mở đánh giá mới.",
        "Để máy bật và nối mạng: máy tự gửi dần và mở lại. Đừng xóa dữ liệu của trình duyệt.",
    ),
    FAILING: (
        "Máy tính bảng không ghi được lượt đánh giá; tắt máy lúc này là mất các lượt chưa gửi.",
        "Giải phóng bộ nhớ của máy, và đừng mở trang đánh giá ở chế độ ẩn danh của trình duyệt.",
    ),
}
SILENT_S = 20.0
"""A page asks every few seconds; one that has not for so long is away."""


@dataclass(frozen=True)
class Bound:
    """A tablet's counter, and when its page asked last in an earlier run of the hub."""

    counter: str
    seen_at: datetime


@dataclass(frozen=True)
class _Heard:
    since: datetime
    last: datetime
    last_s: float
    troubles: tuple[Fault, ...] = ()


class Tablets:
    """Told by the pages that keep the pairings; safe from any thread."""

    def __init__(self) -> None:
        self._bound: Mapping[str, Bound] = {}
        self._heard: dict[str, _Heard] = {}
        self._lock = threading.Lock()

    def tell(self, bound: Mapping[str, Bound]) -> None:
        """Let these tablets rate from now on, and no others."""
        with self._lock:
            self._bound = dict(bound)
            self._heard = {device: heard for device, heard in self._heard.items() if device in bound}

    def counter_of(self, device: str) -> str | None:
        """Return the counter a tablet is bound to; None where there is no such tablet."""
        bound = self._bound.get(device)
        return bound.counter if bound is not None else None

    def heard(self, device: str, at: datetime, now_s: float, troubles: Iterable[str] = ()) -> bool:
        """Take that the page of a tablet asked `at` the office's time, `now_s` monotonic seconds, and what troubles
        it told of (`FULL`, `FAILING`); tell whether it was away."""
        with self._lock:
            if device not in self._bound:
                return False
            known = self._heard.get(device)
            stays = known is not None and now_s - known.last_s < SILENT_S
            since = known.since if known is not None and stays else at
            standing = {fault.code: fault for fault in known.troubles} if known is not None else {}
            told = tuple(standing.get(code) or _fault(code, at) for code in _TROUBLES if code in set(troubles))
            self._heard[device] = _Heard(since, at, now_s, told)
        return not stays

    def seen(self, now_s: float) -> list[DeviceSeen]:
        """Return each tablet, and whether it is there at monotonic `now_s`."""
        with self._lock:
            return [self._seen(device, bound, now_s) for device, bound in self._bound.items()]

    def _seen(self, device: str, bound: Bound, now_s: float) -> DeviceSeen:
        heard = self._heard.get(device)
        there = heard is not None and now_s - heard.last_s < SILENT_S
        since = bound.seen_at if heard is None else heard.since if there else heard.last
        state = Standing.ONLINE if there else Standing.OFFLINE
        presence = Presence(state=state, role=Role.PAD.value, version=VERSION, since=since)
        # Of a tablet nothing is known but what its page tells.
        faults = heard.troubles if heard is not None else ()
        health = Health(uptime_s=0, load=0, disk_free_mb=0, memory_mb=0, faults=faults) if faults else None
        return DeviceSeen(device, Role.PAD, bound.counter, presence, health)


def _fault(code: str, at: datetime) -> Fault:
    detail, remedy = _TROUBLES[code]
    return Fault(code=code, since=at, detail=detail, remedy=remedy)
