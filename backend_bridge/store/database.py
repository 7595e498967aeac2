"""One SQLite file, opened for one program and shared by its threads."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

BUSY_S = 5.0


class Database:
    """A connection behind a lock; `synchronous` FULL survives a power cut, NORMAL a killed program.

    A file that is damaged is moved aside (kept, never deleted) and a new one begun: `set_aside` then names it.
    """

    def __init__(self, path: Path, schema: str, synchronous: Literal["FULL", "NORMAL"]) -> None:
        self._path = path
        self._schema = schema
        self._synchronous = synchronous
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None
        self.set_aside: Path | None = None

    def start(self) -> None:
        """Open the file, creating folder and tables; raises OSError, sqlite3.Error."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open = self._connect()
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError):
                raise
            self._move_aside(fault)
            self._open = self._connect()

    def step(self) -> None:
        """Nothing is due: each transaction is complete in itself."""

    def stop(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: all of it is kept, or nothing. Raises sqlite3.Error."""
        with self._lock:
            if self._open is None:
                raise sqlite3.ProgrammingError(f"{self._path.name} is not open")
            self._open.execute("BEGIN IMMEDIATE")
            try:
                yield self._open
            except BaseException:
                self._open.execute("ROLLBACK")
                raise
            self._open.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={self._synchronous}")
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(str(verdict))
            connection.executescript(self._schema)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _move_aside(self, fault: sqlite3.DatabaseError) -> None:
        taken = {path.name for path in self._path.parent.iterdir()}
        number = next(n for n in range(1, len(taken) + 2) if f"{self._path.name}.bad{n}" not in taken)
        self.set_aside = self._path.with_name(f"{self._path.name}.bad{number}")
        log.error("%s is damaged (%s): moved to %s", self._path.name, fault, self.set_aside.name)
        self._path.rename(self.set_aside)
        for tail in ("-wal", "-shm"):
            self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
