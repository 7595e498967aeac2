"""One catalogue opened for the questions of the procedures' pages."""

from __future__ import annotations

from kiosk.catalogue.narrowing import Filters
from kiosk.catalogue.page import page_of
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.searching import Search
from kiosk.catalogue.store import Catalogue, Entry
from kiosk.catalogue.synonyms import synonyms
from kiosk.presenters.procedures.wishes import Answer, Field, Fields, Find, Hit, Hits, ListFields, Open, Opened, Wish

_ALL = 1_000_000


class Shelf:
    """Every method raises sqlite3.Error."""

    def __init__(self, catalogue: Catalogue, office: Office) -> None:
        self._catalogue = catalogue
        self._search = Search(catalogue, synonyms(), office)
        self._search.prepare()
        self._source = catalogue.version().source

    @property
    def replaced(self) -> bool:
        """Whether another catalogue stands in its place now."""
        return self._catalogue.replaced()

    def answer(self, wish: Wish) -> Answer:
        """Return what the catalogue says."""
        match wish:
            case ListFields():
                return self._fields(wish.handled)
            case Find():
                filters = Filters(wish.here, wish.field, wish.handled)
                here = Filters(handled_here=True, handled_fields=wish.handled)
                found = self._search.find(wish.text, wish.at_most, filters)
                return Hits(tuple(_hit(entry, self._search.fits(entry, here)) for entry in found))
            case Open():
                procedure = self._catalogue.procedure(wish.code)
                return Opened(page_of(procedure) if procedure is not None else None, self._source)

    def close(self) -> None:
        """Let go of the file."""
        self._catalogue.close()

    def _fields(self, handled: frozenset[str]) -> Fields:
        here, every = self._counted(Filters(handled_here=True, handled_fields=handled)), self._counted(Filters())
        return Fields(tuple(Field(name, here.get(name, 0), count) for name, count in every.items()))

    def _counted(self, filters: Filters) -> dict[str, int]:
        counts: dict[str, int] = {}
        for entry in self._search.find("", _ALL, filters):
            counts[entry.field] = counts.get(entry.field, 0) + 1
        return counts


def _hit(entry: Entry, here: bool) -> Hit:
    return Hit(entry.code, entry.name, entry.field, here)
