"""The desk's own SQLite file: officers, their sessions, and the audit of logins."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "accounts.db"
_OWNER_ONLY = 0o600
_BUSY_MS = 5000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS officer (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    counter TEXT,
    role TEXT NOT NULL CHECK (role IN ('officer', 'admin')),
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS session (
    token TEXT PRIMARY KEY,
    username TEXT NOT NULL REFERENCES officer (username) ON DELETE CASCADE,
    counter TEXT,
    began REAL NOT NULL,
    ends REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_of ON session (username);
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    username TEXT NOT NULL,
    what TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
"""


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
        db.executescript(_SCHEMA)
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
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

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
