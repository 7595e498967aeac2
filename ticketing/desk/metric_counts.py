"""Counts that only grow, as Prometheus wants them: what happened since this process began to listen."""

from __future__ import annotations

from lobby.contract.journal import EntryKind
from ticketing.engine.facts import Fact
from ticketing.journal.figure import Figure
from ticketing.journal.figures import Figures


class Counts:
    """What happened in each field; what was taken back stays counted, or a rate would see the counter begin anew.

    `undone` is how many acts were taken back.
    """

    def __init__(self) -> None:
        self.fields: dict[str, Figure] = {}
        self.undone = 0

    def hear(self, fact: Fact) -> None:
        """Count one entry."""
        # Figures of one entry alone: nothing in them was taken back.
        alone = Figures()
        alone.add(fact)
        self.undone += fact.kind is EntryKind.COUNTER_UNDONE
        for key, figure in alone.rows.items():
            self.fields.setdefault(key.service, Figure()).merge(figure)
