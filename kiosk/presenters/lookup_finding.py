"""Finds a dossier: by a code that was scanned or typed, then with the check code; or tells why there is no result."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.presenters.codes import NOTHING, DossierCode, NotACode, read_code
from kiosk.presenters.door import Door
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup_told import NOTHING_TOLD, Told, check_refused, failure_of
from kiosk.presenters.lookup_typing import check_typed, typed
from kiosk.presenters.lookup_visit import At, Visit, found_in, nobody_answers
from lobby.contract.replies import Found, Reply
from lobby.contract.requests import DossierFind

LOST_S = 12.0
"""Seconds after which an answer is not waited for any more: longer than a question is asked on the bus."""


class Finding:
    """Pure. Holds the visit of the citizen in front of the screen."""

    def __init__(self, door: Door, new_id: Callable[[], str]) -> None:
        self._door = door
        self._rules = door.rules
        self._new_id = new_id
        self.visit = Visit()

    def begin(self, now: float, typed: str = "") -> None:
        """Keep nothing of the visit but what was `typed`."""
        self.visit = Visit(since=now, acted=now, meant=now, typed=typed)

    def find(self, read: DossierCode | NotACode, now: float) -> list[Effect]:
        """Ask how the dossier stands, where a code was read and somebody would answer."""
        if isinstance(read, NotACode):
            self._fail(Told(read.sentence), now)
            return []
        if self._door.unanswered(now):
            self._fail(failure_of(None), now, read.code)
            return []
        self.visit.go(At.LOOKING, now)
        return self._look(read)

    def again(self, read: DossierCode, by_hand: bool, now: float) -> list[Effect]:
        """The receipt whose dossier is looked up or looked at is there again: nothing of its page is thrown away.

        A check code on it opens what is shut. Held to a scanner `by_hand` it asks for newer figures.
        """
        visit, check = self.visit, self._rules.opens(read.check)
        shut = check is not None and not visit.opened and (by_hand or check not in visit.refused)
        if visit.at is At.LOOKING:
            if not shut or (visit.asked is not None and visit.asked.check == check):
                return []
            visit.since = now
            return self._look(read)
        pending = visit.renewing.check if visit.renewing is not None else None
        fuller = shut and check != pending
        if visit.at not in (At.RESULT, At.CHECK) or not (fuller or by_hand) or self._door.unanswered(now):
            return []
        kept = visit.asked.check if visit.opened and visit.asked is not None else pending
        return self._renew(read.code, check if shut else kept)

    def typed(self, name: str, now: float) -> list[Effect]:
        """Take a key of the keypad, or `find`."""
        if name == "find":
            return self._find_typed(now)
        self.visit.typed = typed(self.visit, name.removeprefix("key:"))
        return []

    def answered(self, request: DossierFind, reply: Reply | None, now: float) -> list[Effect]:
        """Take the answer to `request`, None where none came in time; one to an older question is dropped.

        Where it is an older answer and a newer is coming, that is asked for.
        """
        found, visit = found_in(reply, request.code), self.visit
        if visit.renews(request):
            self._renewed(request, found, now)
        elif visit.awaits(request) and found is None:
            self._fail(failure_of(reply), now, request.code if nobody_answers(reply) else None)
        elif visit.awaits(request) and found is not None:
            self._show(request, found, now)
            return self._renew(request.code, request.check) if found.coming else []
        return []

    def _show(self, request: DossierFind, found: Found, now: float) -> None:
        visit = self.visit
        before, visit.found, visit.typed, visit.told = visit.found, found, "", NOTHING_TOLD
        visit.aged = not found.fresh
        self._learn(request, found)
        shut = before is not None and not visit.opened
        visit.on_steps = bool(found.dossier.steps)
        visit.go(At.CHECK if shut else At.RESULT, now)

    def tick(self, now: float) -> None:
        """Let time pass: nobody waits for ever."""
        visit = self.visit
        if visit.at is At.LOOKING and visit.asked is not None and now - visit.since >= LOST_S:
            self.answered(visit.asked, None, now)

    def back(self, now: float) -> None:
        """Go back from asking for the check code, or from why there is no result."""
        if self.visit.at is At.CHECK:
            self.visit.told = NOTHING_TOLD
            self.visit.go(At.RESULT, now)
        elif self.visit.at is At.PROBLEM:
            self.begin(now, self.visit.typed)

    def _find_typed(self, now: float) -> list[Effect]:
        visit = self.visit
        if visit.at is At.WELCOME:
            rules = self._rules
            typed = read_code(visit.typed, rules.site_hosts, rules.code_pattern) if visit.typed else NotACode(NOTHING)
            return self.find(typed, now)
        check = check_typed(visit)
        if not check or visit.found is None:
            return []
        return self.find(DossierCode(visit.found.dossier.code, check), now)

    def _look(self, read: DossierCode) -> list[Effect]:
        # With its dossier on the page already, an older answer would open nothing.
        waits = True if self.visit.found is not None else None
        check = self._rules.opens(read.check)
        self.visit.asked = DossierFind(id=self._new_id(), code=read.code, check=check, fresh=waits)
        return [Ask(self.visit.asked)]

    def _renew(self, code: str, check: str | None) -> list[Effect]:
        """Ask for a newer answer than the one on the page, which stands until it comes."""
        self.visit.renewing = DossierFind(id=self._new_id(), code=code, check=check, fresh=True)
        return [Ask(self.visit.renewing)]

    def _learn(self, request: DossierFind, found: Found) -> None:
        """Asked for with a check code, and not opened: the page that asks for it tells so."""
        visit = self.visit
        if request.check is None or visit.opened or found.dossier.steps is not None or found.coming:
            return
        visit.told = check_refused(found)
        if found.fresh:
            visit.refused |= {request.check}

    def _renewed(self, request: DossierFind, found: Found | None, now: float) -> None:
        """Take newer figures, unless they say less than what is on the page."""
        visit = self.visit
        visit.renewing, before = None, visit.found
        if found is not None:
            self._learn(request, found)
        if found is None or before is None or (before.fresh and not found.fresh):
            return
        was_open = visit.opened
        if was_open and found.dossier.steps is None:
            return
        visit.found = found
        if visit.opened and not was_open:
            # What the first question was to open anyway turns no page over on who reads it.
            reads = visit.at is At.RESULT and visit.asked is not None and visit.asked.check == request.check
            visit.on_steps = bool(found.dossier.steps) and not reads
            visit.asked, visit.typed, visit.told = request, "", NOTHING_TOLD
            if visit.at is At.LOOKING:
                visit.go(At.RESULT, now)
            visit.at = At.RESULT if visit.at is At.CHECK else visit.at

    def _fail(self, told: Told, now: float, unanswered: str | None = None) -> None:
        visit = self.visit
        visit.told = told
        if visit.found is not None:
            # Only its steps were asked for: the dossier itself is still there.
            visit.go(At.CHECK, now)
            return
        visit.unanswered, visit.asked = unanswered, None
        visit.go(At.PROBLEM, now)
