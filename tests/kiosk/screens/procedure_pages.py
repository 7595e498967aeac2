"""The procedures' pages for the layout test, from a catalogue of the longest names and texts there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from kiosk.catalogue.building import Version, write
from kiosk.catalogue.importing import SHIPPED, SHIPPED_SOURCE
from kiosk.catalogue.procedure import Procedure
from kiosk.catalogue.reading import read_record
from kiosk.catalogue.records import records
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.shelf import Shelf
from kiosk.catalogue.store import Catalogue
from kiosk.catalogue.synonyms import synonyms
from kiosk.presenters.effects import Consult
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.procedures.paging import LEAST
from kiosk.presenters.procedures.sections import Section
from kiosk.presenters.procedures.views import Listing, ProcedureView
from kiosk.presenters.procedures.wishes import Answer, Unusable, Wish
from lobby.contract.base import OFFICE_ZONE

Page = tuple[str, LookupView]
NOW = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
LONG = "đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi; "
CODES = ("1.001193",)
TURNED = 1


class Screen(Protocol):
    """A lookup kiosk in one language: touched, asked for its page, answered by the catalogue."""

    screen: Any

    def touch(self, name: str) -> Any: ...

    def page(self, name: str, after: float = 0.0) -> Page: ...


@cache
def shelf() -> Shelf:
    """Return the procedures shipped, and one whose name and cases are as long as the portal's longest; made once."""
    shipped = [read_record(record) for record in records(SHIPPED)]
    rows = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    procedures = [*shipped, longest(shipped)]
    write(rows, procedures, Version(SHIPPED_SOURCE, NOW, NOW, len(procedures), 0), synonyms())
    return Shelf(Catalogue(rows), Office())


def longest(shipped: list[Procedure]) -> Procedure:
    """Return a procedure with a name of 1,100 letters, thirteen cases and papers of 3,000."""
    some = next(one for one in shipped if one.paper_cases and one.steps)
    (case, *_) = some.paper_cases
    paper = case.papers[0].model_copy(update={"name": f"Văn bản về việc {LONG * 28}", "originals": 12, "copies": 34})
    cases = [
        case.model_copy(update={"name": f"Trường hợp {number}: {LONG * 6}", "papers": (paper, *case.papers)})
        for number in range(13)
    ]
    field = some.field.model_copy(update={"name": f"Lĩnh vực {LONG}{LONG}".strip(" ;")})
    changes = {"code": "9.999999", "name": f"Thủ tục {LONG * 10}", "field": field, "paper_cases": tuple(cases)}
    return some.model_copy(update={**changes, "conditions": (LONG * 20,), "notes": ()})


class Guided:
    """Touches a kiosk and lets the catalogue answer at once; a page of a procedure holds `measure`."""

    measure = LEAST

    def __init__(self, kiosk: Screen, answers: Shelf | None) -> None:
        self.kiosk = kiosk
        kiosk.screen.procedures.measure = self.measure
        self._answers = answers

    def touch(self, *names: str) -> None:
        for name in names:
            for effect in self.kiosk.touch(name):
                assert isinstance(effect, Consult)
                self.kiosk.screen.consulted(effect.wish, self._answer(effect.wish))

    def types(self, keys: str) -> None:
        self.touch(*(f"key:{'space' if key == ' ' else key}" for key in keys))

    def _answer(self, wish: Wish) -> Answer:
        return self._answers.answer(wish) if self._answers is not None else Unusable()


def list_pages(guided: Guided) -> Iterator[Page]:
    page = guided.kiosk.page
    guided.touch("procedures")
    yield page("procedures")
    yield page("procedures ending", 14)
    guided.touch("here")
    yield page("procedures, all")
    guided.touch("field:Hộ tịch")
    yield page("procedures of a field")
    yield page("procedures of a field, ending", 14)
    if (listing := page("")[1]) and isinstance(listing, Listing) and listing.turning.next is not None:
        guided.touch("next")
        yield page("procedures of a field, turned")
    guided.touch("back", "search")
    yield page("search, nothing typed")
    guided.types("giaays khai")
    yield page("search, typed")
    yield page("search, typed, ending", 14)
    guided.touch("key:layout")
    yield page("search, signs")
    guided.touch("key:clear")
    guided.types("999999")
    yield page("search, the longest name")
    guided.types("xyz")
    yield page("search, nothing found")
    guided.touch("hide")
    yield page("list, nothing found")


def procedure_pages(guided: Guided, code: str) -> Iterator[Page]:
    page = guided.kiosk.page
    guided.touch("procedures", "here", "search", "key:layout")
    guided.types(code)
    guided.touch(f"hit:{code}")
    yield page(f"procedure {code}")
    yield page(f"procedure {code}, ending", 14)
    guided.touch("tab:papers", "case:1") if any_choice(guided) else None
    for section in Section:
        if any(tab.name == f"tab:{section}" for tab in shown(guided).tabs):
            guided.touch(f"tab:{section}")
            yield page(f"procedure {code}, {section}")
            for _ in range(TURNED):
                if shown(guided).turning.next is None:
                    break
                guided.touch("next")
                yield page(f"procedure {code}, {section}, {shown(guided).turning.place}".replace("/", " of "))


def shown(guided: Guided) -> ProcedureView:
    view = guided.kiosk.page("")[1]
    assert isinstance(view, ProcedureView)
    return view


def any_choice(guided: Guided) -> bool:
    return bool(shown(guided).choices)
