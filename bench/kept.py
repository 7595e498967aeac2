"""What a bench reads in the journal's file, and the floor of writing it: bare commits of rows of the same size."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_ENTRY = (
    "SELECT length(at) + length(day) + length(kind) + length(ticket) + length(data) + length(private) "
    "FROM entries WHERE kind = 'ticket.issued' LIMIT 1"
)
_REPLY = (
    "SELECT length(device) + length(id) + length(verb) + length(reply) FROM replies WHERE verb = 'ticket/issue' LIMIT 1"
)
_ISSUED = (
    "SELECT json_extract(ticket, '$.ticket'), json_extract(ticket, '$.number') "
    "FROM entries WHERE kind = 'ticket.issued'"
)
_CALLS = "SELECT json_extract(data, '$.call_id') FROM entries WHERE kind = 'ticket.called'"


@dataclass(frozen=True)
class Size:
    """The bytes of the journal's entry and of the stored reply of one request."""

    entry: int
    reply: int


def size_of_issue(journal: Path) -> Size:
    """Return what one `ticket/issue` writes, read from a journal that holds one."""
    with closing(sqlite3.connect(journal)) as store:
        return Size(store.execute(_ENTRY).fetchone()[0], store.execute(_REPLY).fetchone()[0])


def issued_in(journal: Path) -> dict[str, str]:
    """Return the number of each ticket that was given."""
    with closing(sqlite3.connect(journal)) as store:
        return dict(store.execute(_ISSUED))


def calls_in(journal: Path) -> set[str]:
    """Return the id of every call."""
    with closing(sqlite3.connect(journal)) as store:
        return {call_id for (call_id,) in store.execute(_CALLS)}


def gaps_in(journal: Path) -> int:
    """Return how many entries are missing between the first, which is 1, and the last."""
    with closing(sqlite3.connect(journal)) as store:
        last, count = store.execute("SELECT max(seq), count(*) FROM entries").fetchone()
    return int(last - count)


def commits_per_s(folder: Path, size: Size, seconds: float) -> float:
    """Return how many commits of an entry and a reply are made a second (WAL, synchronous=FULL) on `folder`'s disk."""
    path = folder / "floor.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        store.execute("CREATE TABLE entries (payload BLOB)")
        store.execute("CREATE TABLE replies (payload BLOB)")
        rate = _commit_for(store, bytes(size.entry), bytes(size.reply), seconds)
    path.unlink()
    return rate


def _commit_for(store: sqlite3.Connection, entry: bytes, reply: bytes, seconds: float) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() < begun + seconds:
        store.execute("BEGIN IMMEDIATE")
        store.execute("INSERT INTO entries VALUES (?)", (entry,))
        store.execute("INSERT INTO replies VALUES (?)", (reply,))
        store.execute("COMMIT")
        done += 1
    return done / (time.perf_counter() - begun)
