"""Counts that only grow, as Prometheus wants them: what happened since this process began to listen."""

from __future__ import annotations

from collections.abc import Mapping

from ticketing.engine.facts import Fact
from ticketing.journal.figure import Figure
from ticketing.journal.figures import Figures


class Counts:
    """What happened in each field; what was taken back stays counted, or a rate would see the counter begin anew."""

    def __init__(self) -> None:
        self._fields: dict[str, Figure] = {}
        self._undone = 0

    def hear(self, fact: Fact) -> None:
        """Count one entry."""
        # Figures of one entry alone: nothing in them was taken back.
        alone = Figures()
        alone.add(fact)
        self._undone += fact.kind == "counter.undone"
        for key, figure in alone.rows.items():
            self._fields.setdefault(key.service, Figure()).merge(figure)

    @property
    def undone(self) -> int:
        """How many acts were taken back."""
        return self._undone

    def of_fields(self) -> Mapping[str, Figure]:
        """Return what happened in each field in which anything did."""
        return dict(self._fields)
