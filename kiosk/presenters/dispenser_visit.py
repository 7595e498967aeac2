"""One citizen's visit to the dispenser: where it stands, and what it holds until the next one begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from kiosk.presenters.numbers import Number
from kiosk.presenters.receipt_ways import Way
from lobby.contract.replies import Issued, Reply
from lobby.contract.requests import DossierFind, PrintOutcome, Request, TicketIssue


class At(StrEnum):
    """Where a visit stands."""

    WELCOME = "welcome"
    LOOKING = "looking"
    RECEIPT = "receipt"
    PURPOSE = "purpose"
    FIELDS = "fields"
    UNREAD = "unread"
    CONFIRM = "confirm"
    PRIORITY = "priority"
    ASKING = "asking"
    PRINTING = "printing"
    TAKEN = "taken"
    REFUSED = "refused"
    HELD = "held"


BEFORE_ASKING = frozenset(At) - {At.ASKING, At.PRINTING, At.TAKEN}


@dataclass
class Visit:
    """What one citizen does here; a new one begins with each return to the welcome page.

    `dossier` is the code of the receipt that was scanned, `way` what its state means for whoever holds it.
    `original` is what the hub said where `sentence` does not say all of it.
    """

    at: At = At.WELCOME
    since: float = 0.0
    service: str = ""
    priority: str | None = None
    dossier: str | None = None
    find: DossierFind | None = None
    way: Way | None = None
    issue: TicketIssue | None = None
    late: bool = False
    number: Number | None = None
    job: str = ""
    slip: PrintOutcome | None = None
    sentence: str = ""
    original: str | None = None

    def asks(self, request: Request) -> bool:
        """Tell whether `request` is the number this visit asks for."""
        return self.issue is not None and self.issue.id == request.id

    def go(self, at: At, now: float) -> None:
        """Stand elsewhere from `now` on."""
        self.at, self.since = at, now


def issued_in(reply: Reply) -> Issued | None:
    """Return the number a reply gives, None where it gives none."""
    if not reply.ok:
        return None
    try:
        return Issued.model_validate(reply.data)
    except ValidationError:
        return None
