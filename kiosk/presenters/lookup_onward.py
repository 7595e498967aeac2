"""Where a dossier's page leads: its check code, its steps, its slip, and a number of the right field."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.presenters.effects import Effect
from kiosk.presenters.lookup_finding import Finding
from kiosk.presenters.lookup_numbers import NumberDesk
from kiosk.presenters.lookup_visit import At
from kiosk.presenters.result_words import need_of
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.slip_words import dossier_slip
from kiosk.presenters.wording import Tongue
from lobby.contract.replies import Found


class Onward:
    """Pure. Touches of a result, but the one that ends the visit."""

    def __init__(
        self, finding: Finding, desk: NumberDesk, slip: SlipDesk, tongue: Tongue, new_id: Callable[[], str]
    ) -> None:
        self._finding = finding
        self._desk = desk
        self._slip = slip
        self._tongue = tongue
        self._new_id = new_id

    def touch(self, name: str, found: Found, now: float) -> list[Effect]:
        """Go on from the page of `found`."""
        visit = self._finding.visit
        if name == "check":
            visit.typed = ""
            visit.go(At.CHECK, now)
        elif name in ("steps", "facts"):
            visit.on_steps = name == "steps"
        elif name == "print":
            return self._print(found, now)
        elif name == "number":
            need = need_of(found, self._desk)
            return self.to_desk(found.dossier.code, need.service, now) if need is not None else []
        return []

    def to_desk(self, code: str, service: str | None, now: float) -> list[Effect]:
        """Take a number for the dossier `code`, where numbers of `service` are given now."""
        if not self._desk.gives(service, now):
            return []
        self._finding.visit.go(At.NUMBER, now)
        return self._desk.begin(code, service, now)

    def _print(self, found: Found, now: float) -> list[Effect]:
        need = need_of(found, self._desk)
        counters = need.counters if need is not None else ()
        today = self._desk.scene.day_beside(found.fresh)
        return self._slip.begin(dossier_slip(self._new_id(), found, counters, self._tongue, today), now)
