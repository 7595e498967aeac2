"""Every request of the contract, one class a verb, with its arguments and the roles that may ask it."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract.asking import EVERY_ROLE, DossierCode, Language, Request, ShortText, Token
from lobby.contract.base import Counted, CounterId, Instant
from lobby.contract.counter_requests import (
    CounterCall,
    CounterClose,
    CounterFinish,
    CounterHelp,
    CounterHush,
    CounterNext,
    CounterNoShow,
    CounterOpen,
    CounterPark,
    CounterPause,
    CounterRecall,
    CounterRequest,
    CounterResume,
    CounterServe,
    CounterTransfer,
    CounterUndo,
    EntryLate,
    LateOutcome,
    Place,
)
from lobby.contract.procedures import ProceduresPart
from lobby.contract.rating import Given, Levels
from lobby.contract.roles import Role
from lobby.contract.ticket_requests import (
    LOOKS,
    NumbersLease,
    NumbersUsed,
    PrintOutcome,
    TicketAhead,
    TicketCancel,
    TicketIssue,
    TicketPrinted,
    TicketPrioritize,
    TicketReprint,
    TicketReturn,
    TicketTrack,
)

__all__ = [
    "EVERY_ROLE",
    "LONGEST_ID",
    "LOOKS",
    "VERBS",
    "BridgeTaken",
    "CounterCall",
    "CounterClose",
    "CounterFinish",
    "CounterHelp",
    "CounterHush",
    "CounterNext",
    "CounterNoShow",
    "CounterOpen",
    "CounterPark",
    "CounterPause",
    "CounterRecall",
    "CounterRequest",
    "CounterResume",
    "CounterServe",
    "CounterTransfer",
    "CounterUndo",
    "DossierCode",
    "DossierFind",
    "EntryLate",
    "Language",
    "LateOutcome",
    "NumbersLease",
    "NumbersUsed",
    "Place",
    "PrintOutcome",
    "ProceduresPart",
    "RatingSubmit",
    "Request",
    "ShortText",
    "TicketAhead",
    "TicketCancel",
    "TicketIssue",
    "TicketPrinted",
    "TicketPrioritize",
    "TicketReprint",
    "TicketReturn",
    "TicketTrack",
    "Token",
    "id_in",
    "id_of",
    "verbs_of",
]


class RatingSubmit(Request):
    """Rate a finished service, by its one-time token or at the counter where it stands open.

    `score` counts from 1 on a scale of `scale` faces (the site's own where it is left out); `criteria` are the nine
    indices, `reasons` ids of the site's own. `at` is when the citizen touched, by the device's clock, and `after_ms`
    how long the faces had stood on the glass by then. `comment` is kept by the hub alone.
    """

    verb: ClassVar[str] = "rating/submit"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.PAD})
    rate: Token | None = None
    counter: CounterId | None = None
    score: Annotated[int, Counted] = Field(ge=1, le=5)
    criteria: dict[Annotated[str, Field(max_length=32)], Annotated[int, Field(ge=0, le=5), Counted]] | None = Field(
        default=None, max_length=16
    )
    reasons: Annotated[list[ShortText], Field(max_length=10)] | None = None
    at: Instant
    scale: Levels | None = None
    after_ms: int | None = Field(default=None, ge=0, le=86_400_000)
    by: Given | None = None
    lang: Language | None = None
    comment: Annotated[str, Field(max_length=500)] | None = None


class DossierFind(Request):
    """Ask how a dossier stands; `check` is the code printed on the receipt.

    With `fresh` an older answer is of no use while the backend may still give a new one: the reply waits for that.
    """

    verb: ClassVar[str] = "dossier/find"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.KIOSK, Role.DESK, Role.SMS})
    code: DossierCode
    check: Annotated[str, Field(max_length=16, pattern=r"^[A-Za-z0-9]*$")] | None = None
    fresh: bool | None = None


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
        TicketAhead,
        TicketReturn,
        TicketPrioritize,
        TicketReprint,
        NumbersLease,
        NumbersUsed,
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
        CounterUndo,
        CounterHelp,
        CounterHush,
        EntryLate,
        RatingSubmit,
        DossierFind,
        ProceduresPart,
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
