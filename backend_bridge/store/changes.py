"""Up to where the backend's changes were taken: over restarts, so that none is missed and none floods the start."""

from __future__ import annotations

from lobby.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS changes (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT NOT NULL) STRICT;
"""


class Cursor:
    """The backend's own mark; every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> str | None:
        """Return the mark, None where changes are to be told from now on."""
        with self._database.transaction() as rows:
            row = rows.execute("SELECT cursor FROM changes").fetchone()
        return str(row[0]) if row else None

    def set(self, cursor: str) -> None:
        """Keep the mark."""
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO changes VALUES (1, ?)", (cursor,))

    def drop(self) -> None:
        """Forget the mark: the backend no longer knows it."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM changes")
