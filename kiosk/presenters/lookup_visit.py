"""One citizen's visit to the lookup kiosk: all that is known of it, and how it is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Found, Reply
from lobby.contract.requests import DossierFind, Request


class At(StrEnum):
    """Where a visit stands."""

    WELCOME = "welcome"
    LOOKING = "looking"
    RESULT = "result"
    CHECK = "check"
    PROBLEM = "problem"
    NUMBER = "number"
    PROCEDURES = "procedures"


@dataclass
class Visit:
    """All that is known of the citizen in front of the screen; replaced whole when the visit ends.

    `unanswered` is the code that nobody could be asked for, so that a counter can be gone to instead.
    """

    at: At = At.WELCOME
    since: float = 0.0
    acted: float = 0.0
    typed: str = ""
    asked: DossierFind | None = None
    found: Found | None = None
    on_steps: bool = False
    sentence: str = ""
    unanswered: str | None = None

    def awaits(self, request: Request) -> bool:
        """Tell whether the answer to `request` is what the citizen waits for."""
        return self.at is At.LOOKING and self.asked is not None and self.asked.id == request.id

    def go(self, at: At, now: float) -> None:
        """Stand elsewhere from `now` on."""
        self.at, self.since, self.acted = at, now, now


def found_in(reply: Reply | None) -> Found | None:
    """Return the dossier in a reply, None where there is none."""
    if reply is None or not reply.ok:
        return None
    try:
        return Found.model_validate(reply.data)
    except ValidationError:
        return None


def nobody_answers(reply: Reply | None) -> bool:
    """Tell whether a reply says, or the lack of one, that the backend cannot be asked now."""
    return reply is None or (reply.error is not None and reply.error.code is ErrorCode.BACKEND_UNREACHABLE)
