"""The outbox: journal entries from the moment the bridge answers for them until the backend holds them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lobby.database import Database

FILE = "outbox.db"
SEEN_KEPT = 10_000
ASIDE_AT_MOST = 10_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY, body TEXT NOT NULL, stand_in INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS seen (seq INTEGER PRIMARY KEY, mark TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS aside (
    seq INTEGER NOT NULL, why TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (seq, why, body)) STRICT;
CREATE TABLE IF NOT EXISTS told (
    seq INTEGER NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (seq, why)) STRICT;
CREATE TABLE IF NOT EXISTS settled (
    seq INTEGER NOT NULL, why TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (seq, why, body)) STRICT;
CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO head VALUES (1, 0);
"""
REFUSED, POISONED, DIFFERS = "refused", "poisoned", "differs"


class Kept(NamedTuple):
    """One entry as it came; `stand_in` where it takes the place of one that was set aside.

    `mark` is what it is known again by, where that was read already.
    """

    seq: int
    body: str
    stand_in: bool = False
    mark: str = ""

    def fields(self) -> dict[str, Any]:
        """Return the entry as a JSON object."""
        read: dict[str, Any] = json.loads(self.body)
        return read


class Outbox:
    """Entries in order without gaps; what a method changed is on disk when it returns. All raise sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> int:
        """Return the last `seq` the bridge answers for, 0 before the first."""
        with self._database.transaction() as rows:
            return _head(rows)

    def keep(self, run: Sequence[Kept], again: Sequence[Kept] = ()) -> int:
        """Keep `run`, which must follow the head without a gap, and compare what came `again`; return the new head.

        A repeated entry that is not the one taken under its number is set aside: the hub's journal was replaced.
        """
        with self._database.transaction() as rows:
            head = _head(rows)
            for seq, kept in enumerate(run, head + 1):
                if kept.seq != seq:
                    raise sqlite3.IntegrityError(f"entry {kept.seq} does not follow {seq - 1}")
            rows.executemany("INSERT INTO entry (seq, body) VALUES (?, ?)", [(kept.seq, kept.body) for kept in run])
            rows.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", [(kept.seq, _mark(kept)) for kept in run])
            head += len(run)
            for kept in again:
                _compare(rows, kept)
            rows.execute("UPDATE head SET seq = ?", (head,))
            rows.execute("DELETE FROM seen WHERE seq <= ?", (head - SEEN_KEPT,))
            return head

    def first(self, most: int, most_bytes: int) -> list[Kept]:
        """Return the oldest entries that wait, at most `most` and about `most_bytes` of them, at least one."""
        with self._database.transaction() as rows:
            found = rows.execute("SELECT seq, body, stand_in FROM entry ORDER BY seq LIMIT ?", (most,)).fetchall()
        batch: list[Kept] = []
        size = 0
        for seq, body, stand_in in found:
            size += len(body.encode())
            if batch and size > most_bytes:
                break
            batch.append(Kept(seq, body, bool(stand_in)))
        return batch

    def delivered(self, through: int) -> None:
        """Let go of entries that the backend holds."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM entry WHERE seq <= ?", (through,))

    def adopt(self, through: int) -> None:
        """Go on after `through`, which the backend holds already: this store is newer than the site's journal."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE head SET seq = max(seq, ?)", (through,))
            rows.execute("DELETE FROM entry WHERE seq <= ?", (through,))

    def set_aside(self, kept: Kept, why: str = REFUSED, at: str = "", words: str = "") -> None:
        """Put an entry that the backend does not take aside; a stand-in with its number keeps the order without gaps.

        `at` that time, `words` are the backend's. A stand-in that is refused too is dropped: its entry stands aside
        already.
        """
        with self._database.transaction() as rows:
            if kept.stand_in:
                rows.execute("DELETE FROM entry WHERE seq = ?", (kept.seq,))
                return
            rows.execute("INSERT OR IGNORE INTO aside VALUES (?, ?, ?)", (kept.seq, why, kept.body))
            rows.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)", (kept.seq, why, at, words))
            rows.execute("UPDATE entry SET body = ?, stand_in = 1 WHERE seq = ?", (_stand_in(kept), kept.seq))

    def take_back(self, kept: Kept, why: str) -> None:
        """Undo `set_aside`: the entry itself waits again."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM aside WHERE seq = ? AND why = ?", (kept.seq, why))
            rows.execute("DELETE FROM told WHERE seq = ? AND why = ?", (kept.seq, why))
            rows.execute("UPDATE entry SET body = ?, stand_in = 0 WHERE seq = ?", (kept.body, kept.seq))

    def aside(self, why: str) -> list[int]:
        """Return the numbers of entries set aside because `why`, in order."""
        with self._database.transaction() as rows:
            return [seq for (seq,) in rows.execute("SELECT DISTINCT seq FROM aside WHERE why = ? ORDER BY seq", (why,))]

    def give_back(self) -> int:
        """Let the disk have the room of SQLite's log; return how many bytes of the file hold nothing any more."""
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size"
        return int(self._database.rows(query)[0][0])

    def waiting(self) -> int:
        """Return how many entries the backend does not hold yet."""
        with self._database.transaction() as rows:
            (count,) = rows.execute("SELECT count(*) FROM entry").fetchone()
        return int(count)


def settle(rows: sqlite3.Connection, at: str) -> int:
    """Put entries that were set aside among those that a person has dealt with, `at` that time; return how many.

    Raises sqlite3.Error, also where the outbox is of a version before this one that no bridge has opened since.
    """
    rows.execute("INSERT OR IGNORE INTO settled SELECT seq, why, body, ? FROM aside", (at,))
    return rows.execute("DELETE FROM aside").rowcount


def _head(rows: sqlite3.Connection) -> int:
    (seq,) = rows.execute("SELECT seq FROM head").fetchone()
    return int(seq)


def mark_of(fields: Mapping[str, Any]) -> str:
    """Return what an entry of these `fields` is known again by."""
    return f"{fields.get('at')} {fields.get('kind')}"


def _mark(kept: Kept) -> str:
    return kept.mark or mark_of(kept.fields())


def _compare(rows: sqlite3.Connection, kept: Kept) -> None:
    known = rows.execute("SELECT mark FROM seen WHERE seq = ?", (kept.seq,)).fetchone()
    if known is None or known[0] == _mark(kept):
        return
    (count,) = rows.execute("SELECT count(*) FROM aside").fetchone()
    if count < ASIDE_AT_MOST:
        rows.execute("INSERT OR IGNORE INTO aside VALUES (?, ?, ?)", (kept.seq, DIFFERS, kept.body))


def _stand_in(kept: Kept) -> str:
    fields = kept.fields()
    data = {"set_aside": True, "kind": str(fields.get("kind"))}
    return json.dumps({"v": 1, "seq": kept.seq, "at": fields.get("at"), "kind": "entry.late", "data": data})
