"""Decides what the lookup kiosk shows and asks; nothing of one citizen is left for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.presenters.codes import DossierCode, NotACode, read_code
from kiosk.presenters.door import Door
from kiosk.presenters.effects import Effect
from kiosk.presenters.fields import Fields
from kiosk.presenters.lookup_finding import Finding
from kiosk.presenters.lookup_numbers import Left, NumberDesk
from kiosk.presenters.lookup_onward import Onward
from kiosk.presenters.lookup_rules import LookupRules, Reached
from kiosk.presenters.lookup_stays import PROBLEM_S, left_of, seen_again_keeps, stays_for_another_kind, told_of
from kiosk.presenters.lookup_typing import KEYS
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.lookup_visit import SAID_ANEW, At, Visit
from kiosk.presenters.lookup_words import leaving_in, page_of
from kiosk.presenters.procedures.room import ProceduresRoom
from kiosk.presenters.procedures.wishes import Answer, Wish
from kiosk.presenters.scene import Scene
from kiosk.presenters.settling import Settling
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind, Request, TicketIssue
from lobby.contract.slips import PrintDone

__all__ = ["KEYS", "PROBLEM_S", "LookupPresenter", "LookupRules", "Reached"]


class LookupPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, rules: LookupRules, languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        self._rules = rules
        self._tongue = Tongue(languages)
        self._settling = Settling()
        self.scans = 0
        fields = Fields(rules.numbers.order, rules.numbers.names_en)
        self.desk = NumberDesk(Scene(rules.numbers, self._tongue, fields, new_id), rules.forget_after_s)
        self.door = Door(rules, self.desk.scene)
        self.slip = SlipDesk(rules.numbers.prints)
        self.procedures = ProceduresRoom(self._tongue, self._handled, new_id, rules.numbers.prints, rules.tones)
        self._finding = Finding(self.door, new_id)
        self._onward = Onward(self._finding, self.desk, self.slip, self._tongue, new_id)

    @property
    def shows(self) -> bool:
        """Whether nobody touches here: a scan alone is answered."""
        return self._rules.shows

    @property
    def _visit(self) -> Visit:
        return self._finding.visit

    def reached(self, reached: Reached, now: float) -> None:
        """Learn who can be asked."""
        self.door.reached(reached, now)

    def scanned(self, text: str, now: float, by_hand: bool = False) -> list[Effect]:
        """The scanner read `text`: another receipt takes the page's place, at once, but a slip's that is printed."""
        read = read_code(text, self._rules.site_hosts, self._rules.code_pattern)
        visit = self._visit
        if isinstance(read, DossierCode) and read.code == visit.code:
            if seen_again_keeps(visit, self.desk, by_hand, now):
                self.attends(now)
            return self._finding.again(read, by_hand, now)
        foreign = isinstance(read, NotACode) and stays_for_another_kind(visit, self.desk, by_hand)
        if foreign or (visit.at is At.NUMBER and not self.desk.lets_go()):
            return []
        self.scans += 1
        self._settling.touched(now)
        if visit.found is not None or visit.at is At.NUMBER:
            # Whoever saw that dossier chose their own language; this is another's receipt.
            self._tongue.choose(VIETNAMESE)
        self._leave(now)
        return self._finding.find(read, now)

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float, by_key: bool = False) -> list[Effect]:
        """A citizen touched `name`; `now` is when the finger came down, or the key `by_key` on a page keys led to."""
        if self._rules.shows:
            return []
        key, at = name.startswith("key:"), self._visit.at
        typing = at in (At.WELCOME, At.CHECK)
        quick = by_key or (key and (typing or (at is At.PROCEDURES and self.procedures.typing)))
        if not quick and not self._settling.counts(self.view(now).page, now):
            return []
        self._visit.acted = self._visit.meant = now
        if not key:
            self._settling.touched(now)
        if at is At.NUMBER:
            return self._at_desk(name, now)
        if typing and (key or name == "find"):
            return self._finding.typed(name, now)
        return self._turn(name, now)

    def attends(self, now: float) -> None:
        """Somebody is there who does not touch now: is read to, or chooses how the screen is to be."""
        self._visit.acted = now
        self.desk.scene.attends(now)

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time. Answers to older questions are dropped."""
        if isinstance(request, TicketIssue):
            return self.desk.replied(request, reply, now)
        if isinstance(request, DossierFind):
            return self._finding.answered(request, reply, now)
        return []

    def consulted(self, wish: Wish, answer: Answer) -> None:
        """The catalogue of procedures answered."""
        self.procedures.answered(wish, answer)

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        self.slip.printed(done)
        self.procedures.printed(done)
        return self.desk.printed(done, now)

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end and what was on them is forgotten."""
        visit = self._visit
        self._finding.tick(now)
        self.slip.tick(now)
        self.procedures.tick(now)
        if visit.at is At.NUMBER:
            effects, over = self.desk.tick(now)
            if over:
                self._forget(now)
            return effects
        if left_of(visit, self.desk, self._rules, now) <= 0:
            self._forget(now)
        return []

    def view(self, now: float) -> LookupView:
        """Return the page to show now."""
        left = told_of(self._visit, self.desk, self._rules, now)
        if self._visit.at is At.NUMBER:
            return self.desk.view(leaving_in(left, self._tongue.say), now)
        if self._visit.at is At.PROCEDURES:
            return self.procedures.view(left)
        return page_of(self._visit, self.door, self.desk, self.slip, left, now)

    def closing(self, now: float) -> bool:
        """Tell whether the page says that it will go."""
        return told_of(self._visit, self.desk, self._rules, now) is not None

    def _forget(self, now: float) -> None:
        self._leave(now)
        self._tongue.home()

    def _leave(self, now: float) -> None:
        """Keep nothing of the visit but its language."""
        self._finding.begin(now)
        self.desk.forget(now)
        self.slip.forget()
        self.procedures.forget()

    def _handled(self) -> frozenset[str]:
        return self._rules.handles(self.desk.scene.leads)

    def _turn(self, name: str, now: float) -> list[Effect]:
        visit = self._visit
        if name == "language" and visit.at in SAID_ANEW:
            self._tongue.switch()
        elif visit.at is At.PROCEDURES:
            return self._in_procedures(name, now)
        elif name == "procedures" and visit.at is At.WELCOME:
            visit.go(At.PROCEDURES, now)
            return self.procedures.begin()
        elif name == "back":
            self._finding.back(now)
        elif name == "number" and visit.at is At.PROBLEM and visit.unanswered is not None:
            return self._onward.to_desk(visit.unanswered, None, now)
        elif name == "done" and visit.at is At.RESULT:
            self._forget(now)
        elif visit.at is At.RESULT and visit.found is not None:
            return self._onward.touch(name, visit.found, now)
        return []

    def _in_procedures(self, name: str, now: float) -> list[Effect]:
        effects, left = self.procedures.touch(name, now)
        if left:
            self._finding.begin(now)
            self.procedures.forget()
        return effects

    def _at_desk(self, name: str, now: float) -> list[Effect]:
        effects, left = self.desk.touch(name, now)
        if left is Left.HOME:
            self._forget(now)
        elif left is Left.BACK:
            self.desk.forget(now)
            self._visit.go(At.RESULT if self._visit.found is not None else At.PROBLEM, now)
        return effects
