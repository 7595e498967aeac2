"""Who wants to be told when a result is ready: kept until it was told, taken back, or half a year old."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from backend_bridge.sms.outgoing import put_out
from lobby.database import Database

KEPT_FOR = timedelta(days=180)
MOST_OF_ONE = 5
SCHEMA = """
CREATE TABLE IF NOT EXISTS wish (
    number TEXT NOT NULL, code TEXT NOT NULL, at REAL NOT NULL, due REAL NOT NULL,
    PRIMARY KEY (number, code)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wish_due ON wish (due);
"""


class Wish(NamedTuple):
    """A number that wants to be told of a dossier."""

    number: str
    code: str


class Wishes:
    """Every method is one transaction; raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has_room(self, wish: Wish) -> bool:
        """Tell whether the number may wish for one more dossier; one that it has wished for already is no more."""
        with self._database.transaction() as rows:
            (others,) = rows.execute(
                "SELECT count(*) FROM wish WHERE number = ? AND code <> ?", (wish.number, wish.code)
            ).fetchone()
        return int(others) < MOST_OF_ONE

    def next_due(self, now: datetime) -> Wish | None:
        """Return the wish that is to be looked at."""
        with self._database.transaction() as rows:
            row = rows.execute(
                "SELECT number, code FROM wish WHERE due <= ? ORDER BY due LIMIT 1", (now.timestamp(),)
            ).fetchone()
        return Wish(*row) if row else None

    def later(self, wish: Wish, due: datetime) -> None:
        """Look at it again at `due`."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE wish SET due = ? WHERE number = ? AND code = ?", (due.timestamp(), *wish))

    def look_now(self, codes: Collection[str], now: datetime) -> None:
        """Look at the wishes for these dossiers next: something happened to them."""
        with self._database.transaction() as rows:
            rows.execute(
                "UPDATE wish SET due = min(due, ?) WHERE code IN (SELECT value FROM json_each(?))",
                (now.timestamp(), json.dumps(list(codes))),
            )

    def fulfil(self, wish: Wish, text: str, now: datetime) -> bool:
        """Put the news among what is to be sent and forget the wish; tells whether it still stood."""
        with self._database.transaction() as rows:
            done = rows.execute("DELETE FROM wish WHERE number = ? AND code = ?", wish)
            if done.rowcount:
                put_out(rows, wish.number, text, "notice", now)
        return bool(done.rowcount)

    def prune(self, now: datetime, blocked: Collection[str] = ()) -> None:
        """Forget what is half a year old, and what numbers wished for that are never answered."""
        with self._database.transaction() as rows:
            rows.execute(
                "DELETE FROM wish WHERE at < ? OR number IN (SELECT value FROM json_each(?))",
                ((now - KEPT_FOR).timestamp(), json.dumps(list(blocked))),
            )


def keep(rows: sqlite3.Connection, wish: Wish, now: datetime) -> None:
    """Keep a wish, within the transaction of the answer that confirms it."""
    at = now.timestamp()
    rows.execute("INSERT OR IGNORE INTO wish VALUES (?, ?, ?, ?)", (*wish, at, at))


def take_back(rows: sqlite3.Connection, number: str) -> None:
    """Forget all that a number wished for, within the transaction of the answer that confirms it."""
    rows.execute("DELETE FROM wish WHERE number = ?", (number,))
