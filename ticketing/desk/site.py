"""What the keeper reads of the site's devices: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from lobby.contract.devices import Fault, Standing
from lobby.contract.roles import Role
from ticketing.desk.words import FAULTY, NEVER_SEEN, ROLES, STANDINGS, device_words, minutes_words
from ticketing.hub.door import DeviceSeen

_TONES = ("fault", "warn", "ok")
LOST = "Thiết bị mất liên lạc."
NEVER = "Thiết bị có trong cấu hình nhưng chưa kết nối lần nào."
NEVER_REMEDY = "Bật thiết bị và kiểm tra dây mạng; nếu điểm không dùng thiết bị này, bỏ nó khỏi cấu hình."
LOST_REMEDY = "Kiểm tra nguồn điện và dây mạng của thiết bị, chờ một phút; nếu vẫn mất, tắt rồi bật lại thiết bị."


class DeviceRow(TypedDict):
    """One device in the keeper's table."""

    device: str
    role: str
    counter: str
    standing: str
    tone: str
    since: str
    figures: str


class Trouble(TypedDict):
    """Something the keeper should see to; `code` is the fault's, empty for a device that is lost; `name` is for people
    who know no ids."""

    code: str
    device: str
    name: str
    role: str
    since: str
    detail: str
    remedy: str


def rows(seen: Sequence[DeviceSeen], counters: Mapping[str, str], now: datetime) -> list[DeviceRow]:
    """Return a row for each device, those that want looking after first; `counters` are names by id."""
    return sorted((_row(device, counters, now) for device in seen), key=lambda row: _TONES.index(row["tone"]))


def summary(listed: Sequence[DeviceRow]) -> str:
    """Return how many devices stand how, the worst first."""
    counted = Counter(row["standing"] for row in listed)
    return ", ".join(f"{count} {words[:1].lower()}{words[1:]}" for words, count in counted.items())


def troubles(seen: Sequence[DeviceSeen], own: Iterable[Fault], hub: str) -> list[Trouble]:
    """Return all that is wrong, each once; `own` are the faults of this process, the device `hub`."""
    found = [_trouble(hub, Role.HUB, fault) for fault in own]
    for device in seen:
        presence = device.presence
        if presence is None:
            found += [] if device.role is Role.DESK else [_away(device, "", NEVER, NEVER_REMEDY)]
        elif presence.state is Standing.OFFLINE:
            found.append(_away(device, presence.since.strftime("%H:%M %d/%m"), LOST, LOST_REMEDY))
        elif device.health is not None:
            found += [_trouble(device.device, device.role, fault) for fault in device.health.faults]
    return [trouble for place, trouble in enumerate(found) if trouble not in found[:place]]


def _away(seen: DeviceSeen, since: str, detail: str, remedy: str) -> Trouble:
    return _told("", seen.device, seen.role, since, detail, remedy)


def _row(seen: DeviceSeen, counters: Mapping[str, str], now: datetime) -> DeviceRow:
    presence = seen.presence
    standing, tone = NEVER_SEEN if presence is None else STANDINGS[presence.state]
    if tone == "ok" and seen.health is not None and seen.health.faults:
        standing, tone = FAULTY
    return DeviceRow(
        device=seen.device,
        role=ROLES.get(seen.role, seen.role.value),
        counter=counters.get(seen.counter or "", seen.counter or ""),
        standing=standing,
        tone=tone,
        since="" if presence is None else minutes_words(max(0.0, (now - presence.since).total_seconds())),
        figures=_figures(seen),
    )


def _figures(seen: DeviceSeen) -> str:
    health = seen.health
    if health is None or seen.presence is None or seen.presence.state is not Standing.ONLINE:
        return ""
    # A tablet's page knows nothing of its machine and says 0.
    parts = [f"bộ nhớ {health.memory_mb} MB"] if health.memory_mb else []
    # A board in a browser knows nothing of its disk and says 0.
    if health.disk_free_mb:
        parts.append(f"ổ đĩa trống {health.disk_free_mb / 1024:.1f} GB".replace(".", ","))
    if health.temperature_c is not None:
        parts.append(f"{health.temperature_c:.0f} °C")
    return " · ".join(parts)


def _trouble(device: str, role: Role, fault: Fault) -> Trouble:
    return _told(fault.code, device, role, fault.since.strftime("%H:%M %d/%m"), fault.detail, fault.remedy)


def _told(code: str, device: str, role: Role, since: str, detail: str, remedy: str) -> Trouble:
    return Trouble(
        code=code,
        device=device,
        name=device_words(device, role),
        role=ROLES.get(role, role.value),
        since=since,
        detail=detail,
        remedy=remedy,
    )
