"""Requests: one class a verb, with its arguments and the roles that may ask it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract.base import CounterId, Instant, Message, ServiceId, Uuid
from lobby.contract.roles import Role

# No control characters, and none that turn the direction of writing: what a person typed is shown to others.
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"
ShortText = Annotated[str, Field(max_length=200, pattern=_PLAIN)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Token = Annotated[str, Field(min_length=6, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
DossierCode = Annotated[str, Field(min_length=3, max_length=64, pattern=r"^[A-Za-z0-9./_-]+$")]

_TAKERS = frozenset({Role.DISPENSER, Role.KIOSK, Role.DESK})
_OFFICERS = frozenset({Role.KEYPAD, Role.DESK})
EVERY_ROLE = frozenset(Role) - {Role.BROKER, Role.BACKEND}


class Request(Message):
    """What a device asks; the same `id` gets the same reply for at least 24 hours."""

    verb: ClassVar[str]
    roles: ClassVar[frozenset[Role]]
    id: Uuid


class TicketIssue(Request):
    """Take a number."""

    verb: ClassVar[str] = "ticket/issue"
    roles: ClassVar[frozenset[Role]] = _TAKERS
    service: ServiceId
    priority: Annotated[str, Field(max_length=32)] | None = None
    dossier: DossierCode | None = None
    appointment: ShortText | None = None
    lang: Language | None = None


class PrintOutcome(StrEnum):
    """What became of a slip."""

    PRINTED = "printed"
    FAILED = "failed"
    SHOWN = "shown"


class TicketPrinted(Request):
    """Tell whether the slip of a ticket came out."""

    verb: ClassVar[str] = "ticket/printed"
    roles: ClassVar[frozenset[Role]] = _TAKERS
    ticket: Uuid
    outcome: PrintOutcome
    detail: ShortText | None = None


class TicketCancel(Request):
    """Give a number back: the desk by ticket, anyone by the track token."""

    verb: ClassVar[str] = "ticket/cancel"
    roles: ClassVar[frozenset[Role]] = EVERY_ROLE
    ticket: Uuid | None = None
    track: Token | None = None


class TicketTrack(Request):
    """Ask how a ticket stands by its track token."""

    verb: ClassVar[str] = "ticket/track"
    roles: ClassVar[frozenset[Role]] = EVERY_ROLE
    track: Token


class CounterRequest(Request):
    """A request about one counter."""

    roles: ClassVar[frozenset[Role]] = _OFFICERS
    counter: CounterId


class CounterOpen(CounterRequest):
    """Open a counter."""

    verb: ClassVar[str] = "counter/open"
    reason: ShortText | None = None


class CounterClose(CounterRequest):
    """Close a counter."""

    verb: ClassVar[str] = "counter/close"
    reason: ShortText | None = None


class CounterPause(CounterRequest):
    """Pause a counter."""

    verb: ClassVar[str] = "counter/pause"
    reason: ShortText | None = None


class CounterResume(CounterRequest):
    """Resume a paused counter."""

    verb: ClassVar[str] = "counter/resume"
    reason: ShortText | None = None


class CounterNext(CounterRequest):
    """End the ticket in hand and call the next."""

    verb: ClassVar[str] = "counter/next"


class CounterCall(CounterRequest):
    """Call a chosen number."""

    verb: ClassVar[str] = "counter/call"
    number: Annotated[str, Field(min_length=1, max_length=12)]


class CounterRecall(CounterRequest):
    """Call the ticket in hand once more."""

    verb: ClassVar[str] = "counter/recall"


class CounterServe(CounterRequest):
    """The citizen has come."""

    verb: ClassVar[str] = "counter/serve"


class CounterFinish(CounterRequest):
    """The service is done; opens the rating at the counter's pad."""

    verb: ClassVar[str] = "counter/finish"
    dossier: DossierCode | None = None


class CounterNoShow(CounterRequest):
    """The citizen did not come."""

    verb: ClassVar[str] = "counter/no-show"


class CounterPark(CounterRequest):
    """Set the ticket in hand aside."""

    verb: ClassVar[str] = "counter/park"
    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=_PLAIN)]


class Place(StrEnum):
    """Where a transferred ticket goes in the other line."""

    FIRST = "first"
    BY_TIME = "by_time"
    LAST = "last"


class CounterTransfer(CounterRequest):
    """Send the ticket in hand to another field, or to another counter (`to`)."""

    verb: ClassVar[str] = "counter/transfer"
    service: ServiceId | None = None
    to: CounterId | None = None
    place: Place = Place.BY_TIME


class RatingSubmit(Request):
    """Rate a finished service, by its one-time token or at the counter where it stands open."""

    verb: ClassVar[str] = "rating/submit"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.PAD})
    rate: Token | None = None
    counter: CounterId | None = None
    score: int = Field(ge=1, le=5)
    criteria: dict[Annotated[str, Field(max_length=32)], Annotated[int, Field(ge=0, le=5)]] | None = Field(
        default=None, max_length=16
    )
    reasons: Annotated[list[ShortText], Field(max_length=10)] | None = None
    at: Instant


class DossierFind(Request):
    """Ask how a dossier stands; `check` is the code printed on the receipt."""

    verb: ClassVar[str] = "dossier/find"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.KIOSK, Role.DESK, Role.SMS})
    code: DossierCode
    check: Annotated[str, Field(max_length=16, pattern=r"^[A-Za-z0-9]*$")] | None = None


class BridgeTaken(Request):
    """The bridge holds every entry up to `through` in its own store."""

    verb: ClassVar[str] = "bridge/taken"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.BRIDGE})
    through: int = Field(ge=0)


VERBS: dict[str, type[Request]] = {
    kind.verb: kind
    for kind in (
        TicketIssue,
        TicketPrinted,
        TicketCancel,
        TicketTrack,
        CounterOpen,
        CounterClose,
        CounterPause,
        CounterResume,
        CounterNext,
        CounterCall,
        CounterRecall,
        CounterServe,
        CounterFinish,
        CounterNoShow,
        CounterPark,
        CounterTransfer,
        RatingSubmit,
        DossierFind,
        BridgeTaken,
    )
}


def verbs_of(role: Role) -> list[str]:
    """Return the verbs that `role` may ask, in the contract's order."""
    return [verb for verb, kind in VERBS.items() if role in kind.roles]


_ID = re.compile(rb'"id"\s*:\s*"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,64})"')
_LOOKED_THROUGH = 4096
LONGEST_ID = 64


def id_of(fields: dict[str, object]) -> str | None:
    """Return the request id of a payload that could be read, to answer it whatever else is wrong with it."""
    found = fields.get("id")
    return found if isinstance(found, str) and len(found) <= LONGEST_ID else None


def id_in(payload: bytes) -> str | None:
    """Return the request id found near the start of a payload that cannot be read, to answer it."""
    found = _ID.search(payload[:_LOOKED_THROUGH])
    return found.group(1).decode("ascii") if found else None
