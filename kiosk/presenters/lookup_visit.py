"""One citizen's visit to the lookup kiosk: all that is known of it, and how it is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from kiosk.presenters.lookup_told import NOTHING_TOLD, Told
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


SAID_ANEW = frozenset({At.WELCOME, At.PROCEDURES, At.RESULT, At.CHECK, At.PROBLEM})
"""Where another language may be chosen."""


@dataclass
class Visit:
    """All that is known of the citizen in front of the screen; replaced whole when the visit ends.

    `since` is when the page began, `acted` when somebody was last there, `meant` when they last did something: paper
    may be left before a camera. `unanswered` is the code that nobody could be asked for, so that a counter can be gone
    to instead. `asked` is what the citizen waits or waited for, `renewing` what is asked while the page stands;
    `refused` are the check codes that a fresh answer did not open the dossier with; `aged` is whether the page began
    with an older answer, which tells of it for as long as it stands.
    """

    at: At = At.WELCOME
    since: float = 0.0
    acted: float = 0.0
    meant: float = 0.0
    typed: str = ""
    asked: DossierFind | None = None
    renewing: DossierFind | None = None
    refused: frozenset[str] = frozenset()
    found: Found | None = None
    aged: bool = False
    on_steps: bool = False
    told: Told = NOTHING_TOLD
    unanswered: str | None = None

    @property
    def sentence(self) -> str:
        """Why there is no result, in Vietnamese."""
        return self.told.text

    @property
    def code(self) -> str | None:
        """The code of the dossier that is looked up or looked at now, None where there is none."""
        if self.at is At.LOOKING and self.asked is not None:
            return self.asked.code
        if self.at in (At.RESULT, At.CHECK, At.NUMBER) and self.found is not None:
            return self.found.dossier.code.upper()
        return self.unanswered if self.at is At.NUMBER else None

    @property
    def opened(self) -> bool:
        """Whether the check code has opened the dossier's steps."""
        return self.found is not None and self.found.dossier.steps is not None

    @property
    def coming(self) -> bool:
        """Whether a newer answer than the one on the page is waited for."""
        return self.renewing is not None and self.found is not None and not self.found.fresh

    @property
    def in_use(self) -> bool:
        """Whether a citizen has begun something here: typed, asked, or looks at what they asked for."""
        begun = bool(self.typed) or self.found is not None or self.unanswered is not None
        return begun or self.at in (At.LOOKING, At.NUMBER, At.PROCEDURES)

    def awaits(self, request: Request) -> bool:
        """Tell whether the answer to `request` is what the citizen waits for."""
        return self.at is At.LOOKING and self.asked is not None and self.asked.id == request.id

    def renews(self, request: Request) -> bool:
        """Tell whether `request` was asked while the page of its dossier stands."""
        return self.renewing is not None and self.renewing.id == request.id

    def go(self, at: At, now: float) -> None:
        """Stand elsewhere from `now` on."""
        self.at, self.since, self.acted, self.meant = at, now, now, now


def found_in(reply: Reply | None, code: str) -> Found | None:
    """Return the dossier `code` in a reply, None where there is none or another's."""
    if reply is None or not reply.ok:
        return None
    try:
        found = Found.model_validate(reply.data)
    except ValidationError:
        return None
    return found if found.dossier.code.upper() == code else None


def nobody_answers(reply: Reply | None) -> bool:
    """Tell whether a reply says, or the lack of one, that the backend cannot be asked now."""
    return reply is None or reply.ok or (reply.error is not None and reply.error.code is ErrorCode.BACKEND_UNREACHABLE)
