"""The dispenser's SQLite file: each transaction is on the disk before it returns, and only the service reads it."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

BUSY_S = 2.0
_PRIVATE = 0o600
_TAILS = ("", "-wal", "-shm")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS reprinted (seq INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS lease (service TEXT NOT NULL, place INTEGER NOT NULL, number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS given (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, day TEXT NOT NULL, number TEXT NOT NULL,
    state TEXT NOT NULL, body TEXT NOT NULL, reason TEXT, UNIQUE (day, number)
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, body TEXT NOT NULL);
"""


class Disk:
    """One connection, for the thread that opened it.

    A damaged file is moved aside (kept, never deleted) and a new one begun: `set_aside` then names it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self.set_aside: Path | None = None

    def open(self) -> None:
        """Open the file, creating folder and tables; raises OSError, sqlite3.Error."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._connect()
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError):
                raise
            self._move_aside(fault)
            self._connection = self._connect()

    def close(self) -> None:
        """Let go of the file; no harm where it is not open."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: all of it is kept, or nothing. Raises sqlite3.Error."""
        if self._connection is None:
            raise sqlite3.ProgrammingError(f"{self._path.name} is not open")
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        """Return what a question to the tables finds. Raises sqlite3.Error."""
        if self._connection is None:
            raise sqlite3.ProgrammingError(f"{self._path.name} is not open")
        return self._connection.execute(query, values).fetchall()

    def _connect(self) -> sqlite3.Connection:
        # Made before SQLite does, for its mode; the files beside it (-wal, -shm) take theirs from it.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
        connection = sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(str(verdict))
            connection.executescript(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _move_aside(self, fault: sqlite3.DatabaseError) -> None:
        taken = {path.name for path in self._path.parent.iterdir()}
        number = next(n for n in range(1, len(taken) + 2) if f"{self._path.name}.bad{n}" not in taken)
        self.set_aside = self._path.with_name(f"{self._path.name}.bad{number}")
        log.error("%s is damaged (%s): moved to %s", self._path.name, fault, self.set_aside.name)
        for tail in _TAILS:
            beside = self._path.with_name(self._path.name + tail)
            if beside.exists():
                beside.rename(self.set_aside.with_name(self.set_aside.name + tail))
