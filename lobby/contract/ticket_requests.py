"""Requests about tickets: taking, printing, following, giving back, putting back in line, leased numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract.asking import EVERY_ROLE, TAKERS, DossierCode, Language, Number, Request, ShortText, Token, Words
from lobby.contract.base import DeviceId, Instant, ServiceId, Uuid
from lobby.contract.roles import Role


class TicketIssue(Request):
    """Take a number; `appointment` is its time (RFC 3339, or HH:MM today) where one was made, else kept as it is."""

    verb: ClassVar[str] = "ticket/issue"
    roles: ClassVar[frozenset[Role]] = TAKERS
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
    roles: ClassVar[frozenset[Role]] = TAKERS
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


class TicketAhead(Request):
    """Ask how many wait before a number of today, which stands on the boards for all to read; small letters and
    missing zeros are forgiven (`a12` is A012)."""

    verb: ClassVar[str] = "ticket/ahead"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.SMS})
    number: Number


class TicketReturn(Request):
    """Put a parked or missed ticket back in line, since its citizen is here: the desk by ticket, anyone by `track`."""

    verb: ClassVar[str] = "ticket/return"
    roles: ClassVar[frozenset[Role]] = EVERY_ROLE
    ticket: Uuid | None = None
    track: Token | None = None


class TicketPrioritize(Request):
    """Give a ticket that waits a class of priority, or take it away (`priority` left out); the reason is kept."""

    verb: ClassVar[str] = "ticket/prioritize"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DESK})
    ticket: Uuid
    priority: Annotated[str, Field(max_length=32)] | None = None
    reason: Words


class TicketReprint(Request):
    """Have the slip of a ticket printed again at a dispenser; the one that gave the number where none is named."""

    verb: ClassVar[str] = "ticket/reprint"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DESK})
    ticket: Uuid
    device: DeviceId | None = None


class NumbersLease(Request):
    """Have numbers set aside for this dispenser, to give while the hub cannot be reached.

    The device keeps what it has not used of an earlier lease of the same day; the reply names all it holds. One that
    keeps nothing of what it was leased and gave before (its memory is new, or was lost) says `afresh` until it is
    answered once: what it held before is void for the day, and it is leased other numbers.
    """

    verb: ClassVar[str] = "numbers/lease"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DISPENSER, Role.KIOSK})
    afresh: bool = False


class NumbersUsed(Request):
    """Take in a ticket that this dispenser gave from its leased numbers while the hub could not be reached."""

    verb: ClassVar[str] = "numbers/used"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DISPENSER, Role.KIOSK})
    ticket: Uuid
    number: Number
    service: ServiceId
    priority: Annotated[str, Field(max_length=32)] | None = None
    dossier: DossierCode | None = None
    lang: Language | None = None
    track: Token
    issued_at: Instant


LOOKS: tuple[type[Request], ...] = (TicketTrack, TicketAhead)
"""Requests that change nothing: no time passes for them, and each is answered anew as things stand."""
