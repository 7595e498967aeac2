"""What is worth reporting of a device: samples of its health, faults that begin and end, being gone and back: pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from lobby.contract.base import wire_time
from lobby.contract.devices import Health, Presence, Standing

GONE = "device_gone"
"""The code of the incident that a device is lost: its link broke, and it did not say good-bye."""


class Kind(StrEnum):
    """What a report tells."""

    HEALTH = "device.health"
    OPENED = "incident.opened"
    CLOSED = "incident.closed"


@dataclass(frozen=True)
class Device:
    """A device as it last told of itself."""

    id: str
    presence: Presence
    health: Health | None = None
    removed: bool = False
    """The site has it no more."""


class Incident(NamedTuple):
    """Something is wrong at a device since then, and was reported."""

    device: str
    role: str
    code: str
    since: datetime


class Changes(NamedTuple):
    """Incidents that have begun and ended."""

    opened: tuple[Incident, ...]
    closed: tuple[Incident, ...]


def changes(device: Device, known: Iterable[Incident], now: datetime) -> Changes:
    """Return what has changed at `device` since the incidents `known` of it were reported.

    Of one that is not there nothing is heard: its faults stay as they were.
    """
    standing = {one.code: one for one in known}
    if device.removed:
        return Changes((), tuple(standing.values()))
    there = device.presence.state is Standing.ONLINE
    current: dict[str, datetime] = {code: one.since for code, one in standing.items() if code != GONE}
    if there and device.health is not None:
        current = {fault.code: fault.since for fault in device.health.faults}
    if device.presence.state is Standing.OFFLINE:
        current[GONE] = now
    role = device.presence.role
    opened = (Incident(device.id, role, code, since) for code, since in current.items() if code not in standing)
    return Changes(tuple(opened), tuple(one for code, one in standing.items() if code not in current))


def health_report(site: str, device: Device, health: Health, now: datetime) -> dict[str, Any]:
    """Return a sample of the device's figures; faults by their codes alone."""
    figures = health.model_dump(include={"uptime_s", "load", "temperature_c", "disk_free_mb", "memory_mb"})
    data = {**figures, "faults": [fault.code for fault in health.faults]}
    return _report(site, Kind.HEALTH, device.id, device.presence.role, now, data)


def opened_report(site: str, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return that an incident has begun."""
    data = {"code": incident.code, "since": wire_time(incident.since)}
    return _report(site, Kind.OPENED, incident.device, incident.role, now, data)


def closed_report(site: str, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return that an incident has ended."""
    data = {"code": incident.code, "since": wire_time(incident.since), "until": wire_time(now)}
    return _report(site, Kind.CLOSED, incident.device, incident.role, now, data)


def _report(site: str, kind: Kind, device: str, role: str, now: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    # The same finding has the same id, also where it is found again by a bridge that lost its store.
    own = data.get("since", wire_time(now))
    name = "/".join((site, device, kind, data.get("code", ""), own))
    report_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"lobby:{name}"))
    return {"id": report_id, "at": wire_time(now), "kind": kind, "device": device, "role": role, "data": dict(data)}
