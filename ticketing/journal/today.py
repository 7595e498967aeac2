"""The business day that is open, as the journal's entries tell it: read as they come, beside whoever writes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from ticketing.engine.facts import Fact
from ticketing.engine.fold import apply
from ticketing.engine.state import Lobby
from ticketing.journal.figure import Figure, Key
from ticketing.journal.figures import Figures
from ticketing.journal.files import FILE, reading
from ticketing.journal.rows import COLUMNS, from_row

_BEGINS = "SELECT coalesce(max(seq), 1) FROM entries WHERE kind = 'day.opened'"
_NEWEST = "SELECT coalesce(max(seq), 0) FROM entries"
_NEXT = f"SELECT {COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608

Heard = Callable[[Fact], None]


class Today:
    """The day's figures, and how many waited at most in each hour; one thread's.

    `heard` is told of each entry that was written after this began to read. `begins` is the day's first entry, `seq`
    the newest that was read, `at` its time. Methods raise sqlite3.Error.
    """

    def __init__(self, folder: Path, heard: Heard = lambda _fact: None) -> None:
        self._path = folder / FILE
        self._heard = heard
        self._file: sqlite3.Connection | None = None
        self._new_after = 0
        self._figures = Figures()
        self._lobby = Lobby()
        self.begins = 0
        self.seq = 0
        self.peaks: dict[int, int] = {}

    @property
    def day(self) -> date | None:
        """The business day; None where none was ever opened."""
        return self._lobby.day

    @property
    def at(self) -> datetime | None:
        """When the newest entry was written."""
        return self._lobby.at

    def read(self, at_most: int) -> bool:
        """Read on, at most so many entries; returns whether there may be more."""
        file = self._opened()
        rows = file.execute(_NEXT, (self.seq, at_most)).fetchall()
        for row in rows:
            self._add(from_row(row))
        return len(rows) == at_most

    def rows(self) -> dict[Key, Figure]:
        """Return the figures so far, also those that late entries and ratings add to days before."""
        return self._figures.rows

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        self._file = None

    def _opened(self) -> sqlite3.Connection:
        if self._file is None:
            self._file = reading(self._path)
            self.seq = int(self._file.execute(_BEGINS).fetchone()[0]) - 1
            self._new_after = int(self._file.execute(_NEWEST).fetchone()[0])
        return self._file

    def _add(self, fact: Fact) -> None:
        if fact.kind is EntryKind.DAY_OPENED:
            self._figures, self.peaks, self.begins = Figures(), {}, fact.seq
        self._figures.add(fact)
        before = self._waiting()
        self._lobby = apply(self._lobby, fact)
        self._count(fact.at, before)
        self.seq = fact.seq
        if fact.seq > self._new_after:
            self._heard(fact)

    def _count(self, at: datetime, before: int) -> None:
        here = at.astimezone(OFFICE_ZONE)
        if self._lobby.day != here.date():
            return
        # Who waited when an hour began waited in it, too, though nothing was written in it.
        for hour in range(max(self.peaks, default=here.hour) + 1, here.hour + 1):
            self.peaks[hour] = before
        self.peaks[here.hour] = max(self.peaks.get(here.hour, before), self._waiting())

    def _waiting(self) -> int:
        return sum(map(len, self._lobby.waiting.values()))
