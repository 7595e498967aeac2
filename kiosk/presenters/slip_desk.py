"""A slip that a citizen asked for: printed once a touch, and what became of it told in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kiosk.presenters.effects import Effect, Slip
from kiosk.presenters.wording import Say
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintDossier, PrintProcedure

GIVEN_UP_S = 20.0
"""Seconds after which a print service that says nothing is taken to have failed."""


@dataclass(frozen=True)
class SlipView:
    """What stands beside a page that can be printed: `button` are the words of the target "print", `said` what became
    of the slip; `failed` tells that it did not come out."""

    button: str | None = None
    said: str | None = None
    failed: bool = False


NO_SLIP = SlipView()


class _Stands(Enum):
    NOT_ASKED = auto()
    PRINTING = auto()
    PRINTED = auto()
    FAILED = auto()


class SlipDesk:
    """Pure. One page's slip; `forget` it with the page. A slip that came out is not printed again from that page."""

    def __init__(self, prints: bool) -> None:
        self._prints = prints
        self._stands = _Stands.NOT_ASKED
        self._job = ""
        self._since = 0.0

    @property
    def may(self) -> bool:
        """Tell whether a slip can be asked for now."""
        return self._prints and self._stands in (_Stands.NOT_ASKED, _Stands.FAILED)

    def begin(self, job: PrintDossier | PrintProcedure, now: float) -> list[Effect]:
        """Print `job`, where a slip can be asked for now."""
        if not self.may:
            return []
        self._stands, self._job, self._since = _Stands.PRINTING, job.job, now
        return [Slip(job)]

    def printed(self, done: PrintDone) -> None:
        """The print service told what became of a slip; those of other pages are no concern here."""
        if self._stands is _Stands.PRINTING and done.job == self._job:
            came_out = done.outcome is PrintOutcome.PRINTED
            self._stands = _Stands.PRINTED if came_out else _Stands.FAILED

    def tick(self, now: float) -> None:
        """Let time pass: a silent print service is given up."""
        if self._stands is _Stands.PRINTING and now - self._since >= GIVEN_UP_S:
            self._stands = _Stands.FAILED

    def forget(self) -> None:
        """Keep nothing of the slip."""
        self._stands, self._job = _Stands.NOT_ASKED, ""

    def view(self, words: str, say: Say) -> SlipView:
        """Return what to show; `words` are the button's, in the language spoken now."""
        button = words if self.may else None
        match self._stands:
            case _Stands.PRINTING:
                return SlipView(said=say("Đang in phiếu, xin đợi một chút…"))
            case _Stands.PRINTED:
                return SlipView(said=say("Đã in phiếu. Mời Quý khách nhận phiếu ở máy in."))
            case _Stands.FAILED:
                return SlipView(button, say("Máy in chưa in được phiếu."), failed=True)
            case _Stands.NOT_ASKED:
                return SlipView(button)
