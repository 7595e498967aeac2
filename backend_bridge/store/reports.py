"""Reports that wait for the backend: in order, within a bound, and never in the way of the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from backend_bridge.reports.findings import Incident
from lobby.contract.base import wire_time
from lobby.database import Database

FILE = "reports.db"
SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS incident (
    device TEXT NOT NULL, code TEXT NOT NULL, role TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (device, code)) STRICT;
CREATE TABLE IF NOT EXISTS dropped (why TEXT PRIMARY KEY, count INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
"""
_PAGES = (
    "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
)


class Why(StrEnum):
    """Why reports were dropped."""

    NO_ROOM = "no_room"
    REFUSED = "refused"


class Dropped(NamedTuple):
    """How many reports were dropped for one reason, and when the last of them was."""

    many: int
    at: datetime


class Kept(NamedTuple):
    """A report and its place in the line."""

    n: int
    body: str

    def fields(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        read: dict[str, Any] = json.loads(self.body)
        return read


class Reports:
    """All methods raise sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        reports: Iterable[dict[str, Any]],
        opened: Iterable[Incident] = (),
        closed: Iterable[Incident] = (),
    ) -> None:
        """Keep reports and which incidents stand now, all or nothing."""
        told = [(one["id"], json.dumps(one, ensure_ascii=False)) for one in reports]
        begun = [(one.device, one.code, one.role, wire_time(one.since)) for one in opened]
        with self._database.transaction() as rows:
            rows.executemany("INSERT OR IGNORE INTO report (id, body) VALUES (?, ?)", told)
            rows.executemany("INSERT OR REPLACE INTO incident VALUES (?, ?, ?, ?)", begun)
            ended = [(one.device, one.code) for one in closed]
            rows.executemany("DELETE FROM incident WHERE device = ? AND code = ?", ended)

    def incidents(self) -> list[Incident]:
        """Return the incidents that stand, as they were reported."""
        with self._database.transaction() as rows:
            found = rows.execute("SELECT device, role, code, since FROM incident ORDER BY since").fetchall()
        return [Incident(device, role, code, datetime.fromisoformat(since)) for device, role, code, since in found]

    def first(self, most: int) -> list[Kept]:
        """Return the oldest reports that wait."""
        with self._database.transaction() as rows:
            found = rows.execute("SELECT n, body FROM report ORDER BY n LIMIT ?", (most,)).fetchall()
        return [Kept(*one) for one in found]

    def delivered(self, batch: Sequence[Kept]) -> None:
        """Let go of reports that the backend holds."""
        with self._database.transaction() as rows:
            rows.executemany("DELETE FROM report WHERE n = ?", [(one.n,) for one in batch])

    def refused(self, kept: Kept, now: datetime) -> None:
        """Drop a report that the backend does not take, and count it."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM report WHERE n = ?", (kept.n,))
            _count(rows, Why.REFUSED, 1, now)

    def clear(self) -> None:
        """Let go of all reports: there is nobody who takes any."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM report")

    def shed(self, share: int, now: datetime) -> int:
        """Drop the oldest one in `share` reports, at least one, and count them; return how many there were to drop."""
        with self._database.transaction() as rows:
            (count,) = rows.execute("SELECT count(*) FROM report").fetchone()
            most = -(-int(count) // share)
            rows.execute("DELETE FROM report WHERE n IN (SELECT n FROM report ORDER BY n LIMIT ?)", (most,))
            if most:
                _count(rows, Why.NO_ROOM, most, now)
        return most

    def give_back(self) -> None:
        """Let the disk have the room of what was dropped."""
        self._database.rows("VACUUM")
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def discard(self, now: datetime) -> int:
        """Let go of the file with all that is in it, and begin a new one; return how many reports there were.

        Raises OSError, too.
        """
        dropped, count = self.dropped(), self.waiting()
        self._database.discard()
        with self._database.transaction() as rows:
            for why, known in dropped.items():
                _count(rows, why, known.many, known.at)
            _count(rows, Why.NO_ROOM, count, now)
        return count

    def size(self) -> int:
        """Return how many bytes of the file are in use."""
        return int(self._database.rows(_PAGES)[0][0])

    def waiting(self) -> int:
        """Return how many reports the backend does not hold yet."""
        return int(self._database.rows("SELECT count(*) FROM report")[0][0])

    def dropped(self) -> dict[Why, Dropped]:
        """Return how many reports were ever dropped, by reason."""
        found = self._database.rows("SELECT why, count, at FROM dropped")
        return {Why(why): Dropped(int(count), datetime.fromisoformat(at)) for why, count, at in found}


def _count(rows: sqlite3.Connection, why: Why, count: int, now: datetime) -> None:
    rows.execute(
        "INSERT INTO dropped VALUES (?, ?, ?) ON CONFLICT (why) DO UPDATE SET count = count + ?, at = ?",
        (why, count, wire_time(now), count, wire_time(now)),
    )
