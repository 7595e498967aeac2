"""The backend's agencies as they were told last, so that old codes are found from the first second on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter

from backend_bridge.agencies import Agency
from lobby.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS agencies (one INTEGER PRIMARY KEY CHECK (one = 1), at REAL NOT NULL, body TEXT NOT NULL)
    STRICT;
"""
_LIST: TypeAdapter[tuple[Agency, ...]] = TypeAdapter(tuple[Agency, ...])


class KeptAgencies:
    """Every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> tuple[Agency, ...]:
        """Return what was kept, nothing where nothing was, or what is not of this version's form."""
        with self._database.transaction() as rows:
            row = rows.execute("SELECT body FROM agencies").fetchone()
        try:
            return _LIST.validate_json(row[0]) if row else ()
        except ValueError:
            return ()

    def put(self, agencies: Sequence[Agency], now: datetime) -> None:
        """Keep them in the place of those before."""
        body = _LIST.dump_json(tuple(agencies), exclude_none=True).decode()
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO agencies VALUES (1, ?, ?)", (now.timestamp(), body))

    def drop(self) -> None:
        """Forget them: the backend tells none any more."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM agencies")
