"""Finds a dossier: by a code that was scanned or typed, then with the check code; or tells why there is no result."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.presenters.codes import NOTHING, DossierCode, NotACode, read_code
from kiosk.presenters.door import Door
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup_typing import check_typed, typed
from kiosk.presenters.lookup_visit import At, Visit, found_in, nobody_answers
from kiosk.presenters.lookup_words import check_refused, failure_of
from kiosk.presenters.wording import Tongue
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind


class Finding:
    """Pure. Holds the visit of the citizen in front of the screen."""

    def __init__(self, door: Door, tongue: Tongue, new_id: Callable[[], str]) -> None:
        self._door = door
        self._rules = door.rules
        self._tongue = tongue
        self._new_id = new_id
        self.visit = Visit()

    def begin(self, now: float, typed: str = "") -> None:
        """Keep nothing of the visit but what was `typed`."""
        self.visit = Visit(since=now, acted=now, typed=typed)

    def find(self, read: DossierCode | NotACode, now: float) -> list[Effect]:
        """Ask how the dossier stands, where a code was read and somebody would answer."""
        if isinstance(read, NotACode):
            self._fail(self._tongue.say(read.sentence), now)
            return []
        if self._door.unanswered(now):
            self._fail(failure_of(None, self._tongue), now, read.code)
            return []
        self.visit.asked = DossierFind(id=self._new_id(), code=read.code, check=self._rules.opens(read.check))
        self.visit.go(At.LOOKING, now)
        return [Ask(self.visit.asked)]

    def typed(self, name: str, now: float) -> list[Effect]:
        """Take a key of the keypad, or `find`."""
        if name == "find":
            return self._find_typed(now)
        self.visit.typed = typed(self.visit, name.removeprefix("key:"))
        return []

    def answered(self, request: DossierFind, reply: Reply | None, now: float) -> None:
        """Take the answer to `request`, None where none came in time; one to an older question is dropped."""
        found, visit = found_in(reply), self.visit
        if not visit.awaits(request):
            return
        if found is None:
            self._fail(failure_of(reply, self._tongue), now, request.code if nobody_answers(reply) else None)
            return
        before, visit.found, visit.typed = visit.found, found, ""
        # Asked for with the check code, and not opened: the page that asks for it tells so.
        shut = before is not None and found.dossier.steps is None
        visit.sentence = check_refused(found, self._tongue.say) if shut else ""
        visit.on_steps = bool(found.dossier.steps)
        visit.go(At.CHECK if shut else At.RESULT, now)

    def back(self, now: float) -> None:
        """Go back from asking for the check code, or from why there is no result."""
        if self.visit.at is At.CHECK:
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

    def _fail(self, sentence: str, now: float, unanswered: str | None = None) -> None:
        self.visit.sentence, self.visit.unanswered = sentence, unanswered
        self.visit.asked = self.visit.found = None
        self.visit.go(At.PROBLEM, now)
