"""One citizen's visit to the dispenser: where it stands, and what it holds until the next one begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from lobby.contract.replies import Issued, Reply
from lobby.contract.requests import PrintOutcome, Request, TicketIssue


class At(StrEnum):
    """Where a visit stands."""

    WELCOME = "welcome"
    CONFIRM = "confirm"
    ASKING = "asking"
    PRINTING = "printing"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass
class Visit:
    """What one citizen does here; a new one begins with each return to the welcome page."""

    at: At = At.WELCOME
    since: float = 0.0
    service: str = ""
    issue: TicketIssue | None = None
    late: bool = False
    issued: Issued | None = None
    job: str = ""
    slip: PrintOutcome | None = None
    sentence: str = ""

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
