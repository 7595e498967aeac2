"""What a screen asks of the print service beside it: one JSON object a line, and its answer likewise."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from lobby.contract.base import Channel, Instant, Message, Uuid
from lobby.contract.requests import PrintOutcome
from lobby.contract.ticket import Wait


class PrintTicket(Message):
    """Print one ticket. `counters` are names as people read them; `ahead` people wait before it.

    `offline` marks a number given while the hub was away (`ahead` is then not known), `again` a slip printed once more.
    """

    channel: ClassVar[Channel] = Channel("print", "", "dispenser", False, "A line to the print service")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "number": "A012",
        "service": "Hộ tịch – Chứng thực",
        "counters": ["Quầy số 1", "Quầy số 2"],
        "ahead": 3,
        "issued_at": "2026-11-22T08:01:02.345+07:00",
        "track_url": "http://lobby.local/t/Qk3nVx8c2J0",
    }
    job: Uuid
    number: str = Field(max_length=12)
    service: str = Field(max_length=120)
    counters: tuple[str, ...] = ()
    priority: str | None = None
    ahead: int = Field(ge=0)
    wait: Wait | None = None
    issued_at: Instant
    track_url: str | None = Field(default=None, max_length=200)
    notice: str | None = None
    offline: bool = False
    again: bool = False


class PrintDone(Message):
    """What became of a job; `detail` is for the keeper, `fault` a short code of what is wrong with the printer."""

    channel: ClassVar[Channel] = Channel("printed", "", "print service", False, "The print service's answer")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "outcome": "printed",
    }
    job: Uuid
    outcome: PrintOutcome
    fault: str | None = None
    detail: str | None = None
