"""The desk's own SQLite file: officers, how pads show them, their sessions, the audit, and these days' late entries."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lobby.database import transaction

FILE_NAME = "accounts.db"
_OWNER_ONLY = 0o600
_BUSY_MS = 5000
VERSION = 3
# `officer` of version 1 knew no heads: it is copied into this one, and nobody is lost.
_OFFICER = """
CREATE TABLE officer_now (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    counter TEXT,
    role TEXT NOT NULL CHECK (role IN ('officer', 'head', 'admin')),
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL
) STRICT
"""
_COPY = """
INSERT INTO officer_now (username, name, counter, role, password, must_change)
SELECT username, name, counter, role, password, must_change FROM officer
"""
_OTHERS = (
    """
CREATE TABLE IF NOT EXISTS session (
    token TEXT PRIMARY KEY,
    username TEXT NOT NULL REFERENCES officer (username) ON DELETE CASCADE,
    counter TEXT,
    began REAL NOT NULL,
    ends REAL NOT NULL
) STRICT
""",
    "CREATE INDEX IF NOT EXISTS session_of ON session (username)",
    """
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    username TEXT NOT NULL,
    what TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT
""",
    """
CREATE TABLE IF NOT EXISTS late (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    username TEXT NOT NULL,
    asked TEXT NOT NULL
) STRICT
""",
    """
CREATE TABLE IF NOT EXISTS face (
    username TEXT PRIMARY KEY REFERENCES officer (username) ON DELETE CASCADE,
    shown TEXT NOT NULL,
    title TEXT NOT NULL,
    photo BLOB
) STRICT
""",
)


class Store:
    """One connection shared by the web server's threads; the command `lobby officers` may write beside it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None

    def start(self) -> None:
        """Open the file, making it (readable by its owner alone) where there is none; raises OSError, sqlite3.Error."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._make_private()
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            db.execute(f"PRAGMA {pragma}")
        _bring_up(db)
        self._db = db

    def stop(self) -> None:
        """Close the file; no harm where it is closed."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one write transaction: all of it is kept, or nothing."""
        with self._lock:
            if self._db is None:
                raise sqlite3.ProgrammingError("the store is not open")
            with transaction(self._db) as db:
                yield db

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return what `query` finds."""
        with self._lock:
            if self._db is None:
                raise sqlite3.ProgrammingError("the store is not open")
            return self._db.execute(query, values).fetchall()

    def _make_private(self) -> None:
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
        self._path.chmod(_OWNER_ONLY)
        folder = self._path.parent.stat()
        # Made by root for a service that owns the folder: the file is the service's, or it could not write it.
        if os.geteuid() == 0 and folder.st_uid != 0:
            os.chown(self._path, folder.st_uid, folder.st_gid)


def _bring_up(db: sqlite3.Connection) -> None:
    """Make the tables, or copy those of an earlier version: all of it, or nothing; raises sqlite3.Error."""
    if _version(db) == VERSION:
        return
    # Dropping the old table would otherwise take everybody's session along.
    db.execute("PRAGMA foreign_keys=OFF")
    with transaction(db):
        # The hub and `lobby officers` may come here at the same moment.
        if _version(db) != VERSION:
            _make_tables(db)
    db.execute("PRAGMA foreign_keys=ON")


def _make_tables(db: sqlite3.Connection) -> None:
    if _version(db) > VERSION:
        raise sqlite3.DatabaseError(f"{FILE_NAME} was written by a newer version of this program")
    db.execute(_OFFICER)
    if db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'officer'").fetchone():
        db.execute(_COPY)
        db.execute("DROP TABLE officer")
    db.execute("ALTER TABLE officer_now RENAME TO officer")
    for table in _OTHERS:
        db.execute(table)
    db.execute("DELETE FROM session WHERE username NOT IN (SELECT username FROM officer)")
    db.execute(f"PRAGMA user_version={VERSION}")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
