"""A citizen among the procedures: touches the kiosk, types on its keyboard, and the catalogue answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.catalogue.importing import shipped
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.shelf import Shelf
from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Consult, Effect
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.procedures.views import Listing, ProcedureView
from kiosk.presenters.procedures.wishes import Answer, Wish
from lobby.clock import SystemClock

Answers = Callable[[Wish], Answer]


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The procedures that come with the product."""
    return Shelf(shipped(SystemClock().now()), Office())


@dataclass
class Citizen:
    """Stands before one kiosk; `answers` is the catalogue, None where it takes its time."""

    kiosk: LookupPresenter
    answers: Answers | None
    now: float = 10.0
    asked: list[Wish] = field(default_factory=list)

    def touches(self, *names: str) -> list[Effect]:
        """Touch one target after another, each as one who has seen the page for a second; returns other effects."""
        others: list[Effect] = []
        for name in names:
            self.now += 2
            self.kiosk.drawn(self.sees().page, self.now - 1)
            others += self.does(self.kiosk.touch(name, self.now))
        return others

    def types(self, keys: str) -> None:
        """Type, ten keys a second."""
        for key in keys:
            self.now += 0.1
            self.does(self.kiosk.touch(f"key:{'space' if key == ' ' else key}", self.now))

    def does(self, effects: list[Effect]) -> list[Effect]:
        """Let the catalogue answer what it is asked."""
        for effect in effects:
            if isinstance(effect, Consult):
                self.asked.append(effect.wish)
                if self.answers is not None:
                    self.kiosk.consulted(effect.wish, self.answers(effect.wish))
        return [effect for effect in effects if not isinstance(effect, Consult)]

    def waits(self, seconds: float) -> None:
        """Do nothing for a while."""
        self.now += seconds
        self.kiosk.tick(self.now)

    def sees(self) -> LookupView:
        """Return the page shown."""
        return self.kiosk.view(self.now)

    def finds(self) -> list[str]:
        """Return the names in the list shown."""
        page = self.sees()
        assert isinstance(page, Listing), page
        return [row.name for row in page.hits]

    def reads(self) -> ProcedureView:
        """Return the procedure shown."""
        page = self.sees()
        assert isinstance(page, ProcedureView), page
        return page

    def reads_all(self) -> list[str]:
        """Return all texts of the section open, turned to its end."""
        texts = [block.text for block in self.reads().blocks]
        while self.reads().turning.next is not None:
            self.touches("next")
            texts += [block.text for block in self.reads().blocks]
        return texts


@pytest.fixture
def citizen(new_id: Callable[[], str], shelf: Shelf) -> Callable[..., Citizen]:
    """Bring a citizen to a kiosk; `answers` in the shelf's place, or more of the site's rules."""

    def come(answers: Answers | None = shelf.answer, **rules: object) -> Citizen:
        kiosk = LookupPresenter(LookupRules(**rules), {"en": translator("en")}, new_id)  # type: ignore[arg-type]
        kiosk.reached(Reached(linked=True, hub=True, bridge=True), 0)
        return Citizen(kiosk, answers)

    return come
