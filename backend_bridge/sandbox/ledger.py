"""The sandbox's SQLite: its dossiers and the journal entries it has taken."""

from __future__ import annotations

import hmac
import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from backend_bridge.sandbox import changing, moves, reports
from backend_bridge.sandbox.invented import Made
from lobby.contract.dossiers import Counts, Dossier, Ready
from lobby.database import Database

READY_AT_MOST = 60
_OWN = """
CREATE TABLE IF NOT EXISTS dossier (
    code TEXT PRIMARY KEY, status INTEGER NOT NULL, check_code TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS event (
    site TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, taken_at TEXT NOT NULL,
    PRIMARY KEY (site, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS synchronised (code TEXT PRIMARY KEY, record TEXT NOT NULL, course TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS event_taken ON event (taken_at, seq);
"""
SCHEMA = _OWN + moves.SCHEMA + reports.SCHEMA + changing.SCHEMA
_DETAILS = frozenset({"holder_masked", "steps"})


class Ledger:
    """What the sandbox knows; every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.moves = moves.Moves(database)
        self.reports = reports.Reports(database)
        self.changes = changing.ChangeLog(database)

    def is_empty(self) -> bool:
        with self._database.transaction() as rows:
            return rows.execute("SELECT 1 FROM dossier LIMIT 1").fetchone() is None

    def fill(self, made: Iterable[Made]) -> None:
        """Keep invented dossiers, all or none."""
        with self._database.transaction() as rows:
            rows.executemany(
                "INSERT INTO dossier VALUES (?, ?, ?, ?)",
                [(one.dossier.code, one.dossier.status, one.check, one.dossier.model_dump_json()) for one in made],
            )

    def find(self, code: str, check: str | None) -> Dossier | None:
        """Return the dossier, its details only where `check` is the one on the receipt; None where unknown."""
        with self._database.transaction() as rows:
            row = rows.execute("SELECT check_code, body FROM dossier WHERE code = ?", (code,)).fetchone()
        if row is None:
            return None
        opened = check is not None and hmac.compare_digest(row[0].encode(), check.upper().encode())
        dossier = Dossier.model_validate_json(row[1])
        return dossier if opened else dossier.model_copy(update=dict.fromkeys(_DETAILS))

    def synchronise(self, made: Made, record: str) -> None:
        """Keep a dossier that an office sent, and the record it came as; its course starts anew."""
        row = (made.dossier.code, made.dossier.status, made.check, made.dossier.model_dump_json())
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO dossier VALUES (?, ?, ?, ?)", row)
            rows.execute("INSERT OR REPLACE INTO synchronised VALUES (?, ?, '[]')", (made.dossier.code, record))

    def progress(self, code: str, step: str) -> bool:
        """Add a step to the course of a dossier that an office sent; False where there is none."""
        with self._database.transaction() as rows:
            added = rows.execute(
                "UPDATE synchronised SET course = json_insert(course, '$[#]', json(?)) WHERE code = ?", (step, code)
            )
            return added.rowcount == 1

    def synchronised(self, code: str) -> tuple[str, str, str] | None:
        """Return the record, course and check code of a dossier, an empty record where it was invented here."""
        with self._database.transaction() as rows:
            found: tuple[str, str, str] | None = rows.execute(
                "SELECT coalesce(record, ''), coalesce(course, '[]'), check_code FROM dossier "
                "LEFT JOIN synchronised USING (code) WHERE code = ?",
                (code,),
            ).fetchone()
        return found

    def codes(self) -> list[tuple[str, int, str]]:
        """Return (code, status, check code) of every dossier, by state and code."""
        with self._database.transaction() as rows:
            return rows.execute(
                "SELECT code, status, check_code FROM dossier LEFT JOIN pinned USING (code) "
                "ORDER BY status, pinned.code IS NULL, code"
            ).fetchall()

    def figures(self, now: datetime, counter: str) -> tuple[Counts, list[Ready]]:
        """Return the counts of all dossiers and the newest results that wait at `counter`."""
        with self._database.transaction() as rows:
            bodies = rows.execute("SELECT body FROM dossier").fetchall()
        dossiers = [Dossier.model_validate_json(body) for (body,) in bodies]
        ready = [
            Ready(dossier=one.code, procedure=one.procedure, since=one.done_at, counter=counter)
            for one in dossiers
            if one.status == 9 and one.done_at
        ]
        ready.sort(key=lambda one: one.since, reverse=True)
        return _count(dossiers, now), ready[:READY_AT_MOST]

    def take(self, site: str, entries: Sequence[dict[str, Any]], now: datetime) -> int:
        """Keep what follows on without a gap, in one transaction; return the last `seq` held for the site."""
        with self._database.transaction() as rows:
            through = _through(rows, site)
            for entry in sorted(entries, key=lambda entry: int(entry["seq"])):
                if entry["seq"] == through + 1:
                    body = json.dumps(entry, ensure_ascii=False)
                    rows.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (site, entry["seq"], body, now.isoformat()))
                    through += 1
            return through

    def through(self, site: str) -> int:
        """Return the last `seq` held for `site`, 0 where there is none."""
        with self._database.transaction() as rows:
            return _through(rows, site)

    def events(self, site: str, after: int, most: int) -> list[dict[str, Any]]:
        """Return up to `most` taken entries beyond `after`, in order; a number that JSON does not know is None."""
        with self._database.transaction() as rows:
            found = rows.execute(
                "SELECT body FROM event WHERE site = ? AND seq > ? ORDER BY seq LIMIT ?", (site, after, most)
            ).fetchall()
        return [json.loads(body, parse_constant=lambda _: None) for (body,) in found]

    def newest(self, most: int) -> list[tuple[str, dict[str, Any], datetime]]:
        """Return (site, entry, when it was taken) of the newest entries of all sites, newest first."""
        with self._database.transaction() as rows:
            found = rows.execute(
                "SELECT site, body, taken_at FROM event ORDER BY taken_at DESC, seq DESC LIMIT ?", (most,)
            ).fetchall()
        return [
            (site, json.loads(body, parse_constant=lambda _: None), datetime.fromisoformat(taken))
            for site, body, taken in found
        ]

    def sites(self) -> list[tuple[str, int, int]]:
        """Return (site, how many entries, the last `seq`) of each site that has sent any."""
        with self._database.transaction() as rows:
            return rows.execute("SELECT site, count(*), max(seq) FROM event GROUP BY site ORDER BY site").fetchall()


def _through(rows: sqlite3.Connection, site: str) -> int:
    (last,) = rows.execute("SELECT max(seq) FROM event WHERE site = ?", (site,)).fetchone()
    return last or 0


def _count(dossiers: Sequence[Dossier], now: datetime) -> Counts:
    def of(*statuses: int) -> int:
        return sum(one.status in statuses for one in dossiers)

    limits = [(one, one.new_due_at or one.due_at) for one in dossiers]
    return Counts(
        received=of(1, 2),
        processing=of(4, 6),
        on_time=sum(bool(one.done_at and due and one.done_at <= due) for one, due in limits),
        overdue=sum(one.status in (2, 4, 6) and due is not None and due < now for one, due in limits),
        supplement=of(5),
        ready=of(9),
        returned=of(10),
    )
