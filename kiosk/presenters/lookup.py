"""Decides what the lookup kiosk shows and asks; nothing of one citizen is left for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.presenters.codes import NOTHING, DossierCode, NotACode, read_code
from kiosk.presenters.door import Door
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.fields import Fields
from kiosk.presenters.lookup_numbers import Left, NumberDesk
from kiosk.presenters.lookup_rules import LookupRules, Reached
from kiosk.presenters.lookup_typing import KEYS, check_typed, typed
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.lookup_visit import At, Visit, found_in, nobody_answers
from kiosk.presenters.lookup_words import check_refused, failure_of, page_of, seconds_told
from kiosk.presenters.result_words import need_of
from kiosk.presenters.scene import Scene
from kiosk.presenters.settling import Settling
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.slip_words import dossier_slip
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue
from lobby.contract.replies import Found, Reply
from lobby.contract.requests import DossierFind, Request, TicketIssue
from lobby.contract.slips import PrintDone

__all__ = ["KEYS", "PROBLEM_S", "LookupPresenter", "LookupRules", "Reached"]

PROBLEM_S = 15.0


class LookupPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, rules: LookupRules, languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        self._rules = rules
        self._tongue = Tongue(languages)
        self._new_id = new_id
        self._visit = Visit()
        self._settling = Settling()
        fields = Fields(rules.numbers.order, rules.numbers.names_en)
        self.desk = NumberDesk(Scene(rules.numbers, self._tongue, fields, new_id))
        self.door = Door(rules, self.desk.scene)
        self.slip = SlipDesk(rules.numbers.prints)

    def reached(self, reached: Reached, now: float) -> None:
        """Learn who can be asked."""
        self.door.reached(reached, now)

    def scanned(self, text: str, now: float) -> list[Effect]:
        """The scanner read `text`; it replaces whatever was shown, at once, but a slip that is being printed."""
        read = read_code(text, self._rules.site_hosts)
        code = None if isinstance(read, NotACode) else read.code
        if self._visit.at is At.NUMBER and not self.desk.lets_go(code, now):
            return []
        self.desk.forget(now)
        self.slip.forget()
        self._visit = Visit(since=now, acted=now)
        return self._find(read, now)

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float) -> list[Effect]:
        """A citizen touched the target `name`; `now` is when the finger came down. Keys are as quick as fingers."""
        if self._rules.shows:
            return []
        key = name.startswith("key:")
        typing = self._visit.at in (At.WELCOME, At.CHECK)
        if not (typing and key) and not self._settling.counts(self.view(now).page, now):
            return []
        self._visit.acted = now
        if not key:
            self._settling.touched(now)
        if self._visit.at is At.NUMBER:
            return self._at_desk(name, now)
        if typing and (key or name == "find"):
            return self._typed(name, now)
        return self._turn(name, now)

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time. Answers to older questions are dropped."""
        if isinstance(request, TicketIssue):
            return self.desk.replied(request, reply, now)
        if isinstance(request, DossierFind) and self._visit.awaits(request):
            self._answered(request, reply, now)
        return []

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        self.slip.printed(done)
        return self.desk.printed(done, now)

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end and what was on them is forgotten."""
        visit = self._visit
        self.slip.tick(now)
        if visit.at is At.NUMBER:
            effects, over = self.desk.tick(now)
            if over:
                self._forget(now)
            return effects
        problem = self._rules.forget_after_s if visit.unanswered else PROBLEM_S
        stays = {At.LOOKING: float("inf"), At.PROBLEM: problem}
        anything = visit.at is not At.WELCOME or visit.typed or self._tongue.code != VIETNAMESE
        if anything and now - visit.acted >= stays.get(visit.at, self._rules.forget_after_s):
            self._forget(now)
        return []

    def view(self, now: float) -> LookupView:
        """Return the page to show now."""
        if self._visit.at is At.NUMBER:
            return self.desk.view(now)
        left = self._rules.forget_after_s - (now - self._visit.acted)
        return page_of(self._visit, self.door, self.desk, self.slip, seconds_told(left, self._rules.warn_before_s), now)

    def _answered(self, request: DossierFind, reply: Reply | None, now: float) -> None:
        found, visit = found_in(reply), self._visit
        if found is None:
            self._fail(failure_of(reply, self._tongue), now, request.code if nobody_answers(reply) else None)
            return
        before, visit.found, visit.typed = visit.found, found, ""
        # Asked for with the check code, and not opened: the page that asks for it tells so.
        shut = before is not None and found.dossier.steps is None
        visit.sentence = check_refused(found, self._tongue.say) if shut else ""
        visit.on_steps = bool(found.dossier.steps)
        visit.go(At.CHECK if shut else At.RESULT, now)

    def _forget(self, now: float) -> None:
        self._visit = Visit(since=now, acted=now)
        self.desk.forget(now)
        self.slip.forget()
        self._tongue.home()

    def _turn(self, name: str, now: float) -> list[Effect]:
        visit = self._visit
        if name == "back":
            self._back(now)
        elif name == "language" and visit.at is At.WELCOME:
            self._tongue.switch()
        elif name == "number" and visit.at is At.PROBLEM and visit.unanswered is not None:
            return self._to_desk(visit.unanswered, None, now)
        elif visit.at is At.RESULT and visit.found is not None:
            return self._turn_result(name, visit.found, now)
        return []

    def _turn_result(self, name: str, found: Found, now: float) -> list[Effect]:
        if name == "check":
            self._visit.typed = self._visit.sentence = ""
            self._visit.go(At.CHECK, now)
        elif name in ("steps", "facts"):
            self._visit.on_steps = name == "steps"
        elif name == "done":
            self._forget(now)
        elif name == "print":
            return self._print(found, now)
        elif name == "number":
            need = need_of(found, self.desk)
            return self._to_desk(found.dossier.code, need.service, now) if need is not None else []
        return []

    def _print(self, found: Found, now: float) -> list[Effect]:
        need = need_of(found, self.desk)
        counters = need.counters if need is not None else ()
        return self.slip.begin(dossier_slip(self._new_id(), found, counters, self._tongue), now)

    def _to_desk(self, code: str, service: str | None, now: float) -> list[Effect]:
        if not self.desk.gives(service, now):
            return []
        self._visit.go(At.NUMBER, now)
        return self.desk.begin(code, service, now)

    def _at_desk(self, name: str, now: float) -> list[Effect]:
        effects, left = self.desk.touch(name, now)
        if left is Left.HOME:
            self._forget(now)
        elif left is Left.BACK:
            self.desk.forget(now)
            self._visit.go(At.RESULT if self._visit.found is not None else At.PROBLEM, now)
        return effects

    def _back(self, now: float) -> None:
        if self._visit.at is At.CHECK:
            self._visit.go(At.RESULT, now)
        elif self._visit.at is At.PROBLEM:
            self._visit = Visit(since=now, acted=now, typed=self._visit.typed)

    def _fail(self, sentence: str, now: float, unanswered: str | None = None) -> None:
        self._visit.sentence, self._visit.unanswered = sentence, unanswered
        self._visit.asked = self._visit.found = None
        self._visit.go(At.PROBLEM, now)

    def _typed(self, name: str, now: float) -> list[Effect]:
        if name == "find":
            return self._find_typed(now)
        self._visit.typed = typed(self._visit, name.removeprefix("key:"))
        return []

    def _find_typed(self, now: float) -> list[Effect]:
        visit = self._visit
        if visit.at is At.WELCOME:
            return self._find(read_code(visit.typed, self._rules.site_hosts) if visit.typed else NotACode(NOTHING), now)
        check = check_typed(visit)
        if not check or visit.found is None:
            return []
        return self._find(DossierCode(visit.found.dossier.code, check), now)

    def _find(self, read: DossierCode | NotACode, now: float) -> list[Effect]:
        if isinstance(read, NotACode):
            self._fail(self._tongue.say(read.sentence), now)
            return []
        if self.door.unanswered(now):
            self._fail(failure_of(None, self._tongue), now, read.code)
            return []
        self._visit.asked = DossierFind(id=self._new_id(), code=read.code, check=self._rules.opens(read.check))
        self._visit.go(At.LOOKING, now)
        return [Ask(self._visit.asked)]
