"""Keeps the journal small for years, a little at a time: figures of closed days, older months to the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta

from lobby.contract.journal import EntryKind
from ticketing.journal import figure_rows, rates
from ticketing.journal.archive import Archive
from ticketing.journal.figure import Figure, Key
from ticketing.journal.figures import Figures
from ticketing.journal.rows import COLUMNS, Row
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal, set_mark

COUNTED = "figures"
COUNTED_AT_ONCE = 500
MOVED_AT_ONCE = 200
FORGOTTEN_AT_ONCE = 500

_OLDEST = f"SELECT {COLUMNS} FROM entries WHERE seq <= ? ORDER BY seq LIMIT ?"  # noqa: S608
_NEXT_DAY = "SELECT min(seq) FROM entries WHERE kind = 'day.opened' AND seq > ?"

# Holds off all other writing while it is entered.
Writing = Callable[[], AbstractContextManager[None]]


class Upkeep:
    """One thread's. What it writes into the journal's own file it writes within `writing`, for a few milliseconds."""

    def __init__(self, journal: Journal, archive: Archive, settings: JournalSettings, writing: Writing) -> None:
        self._journal = journal
        self._archive = archive
        self._settings = settings
        self._writing = writing
        self._figures = Figures()
        self._read_through = -1
        self._named_checked: date | None = None
        self._rates_checked: date | None = None

    def step(self, today: date, through: int) -> bool:
        """Do one piece of what is due on the business day `today`; returns whether anything was.

        Entries after `through` are left where they are. Raises sqlite3.Error, OSError, or what `writing` raises; then
        the same is done again next time, and nothing is lost or doubled.
        """
        done = self._count() or self._move(today, through) or self._forget_officers(today)
        return done or self._forget_rates(today)

    def close(self) -> None:
        """Let go of the archive."""
        self._archive.close()

    def _count(self) -> bool:
        counted = self._journal.mark(COUNTED)
        with self._journal.reader() as reader:
            ends = reader.execute(_NEXT_DAY, (counted + 1,)).fetchone()[0]
        if ends is None:
            return False
        if self._read_through < counted:
            self._figures, self._read_through = Figures(), counted
        facts = self._journal.facts_after(self._read_through, COUNTED_AT_ONCE)
        if not facts:
            # Months that somebody took out of the archive cannot be counted any more.
            self._keep(self._figures.rows, self._first() - 1)
        for fact in facts:
            if fact.kind is EntryKind.DAY_OPENED and fact.seq > counted + 1:
                self._keep(self._figures.rows, fact.seq - 1)
                break
            self._figures.add(fact)
            self._read_through = fact.seq
        return True

    def _keep(self, rows: Mapping[Key, Figure], through: int) -> None:
        # Should this fail, the day is read again: what was counted stands only with its mark.
        self._read_through = -1
        with self._journal.reader() as reader:
            ready = figure_rows.added(reader, rows)
        with self._writing(), self._journal.transaction() as writer:
            figure_rows.keep(writer, ready)
            set_mark(writer, COUNTED, through)
        self._journal.checkpoint()

    def _first(self) -> int:
        with self._journal.reader() as reader:
            return int(reader.execute("SELECT min(seq) FROM entries").fetchone()[0])

    def _move(self, today: date, through: int) -> bool:
        # What the archive must not name is not named here either.
        months = min(self._settings.keep_months, self._settings.officers_months)
        rows = self._oldest(first_of_month(today, months), through)
        if not rows:
            return False
        self._archive.keep(_month(rows[0]), rows)
        with self._writing(), self._journal.transaction() as writer:
            writer.execute("DELETE FROM entries WHERE seq <= ?", (rows[-1][0],))
        self._journal.checkpoint()
        return True

    def _oldest(self, before: date, through: int) -> list[Row]:
        """Return the first entries, all of one month, that may be moved."""
        limit = min(through, self._journal.mark(COUNTED))
        with self._journal.reader() as reader:
            rows: list[Row] = reader.execute(_OLDEST, (limit, 1)).fetchall()
            if not rows or date.fromisoformat(rows[0][2]) >= before:
                return []
            rows = reader.execute(_OLDEST, (limit, MOVED_AT_ONCE)).fetchall()
        return [row for row in rows if _month(row) == _month(rows[0])]

    def _forget_officers(self, today: date) -> bool:
        if self._named_checked == today:
            return False
        cutoff = first_of_month(today, self._settings.officers_months).isoformat()
        day = self._named_day(cutoff)
        if day is not None:
            with self._writing(), self._journal.transaction() as writer:
                figure_rows.forget_officers(writer, day)
            return True
        if self._archive.forget_officers(cutoff[:7]) is not None:
            return True
        self._named_checked = today
        return False

    def _forget_rates(self, today: date) -> bool:
        if self._rates_checked == today:
            return False
        before = (today - timedelta(days=self._settings.rates_days)).isoformat()
        with self._writing(), self._journal.transaction() as writer:
            forgotten = rates.forget(writer, before, FORGOTTEN_AT_ONCE)
        if not forgotten:
            self._rates_checked = today
        return bool(forgotten)

    def _named_day(self, cutoff: str) -> str | None:
        with self._journal.reader() as reader:
            return figure_rows.named_before(reader, cutoff)


def first_of_month(day: date, months_ago: int) -> date:
    """Return the first day of the month that lies `months_ago` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)


def _month(row: Row) -> str:
    return row[2][:7]
