"""Where a citizen is among the procedures, and what was typed and chosen there; forgotten whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.catalogue.page import CasePage
from kiosk.presenters.procedures.sections import Section
from kiosk.presenters.procedures.wishes import Fields, Hits, Opened, Wish


class At(StrEnum):
    """The pages."""

    FIELDS = "fields"
    LIST = "list"
    SEARCH = "search"
    PAGE = "page"


@dataclass
class Visit:
    """`turned` is the page shown among several, from 0; `listed` the one of the list to come back to.

    `found` is the question that `hits` answer. `awaited` is the newest question to the catalogue, None when it was
    answered; `unusable` that it cannot answer.
    """

    at: At = At.FIELDS
    came_from: At = At.LIST
    here: bool = True
    field: str | None = None
    text: str = ""
    signs: bool = False
    fields: Fields | None = None
    hits: Hits | None = None
    found: Wish | None = None
    opened: Opened | None = None
    section: Section = Section.PAPERS
    case: int | None = None
    turned: int = 0
    listed: int = 0
    awaited: Wish | None = None
    unusable: bool = False

    def go(self, at: At, turned: int = 0) -> None:
        """Stand on another page."""
        self.at, self.turned = at, turned

    @property
    def chosen(self) -> CasePage | None:
        """The case that the citizen chose of the page open."""
        page = self.opened.page if self.opened is not None else None
        return page.cases[self.case] if page is not None and self.case is not None else None
