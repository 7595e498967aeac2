"""Journal entries: what happened, in order, without gaps."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, CounterId, Instant, Message
from lobby.contract.states import TICKET_EXAMPLE
from lobby.contract.ticket import Ticket


class EntryKind(StrEnum):
    """What a journal entry tells."""

    TICKET_ISSUED = "ticket.issued"
    TICKET_PRINTED = "ticket.printed"
    TICKET_CALLED = "ticket.called"
    TICKET_RECALLED = "ticket.recalled"
    TICKET_SERVING = "ticket.serving"
    TICKET_SERVED = "ticket.served"
    TICKET_NO_SHOW = "ticket.no_show"
    TICKET_PARKED = "ticket.parked"
    TICKET_RETURNED = "ticket.returned"
    TICKET_TRANSFERRED = "ticket.transferred"
    TICKET_PRIORITIZED = "ticket.prioritized"
    TICKET_REPRINT = "ticket.reprint"
    TICKET_CANCELLED = "ticket.cancelled"
    TICKET_EXPIRED = "ticket.expired"
    COUNTER_OPENED = "counter.opened"
    COUNTER_CLOSED = "counter.closed"
    COUNTER_PAUSED = "counter.paused"
    COUNTER_RESUMED = "counter.resumed"
    COUNTER_UNDONE = "counter.undone"
    HELP_CALLED = "help.called"
    HELP_ENDED = "help.ended"
    VOICE_HUSHED = "voice.hushed"
    VOICE_RESUMED = "voice.resumed"
    NUMBERS_LEASED = "numbers.leased"
    RULES_CHANGED = "rules.changed"
    RATING_SUBMITTED = "rating.submitted"
    CALL_PRESENTED = "call.presented"
    DAY_OPENED = "day.opened"
    DAY_CLOSED = "day.closed"
    ENTRY_LATE = "entry.late"


class Entry(Message):
    """One journal entry; `seq` counts from 1 without gaps for each site."""

    channel: ClassVar[Channel] = Channel(
        "journal", topics.JOURNAL, "hub", False, "One journal entry, sent until the bridge has taken it"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "seq": 118,
        "at": "2026-11-22T08:09:10.000+07:00",
        "kind": "ticket.called",
        "counter": "quay-3",
        "officer": "lan.nt",
        "ticket": TICKET_EXAMPLE,
        "data": {"why": "Chờ lâu nhất trong lĩnh vực Hộ tịch – Chứng thực"},
    }
    seq: int = Field(ge=1)
    at: Instant
    kind: EntryKind
    counter: CounterId | None = None
    officer: str | None = None
    ticket: Ticket | None = None
    data: dict[str, Any] = Field(default_factory=dict)
