"""What happened: drafts as the rules write them, facts as the journal keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lobby.contract.journal import Entry, EntryKind
from lobby.contract.ticket import Ticket


@dataclass(frozen=True)
class Draft:
    """An entry before it has a number and a time; `private` never leaves the hub (track and rate tokens).

    `officer` is whom it is about, where that is not who asked.
    """

    kind: EntryKind
    counter: str | None = None
    ticket: Ticket | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    officer: str | None = None


@dataclass(frozen=True)
class Fact:
    """A journal entry with its business `day` and its `private` part."""

    seq: int
    at: datetime
    day: date
    kind: EntryKind
    counter: str | None = None
    officer: str | None = None
    ticket: Ticket | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)

    def entry(self) -> Entry:
        """Return what may be published of it."""
        return Entry(
            seq=self.seq,
            at=self.at,
            kind=self.kind,
            counter=self.counter,
            officer=self.officer,
            ticket=self.ticket,
            data=dict(self.data),
        )
