"""The journal's tables, by version; a newer file than this program knows is refused, never guessed at."""

from __future__ import annotations

import sqlite3

VERSION = 1

# The second index is a lock on the door: even a faulty rule could not give a number twice on one day.
_FIRST = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    counter TEXT,
    officer TEXT,
    ticket TEXT,
    data TEXT NOT NULL,
    private TEXT NOT NULL
);
CREATE INDEX days ON entries (seq) WHERE kind = 'day.opened';
CREATE UNIQUE INDEX numbers ON entries (day, json_extract(ticket, '$.number')) WHERE kind = 'ticket.issued';
CREATE TABLE replies (
    place INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    verb TEXT NOT NULL,
    reply BLOB NOT NULL,
    UNIQUE (device, id)
);
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) WITHOUT ROWID;
"""


class NewerJournal(Exception):
    """The file was written by a newer version of this program."""


def prepare(connection: sqlite3.Connection) -> None:
    """Bring an open file to this version's tables; raises NewerJournal."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise NewerJournal(f"journal has version {found}, this program knows {VERSION}")
    if found < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_FIRST} PRAGMA user_version = {VERSION}; COMMIT;")
