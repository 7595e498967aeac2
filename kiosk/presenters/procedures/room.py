"""Leads through the procedures: by field or search to a list, from there to the page that says what is needed."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.presenters.effects import Consult, Effect
from kiosk.presenters.procedures.keys import typed
from kiosk.presenters.procedures.paging import LEAST
from kiosk.presenters.procedures.sections import Section
from kiosk.presenters.procedures.views import ProceduresView
from kiosk.presenters.procedures.visit import At, Visit
from kiosk.presenters.procedures.wishes import Answer, Fields, Find, Hits, ListFields, Open, Opened, Unusable, Wish
from kiosk.presenters.procedures.words import view_of
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.slip_words import procedure_slip
from kiosk.presenters.syllables import Style
from kiosk.presenters.wording import Tongue
from lobby.contract.slips import PrintDone


class ProceduresRoom:
    """Pure; the catalogue is asked by effects. `handled` tells the fields that the office says it takes.

    `measure` is what a page of a procedure holds on this screen, in letters as large as the citizen wants them.
    """

    def __init__(
        self,
        tongue: Tongue,
        handled: Callable[[], frozenset[str]],
        new_id: Callable[[], str],
        prints: bool = False,
        style: Style = Style.OLD,
    ) -> None:
        self._tongue = tongue
        self._handled = handled
        self._new_id = new_id
        self._style = style
        self._slip = SlipDesk(prints)
        self._visit = Visit()
        self.measure = LEAST

    @property
    def typing(self) -> bool:
        """Whether the keyboard is on the screen: its keys are as quick as fingers."""
        return self._visit.at is At.SEARCH

    def begin(self) -> list[Effect]:
        """Come in from the door."""
        self.forget()
        return self._ask(ListFields(self._handled()))

    def forget(self) -> None:
        """Keep nothing of the visit."""
        self._visit = Visit()
        self._slip.forget()

    def view(self, leaving: int | None) -> ProceduresView:
        """Return the page to show; `leaving` seconds it goes, None while that is not told."""
        return view_of(self._visit, self._slip, self._tongue, leaving, self.measure)

    def answered(self, wish: Wish, answer: Answer) -> None:
        """Take what the catalogue answered; answers to older questions are dropped."""
        visit = self._visit
        if wish != visit.awaited:
            return
        visit.awaited, visit.unusable = None, isinstance(answer, Unusable)
        match answer:
            case Fields():
                visit.fields = answer
            case Hits():
                visit.hits, visit.found, visit.turned = answer, wish, 0
            case Opened():
                visit.opened = answer
            case Unusable():
                pass

    def printed(self, done: PrintDone) -> None:
        """The print service told what became of a slip."""
        self._slip.printed(done)

    def tick(self, now: float) -> None:
        """Let time pass."""
        self._slip.tick(now)

    def touch(self, name: str, now: float) -> tuple[list[Effect], bool]:
        """A citizen touched the target `name`; the second value tells that they leave for the door."""
        if name == "back" and self._visit.at is At.FIELDS:
            return [], True
        what, _, which = name.partition(":")
        if what in ("next", "previous"):
            self._visit.turned = max(0, self._visit.turned + (1 if what == "next" else -1))
            return [], False
        if what == "back":
            return self._back(), False
        if self._visit.at is At.PAGE:
            return self._on_page(what, which, now), False
        return self._in_lists(what, which), False

    def _in_lists(self, what: str, which: str) -> list[Effect]:
        visit = self._visit
        if what == "here":
            return self._turn_here()
        if what == "key":
            return self._key(which)
        if what == "search":
            visit.go(At.SEARCH)
            return self._find() if visit.hits is None else []
        if what == "hide":
            visit.go(At.LIST)
        elif what in ("field", "common"):
            visit.field, visit.hits = which or None, None
            visit.go(At.LIST)
            return self._find()
        elif what == "hit":
            return self._open(which)
        return []

    def _open(self, code: str) -> list[Effect]:
        visit = self._visit
        visit.came_from, visit.listed = visit.at, visit.turned
        visit.opened, visit.case, visit.section = None, None, Section.PAPERS
        visit.go(At.PAGE)
        return self._ask(Open(code))

    def _on_page(self, what: str, which: str, now: float) -> list[Effect]:
        visit = self._visit
        if what == "tab":
            visit.section, visit.turned = Section(which), 0
        elif what == "case":
            visit.case, visit.turned = int(which), 0
            self._slip.forget()
        elif what == "cases":
            visit.case, visit.turned = None, 0
            self._slip.forget()
        elif what == "print" and visit.opened is not None and visit.opened.page is not None:
            slip = procedure_slip(self._new_id(), visit.opened.page, visit.chosen, visit.opened.source)
            return self._slip.begin(slip, now)
        return []

    def _back(self) -> list[Effect]:
        visit = self._visit
        if visit.at is At.PAGE:
            visit.go(visit.came_from, visit.listed)
            visit.opened = None
            self._slip.forget()
            # The page may have been opened before the list answered the last touch.
            return [] if visit.found == self._wanted() else self._find()
        visit.text, visit.field, visit.hits = "", None, None
        visit.go(At.FIELDS)
        return self._ask(ListFields(self._handled()))

    def _turn_here(self) -> list[Effect]:
        visit = self._visit
        visit.here, visit.turned = not visit.here, 0
        return [] if visit.at is At.FIELDS else self._find()

    def _key(self, key: str) -> list[Effect]:
        visit = self._visit
        if visit.at is not At.SEARCH:
            return []
        if key == "layout":
            visit.signs = not visit.signs
            return []
        before, visit.text = visit.text, typed(visit.text, key, self._style)
        return self._find() if visit.text != before else []

    def _find(self) -> list[Effect]:
        return self._ask(self._wanted())

    def _wanted(self) -> Find:
        visit = self._visit
        return Find(visit.text, visit.field, visit.here, self._handled())

    def _ask(self, wish: Wish) -> list[Effect]:
        self._visit.awaited = wish
        return [Consult(wish)]
