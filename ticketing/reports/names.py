"""What the parts of a report are called, and in which order they stand: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ticketing.engine.hours_words import WEEKDAYS
from ticketing.reports import words


@dataclass(frozen=True)
class Names:
    """Fields, counters and officers by id, in the order in which tables show them; `office` and `place` of the site."""

    site: str
    office: str
    place: str
    fields: Mapping[str, str]
    counters: Mapping[str, str]
    officers: Mapping[str, str]

    def of(self, dimension: str, id_: str) -> str:
        """Return what people read for an id of `dimension`."""
        if dimension == "officer":
            return self.officers.get(id_, id_) if id_ else words.NO_OFFICER
        if dimension in ("field", "counter"):
            known = self.fields if dimension == "field" else self.counters
            return known.get(id_) or (words.NO_LONGER.format(id=id_) if id_ else words.NO_COUNTER)
        return _time_words(dimension, id_)

    def ordered(self, dimension: str, ids: Iterable[str]) -> list[str]:
        """Return ids as a table lists them: settings' order, then names; what is not known last."""
        return sorted(ids, key=lambda id_: self.place_of(dimension, id_))

    def place_of(self, dimension: str, id_: str) -> tuple[int, str, str]:
        """Return where an id stands among those of its dimension."""
        known = {"field": self.fields, "counter": self.counters}.get(dimension)
        if known is None:
            return (not id_, self.of(dimension, id_) if dimension == "officer" else id_, id_)
        places = {one: place for place, one in enumerate(known)}
        return (places.get(id_, len(places)) + (not id_), id_, id_)


def _time_words(dimension: str, id_: str) -> str:
    if dimension == "hour":
        return words.hour_words(id_)
    if dimension == "weekday":
        weekday = WEEKDAYS[int(id_) - 1]
        return weekday[0].upper() + weekday[1:]
    if dimension == "month":
        return f"{id_[5:]}/{id_[:4]}"
    return f"{date.fromisoformat(id_):%d/%m/%Y}"
