"""What each device tells of itself: whether it is there, and how it feels."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, Instant, Message, Part


class Standing(StrEnum):
    """`offline` is said by the device's will, `stopped` by itself on a clean stop."""

    ONLINE = "online"
    OFFLINE = "offline"
    STOPPED = "stopped"


class Presence(Message):
    """A device is there, or is not."""

    channel: ClassVar[Channel] = Channel(
        "presence", topics.PRESENCE, "the device; its will says offline", True, "Whether a device is there"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "state": "online",
        "role": "dispenser",
        "version": "0.1.0",
        "since": "2026-11-22T07:15:00.000+07:00",
    }
    state: Standing
    role: str
    version: str
    since: Instant


class Beat(Message):
    """The hub serves, every 3 s: one that hangs breaks no connection for long, so its silence tells of it first.

    Whoever heard one may take the hub for away after ten seconds without another, by the listener's own steady clock.
    A hub of an older version sends none.
    """

    channel: ClassVar[Channel] = Channel(
        "beat", topics.BEAT, "hub", False, "The hub serves: ten seconds without one, and its pictures may be old", qos=0
    )
    example: ClassVar[dict[str, object]] = {"v": 1, "at": "2026-11-22T08:09:10.000+07:00"}
    at: Instant


class Fault(Part):
    """Something is wrong: a short code, since when, what it means, and what to do (Vietnamese, for the keeper)."""

    code: str
    since: Instant
    detail: str
    remedy: str


class Uplink(Part):
    """What a bridge has yet to hand to the backend.

    `waiting` journal entries, the oldest of them from `oldest_at`; entries set `aside` by reason (`refused`,
    `poisoned`: the backend fails over it; `differs`: the hub sent another under its number); when the backend last
    answered; `reports` on devices that wait, and how many were dropped, refused or for want of room.
    """

    waiting: int = Field(ge=0)
    oldest_at: Instant | None = None
    aside: dict[str, int] = Field(default_factory=dict)
    answered_at: Instant | None = None
    reports: int = Field(default=0, ge=0)
    reports_dropped: int = Field(default=0, ge=0)


class Health(Message):
    """How a device feels, every 30 s and on change; `uplink` only of a bridge."""

    channel: ClassVar[Channel] = Channel(
        "health", topics.HEALTH, "the device", True, "How a device feels, with its faults", qos=0
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "uptime_s": 3600,
        "load": 0.42,
        "temperature_c": 51.0,
        "disk_free_mb": 18200,
        "memory_mb": 88,
        "faults": [
            {
                "code": "paper_out",
                "since": "2026-11-22T08:00:00.000+07:00",
                "detail": "Máy in hết giấy.",
                "remedy": "Thay cuộn giấy rồi đóng nắp máy in.",
            }
        ],
    }
    uptime_s: int = Field(ge=0)
    load: float = Field(ge=0)
    temperature_c: float | None = None
    disk_free_mb: int = Field(ge=0)
    memory_mb: int = Field(ge=0)
    faults: tuple[Fault, ...] = ()
    uplink: Uplink | None = None
