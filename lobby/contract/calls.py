"""A call and what boards and speakers answer to it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, CounterId, Instant, Message, Uuid
from lobby.contract.states import TICKET_EXAMPLE
from lobby.contract.ticket import Ticket

CALL_EXPIRES_S = 15
SPEAKING_EXPIRES_S = 5


class CallKind(StrEnum):
    """A first call or one more of the same ticket."""

    CALL = "call"
    RECALL = "recall"


class Call(Message):
    """A ticket is called to a counter; `nth` counts the calls of this ticket from 1."""

    channel: ClassVar[Channel] = Channel(
        "call",
        topics.CALL,
        "hub",
        False,
        "A ticket is called: boards show it, speakers say it",
        expires_s=CALL_EXPIRES_S,
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "call_id": "7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10",
        "kind": "call",
        "ticket": TICKET_EXAMPLE,
        "counter": "quay-3",
        "counter_name": "Quầy số 3",
        "nth": 1,
        "at": "2026-11-22T08:09:10.000+07:00",
        "languages": ["vi"],
    }
    call_id: Uuid
    kind: CallKind
    ticket: Ticket
    counter: CounterId
    counter_name: str
    nth: int = Field(ge=1)
    at: Instant
    languages: tuple[str, ...] = ("vi",)


class ShownAs(StrEnum):
    """What became of a call at one device."""

    DISPLAYED = "displayed"
    SPOKEN = "spoken"
    FAILED = "failed"


class Shown(Message):
    """A board, LED or speaker tells that it presented a call, or why not."""

    channel: ClassVar[Channel] = Channel(
        "shown", topics.SHOWN, "board, led, speaker", False, "A call was displayed, spoken, or failed to be"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "call_id": "7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10",
        "as": "displayed",
        "at": "2026-11-22T08:09:10.120+07:00",
    }
    call_id: Uuid
    as_: ShownAs = Field(alias="as", serialization_alias="as")
    at: Instant
    detail: str | None = Field(default=None, max_length=500)


class Speaking(Message):
    """A loudspeaker begins to speak, for `for_s` seconds at most unless it says so again, or is silent again."""

    channel: ClassVar[Channel] = Channel(
        "speaking",
        topics.SPEAKING,
        "speaker",
        False,
        "A zone is spoken to, or no more: boards mute their videos meanwhile",
        expires_s=SPEAKING_EXPIRES_S,
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "speaking": True,
        "call_id": "7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10",
        "for_s": 6,
        "at": "2026-11-22T08:09:10.150+07:00",
    }
    speaking: bool
    call_id: Uuid | None = None
    for_s: int = Field(default=0, ge=0, le=300)
    at: Instant
