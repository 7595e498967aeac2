"""Which procedures a list is narrowed to: what the office handles, one field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kiosk.catalogue.folding import fold
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.store import Entry

_KEPT = 32
_folded = lru_cache(maxsize=1024)(fold)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: what the office handles, a field (its name), neither where not given.

    An office handles what is of its level and, where `handled_fields` names any, of one of those fields.
    """

    handled_here: bool = False
    field: str | None = None
    handled_fields: frozenset[str] = frozenset()

    @cached_property
    def handled(self) -> frozenset[str]:
        """The names of the fields handled, folded: offices do not write them as the portal does."""
        return frozenset(_folded(name) for name in self.handled_fields)

    def fits(self, entry: Entry, office: Office) -> bool:
        """Tell whether `entry` is of what the list is narrowed to, at that office."""
        if self.field is not None and entry.field != self.field:
            return False
        if not self.handled_here:
            return True
        return office.handles(entry) and (not self.handled or _folded(entry.field) in self.handled)


EVERY = Filters()
"""All procedures."""


class Narrowing:
    """Tells the ranks that fit, in order, and keeps them: the same filters are asked with every keystroke."""

    def __init__(self, entries: Mapping[int, Entry], office: Office) -> None:
        self._entries = entries
        self._office = office
        self._known: dict[Filters, tuple[int, ...]] = {}

    def ranks(self, filters: Filters) -> tuple[int, ...]:
        """Return the ranks of the procedures that fit, the most asked for first."""
        known = self._known.get(filters)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = tuple(rank for rank, one in self._entries.items() if filters.fits(one, self._office))
            self._known[filters] = known
        return known
