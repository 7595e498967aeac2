"""Lines of the journal: after the hub is restored from a backup it gives numbers anew that the backend has seen."""

from __future__ import annotations

from typing import NamedTuple

from lobby.database import Database

# Beside the outbox and not in it: where that is damaged, what the backend counts is still known.
FILE = "lines.db"
SCHEMA = "CREATE TABLE IF NOT EXISTS line (after INTEGER PRIMARY KEY, shift INTEGER) STRICT;"


class Line(NamedTuple):
    """The entries after `after`, up to `until` where a newer line begins: the backend knows each by its `seq` and
    `shift`; None until the backend was asked how far it has seen."""

    after: int
    shift: int | None
    until: int | None


class Lines:
    """Which line an entry is of; what a method changed is on disk when it returns. All raise sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, seq: int) -> Line:
        """Return the line of the entry `seq`."""
        with self._database.transaction() as rows:
            found = rows.execute("SELECT after, shift FROM line WHERE after < ? ORDER BY after DESC", (seq,)).fetchone()
            (until,) = rows.execute("SELECT min(after) FROM line WHERE after >= ?", (seq,)).fetchone()
        after, shift = (0, 0) if found is None else found
        return Line(after, shift, until)

    def begin(self, after: int) -> None:
        """Let a new line begin after the entry `after`: what follows it is not what once followed it."""
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO line VALUES (?, NULL)", (after,))

    def learn(self, line: Line, through: int) -> Line:
        """Return `line` with its shift, now that the backend is known to hold entries up to `through`."""
        before = self.of(line.after).shift or 0
        known = line._replace(shift=max(before, through - line.after))
        with self._database.transaction() as rows:
            rows.execute("UPDATE line SET shift = ? WHERE after = ?", (known.shift, line.after))
        return known
