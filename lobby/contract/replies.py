"""Replies: one envelope, and one class for the data of each verb."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from lobby.contract import topics
from lobby.contract.base import Channel, Instant, Message, Part, ServiceId, Uuid
from lobby.contract.codec import within
from lobby.contract.dossiers import Dossier
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.states import TICKET_EXAMPLE, CounterState
from lobby.contract.ticket import Ticket, TicketState, Wait


class Issued(Part):
    """Data of `ticket/issue`; `ahead` people wait before this ticket, `track` follows it on a phone."""

    ticket: Ticket
    ahead: int
    wait: Wait | None = None
    track: str
    notice: str | None = None


class TicketData(Part):
    """Data of verbs that answer with the ticket alone."""

    ticket: Ticket


class Tracked(Part):
    """Data of `ticket/track` and `ticket/return`; `returns_at` is when a ticket set aside comes back by itself."""

    ticket: Ticket
    ahead: int
    wait: Wait | None = None
    returns_at: Instant | None = None


class Ahead(Part):
    """Data of `ticket/ahead`: the number as it is written, how it stands, how many wait before it; nothing else, since
    anybody may ask."""

    number: str
    state: TicketState
    ahead: int


class Leased(Part):
    """Data of `numbers/lease`: the numbers of each field that this device may give by itself on `day`, in order."""

    day: date
    numbers: dict[ServiceId, tuple[str, ...]]


class CounterData(Part):
    """Data of `counter/open`, `close`, `pause`, `resume`, `undo`."""

    counter: CounterState


class Called(Part):
    """Data of `counter/next`, `call`, `recall`; `why` is the reason in words an officer can tell."""

    ticket: Ticket
    call_id: Uuid
    why: str


class Finished(Part):
    """Data of `counter/finish`; `rate` is the one-time token of the rating."""

    ticket: Ticket
    rate: str


class Missed(Part):
    """Data of `counter/no-show`; `returns_after` is whole seconds until the ticket comes back, if it does."""

    ticket: Ticket
    returns_after: int | None = None


class Found(Part):
    """Data of `dossier/find`; `fresh` is false where the answer is from the cache.

    `coming` is true where the backend is being asked still: asking again with `fresh` brings what it answers.
    `agency_now` is what the dossier's agency is called today, where it was renamed or merged since.
    """

    dossier: Dossier
    as_of: Instant
    fresh: bool
    coming: bool | None = None
    agency_now: str | None = None


class Nothing(Part):
    """Data of verbs that answer `{}`."""


class ReplyError(Part):
    """Why a request was refused; `message` is a Vietnamese sentence that a screen may show."""

    code: ErrorCode
    message: str


class Reply(Message):
    """The answer to a request, with the request's own `id` (null where none could be read).

    Whoever hears none asks again under the same id, so the broker need not acknowledge it (docs/decisions/link.md).
    """

    channel: ClassVar[Channel] = Channel(
        "reply", topics.REPLY, "hub or bridge", False, "The answer to a device's request", qos=0
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "id": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "ok": True,
        "data": {
            "ticket": TICKET_EXAMPLE,
            "ahead": 3,
            "wait": {"low_s": 300, "high_s": 720},
            "track": "Qk3nVx8c2J0",
        },
    }
    id: str | None = None
    ok: bool
    data: dict[str, Any] | None = None
    error: ReplyError | None = None


def accept(request_id: str, data: Part) -> Reply:
    """Return the reply that grants a request."""
    return Reply(id=request_id, ok=True, data=data.model_dump(mode="json", exclude_none=True, by_alias=True))


def granting(request_id: str, data: Part) -> bytes:
    """Return the payload that grants a request: what `encode(accept(request_id, data))` gives, at half its cost.

    `request_id` is a request's own, a UUID. Raises Malformed where the payload would exceed 64 KiB.
    """
    said = data.model_dump_json(exclude_none=True, by_alias=True)
    return within(f'{{"v":1,"id":"{request_id}","ok":true,"data":{said}}}'.encode())


def refuse(request_id: str | None, refused: Refused) -> Reply:
    """Return the reply that refuses a request."""
    return Reply(id=request_id, ok=False, error=ReplyError(code=refused.code, message=refused.sentence))
