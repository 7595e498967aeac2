"""Retained pictures of the queue that boards, pads and screens draw from."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, CounterId, DeviceId, Instant, Part, ServiceId, State, Uuid
from lobby.contract.rating import RatingForm, Server
from lobby.contract.ticket import Ticket, Wait

TICKET_EXAMPLE: dict[str, object] = {
    "ticket": "0f6e1a0e-6d2c-4a57-9b1e-0d4a6b1c2d3e",
    "number": "A012",
    "service": "ho-tich",
    "priority": None,
    "state": "called",
    "issued_at": "2026-11-22T08:01:02.345+07:00",
    "called_at": "2026-11-22T08:09:10.000+07:00",
    "counter": "quay-3",
    "calls": 1,
}


class QueueState(State):
    """One field (service) of the site: open or not, who waits, what was called."""

    channel: ClassVar[Channel] = Channel(
        "queue", topics.QUEUE, "hub", True, "How one field stands: open, waiting, last numbers"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 41,
        "at": "2026-11-22T08:09:10.000+07:00",
        "service": "ho-tich",
        "name": "Hộ tịch – Chứng thực",
        "open": True,
        "waiting": 4,
        "waiting_priority": 1,
        "last_issued": "A016",
        "last_called": "A012",
        "wait": {"low_s": 300, "high_s": 720},
        "counters": ["quay-1", "quay-2"],
    }
    service: ServiceId
    name: str
    open: bool
    closed_reason: str | None = None
    waiting: int = Field(ge=0)
    waiting_priority: int = Field(ge=0)
    last_issued: str | None = None
    last_called: str | None = None
    wait: Wait | None = None
    counters: tuple[CounterId, ...] = ()


class CounterPhase(StrEnum):
    """Whether a counter works."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class Presented(Part):
    """How many boards displayed and how many speakers spoke the counter's newest call."""

    displayed: int = 0
    spoken: int = 0


class CounterState(State):
    """One counter: whether it works, which ticket it holds, whether its call was presented.

    `languages` are those of the call, where it is not in Vietnamese alone.
    """

    channel: ClassVar[Channel] = Channel(
        "counter", topics.COUNTER, "hub", True, "How one counter stands: open or paused, the ticket in hand"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 42,
        "at": "2026-11-22T08:09:10.000+07:00",
        "counter": "quay-3",
        "name": "Quầy số 3",
        "state": "open",
        "services": ["ho-tich"],
        "ticket": TICKET_EXAMPLE,
        "call_id": "7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10",
        "presented": {"displayed": 1, "spoken": 0},
    }
    counter: CounterId
    name: str
    state: CounterPhase
    pause_reason: str | None = None
    services: tuple[ServiceId, ...] = ()
    ticket: Ticket | None = None
    call_id: Uuid | None = None
    languages: tuple[str, ...] | None = None
    presented: Presented = Presented()


class RatingOpen(Part):
    """The rating that stands open at a pad: its one-time token, until when it may be given, the ticket's language."""

    rate: str
    number: str
    opened_at: Instant
    closes_at: Instant
    lang: str | None = None


class Reprint(Part):
    """A slip that the desk wants printed once more; `job` is told only once, however often this is read."""

    job: Uuid
    ticket: Ticket
    track: str
    ahead: int = Field(ge=0)
    wait: Wait | None = None


class DeviceConfig(State):
    """What the hub tells one device alone; a pad learns here that a rating is open, a dispenser what to reprint."""

    channel: ClassVar[Channel] = Channel(
        "config", topics.CONFIG, "hub", True, "What the device must know beyond its own file"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 43,
        "at": "2026-11-22T08:15:00.000+07:00",
        "device": "pad-1",
        "counter": "quay-1",
        "rating": {
            "rate": "kZ3v9Q0b7sY",
            "number": "A012",
            "opened_at": "2026-11-22T08:15:00.000+07:00",
            "closes_at": "2026-11-22T08:16:00.000+07:00",
        },
    }
    device: DeviceId
    counter: CounterId | None = None
    rating: RatingOpen | None = None
    form: RatingForm | None = None
    server: Server | None = None
    reprints: tuple[Reprint, ...] | None = None
    settings: dict[str, Any] | None = None
