"""The journal: one SQLite file that has every event and every reply on disk before anyone hears of it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lobby.database import transaction
from ticketing.engine.facts import Fact
from ticketing.engine.state import Served
from ticketing.journal import archive, figure_rows, rates
from ticketing.journal.files import FILE, connected
from ticketing.journal.rows import COLUMNS, from_row, to_row
from ticketing.journal.schema import prepare

__all__ = ["FILE", "TAKEN", "Journal", "StoredReply", "set_mark"]

TAKEN = "bridge"

_INSERT_ENTRY = f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_INSERT_REPLY = "INSERT INTO replies (device, id, at, verb, reply) VALUES (?, ?, ?, ?, ?)"
_SINCE_DAY = (
    f"SELECT {COLUMNS} FROM entries WHERE seq >= "  # noqa: S608
    "(SELECT coalesce(max(seq), 1) FROM entries WHERE kind = 'day.opened') ORDER BY seq"
)
_AFTER = f"SELECT {COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608
# In this order the index finds each; one query for many costs a sixth of one for each.
_ANSWERED = (
    "SELECT device, replies.id, at, verb, reply FROM json_each(?) AS asked CROSS JOIN replies "
    "ON device = json_extract(asked.value, '$[0]') AND replies.id = json_extract(asked.value, '$[1]')"
)
# A number that was taken in is told again for as long as its dispenser may not have heard the answer.
_LONG = "verb = 'numbers/used' AND instr(reply, CAST('\"ok\":true' AS BLOB)) > 0"
# Replies are appended and their times never run backwards, so the oldest are those that came first.
_OLD = (
    f"SELECT place FROM (SELECT place, at FROM replies WHERE NOT ({_LONG}) ORDER BY place LIMIT :limit) "  # noqa: S608
    "WHERE at < :before UNION "
    "SELECT place FROM (SELECT place, at FROM replies ORDER BY place LIMIT :limit) WHERE at < :long_before"
)
_PRUNE = f"DELETE FROM replies WHERE place IN ({_OLD})"  # noqa: S608


@dataclass(frozen=True)
class StoredReply:
    """A reply as it was sent; `at` is in milliseconds since 1970."""

    device: str
    id: str
    at: int
    verb: str
    payload: bytes


class Journal:
    """Entries, replies and marks in `folder`. Writing is one caller's at a time; reading may be any thread's.

    Methods raise sqlite3.Error where the disk is full, torn or locked; then nothing of that call was kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._reading = threading.Lock()

    def open(self) -> None:
        """Open or create the file; raises sqlite3.Error or NewerJournal."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = connected(self._path)
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute("PRAGMA synchronous = FULL")
        prepare(self._writer)
        self._path.chmod(0o600)
        self._reader = connected(self._path)
        self._reader.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Let go of the file."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        self._reader = self._writer = None

    def record(self, facts: Iterable[Fact], replies: Iterable[StoredReply] = ()) -> None:
        """Commit `facts` and `replies` together; when this returns they survive a power cut."""
        with self.transaction() as writer:
            kept = list(facts)
            writer.executemany(_INSERT_ENTRY, map(to_row, kept))
            rates.keep(writer, kept)
            stored = ((one.device, one.id, one.at, one.verb, one.payload) for one in replies)
            writer.executemany(_INSERT_REPLY, stored)

    def replies_to(self, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], StoredReply]:
        """Return what was answered before to requests, by device and id, a UUID; those that are new are left out."""
        found = self._writing().execute(_ANSWERED, (json.dumps(list(asked)),))
        return {(row[0], row[1]): StoredReply(*row) for row in found}

    def rates(self, asked: Iterable[str]) -> dict[str, Served]:
        """Return what is known of the ratings of one-time tokens, of this day or of earlier ones."""
        return rates.of(self._writing(), asked)

    def rate_of(self, track: str) -> Served | None:
        """Return the rating of the ticket that is followed by `track`, of this day or of an earlier one."""
        with self.reader() as reader:
            return rates.of_track(reader, track)

    def day_facts(self) -> list[Fact]:
        """Return the entries of the business day that is open, its `day.opened` first."""
        return [from_row(row) for row in self._writing().execute(_SINCE_DAY)]

    def facts_after(self, seq: int, limit: int) -> list[Fact]:
        """Return at most `limit` entries after `seq`, in order; archived ones as the archive keeps them."""
        with self.reader() as reader:
            # Both looks at one state of the file: entries may go to the archive between two.
            reader.execute("BEGIN")
            try:
                first = reader.execute("SELECT min(seq) FROM entries").fetchone()[0]
                if first is None or first <= seq + 1:
                    return [from_row(row) for row in reader.execute(_AFTER, (seq, limit))]
            finally:
                reader.execute("ROLLBACK")
        return archive.after(self._folder, seq, limit)

    def busiest(self) -> dict[str, int]:
        """Return how many tickets each field issued on its busiest day that is closed."""
        with self.reader() as reader:
            return figure_rows.busiest(reader)

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection that reads what is committed; nobody else has it meanwhile."""
        with self._reading:
            if self._reader is None:
                raise sqlite3.ProgrammingError("journal is not open")
            yield self._reader

    def checkpoint(self) -> None:
        """Write the log's pages into the file while nobody waits, so that no request's commit has to."""
        with self.reader() as reader:
            reader.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def mark(self, name: str) -> int:
        """Return the seq that a mark stands at, 0 where it was never set."""
        with self.reader() as reader:
            row = reader.execute("SELECT through FROM marks WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row is not None else 0

    def taken(self) -> int:
        """Return the seq through which the bridge holds the entries itself."""
        return self.mark(TAKEN)

    def take(self, through: int) -> None:
        """Keep in mind that the bridge holds the entries up to `through`."""
        with self.transaction() as writer:
            set_mark(writer, TAKEN, through)

    def prune(self, before: int, long_before: int, limit: int) -> int:
        """Forget about `limit` replies older than `before` (milliseconds since 1970), and of numbers that were taken in
        those older than `long_before`; returns how many."""
        times = {"before": before, "long_before": long_before}
        if self._writing().execute(_OLD, {**times, "limit": 1}).fetchone() is None:
            return 0
        with self.transaction() as writer:
            return writer.execute(_PRUNE, {**times, "limit": limit}).rowcount

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection that writes; all of the block is committed when it ends, or nothing."""
        with transaction(self._writing()) as writer:
            yield writer

    def _writing(self) -> sqlite3.Connection:
        if self._writer is None:
            raise sqlite3.ProgrammingError("journal is not open")
        return self._writer


def set_mark(writer: sqlite3.Connection, name: str, through: int) -> None:
    """Let a mark stand at the entry `through`, within the caller's transaction."""
    writer.execute(
        "INSERT INTO marks (name, through) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET through = excluded.through",
        (name, through),
    )
