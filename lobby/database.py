"""One SQLite file of a program: shared by its threads, read by nobody else, never thrown away when it is damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

BUSY_S = 5.0
_PRIVATE = 0o600
# What SQLite keeps beside the file holds the newest changes, so it goes where the file goes.
_TAILS = ("", "-wal", "-shm")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Lend `connection` for one writing transaction: all of the block is committed when it ends, or nothing.

    `connection` must commit nothing by itself (`isolation_level=None`). Raises sqlite3.Error.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # Where the disk is full SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


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
        self._discarded = False
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
            self._discarded = False
            if self._open is not None:
                self._open.close()
                self._open = None

    def discard(self) -> None:
        """Throw the file away with all that is in it and begin a new one: for what may be lost and a disk without room.

        Where there is no room even for that, it is begun once it is used and there is. Raises OSError, sqlite3.Error.
        """
        with self._lock:
            self.stop()
            self._discarded = True
            for tail in _TAILS:
                self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
            self._opened()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: all of it is kept, or nothing. Raises sqlite3.Error."""
        with self._lock, transaction(self._opened()) as connection:
            yield connection

    def rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        """Return what a question to the tables finds. Raises sqlite3.Error."""
        with self._lock:
            return self._opened().execute(query, values).fetchall()

    def _opened(self) -> sqlite3.Connection:
        if self._discarded:
            try:
                self._open, self._discarded = self._connect(), False
            except OSError as fault:
                raise sqlite3.OperationalError(f"{self._path.name}: {fault.strerror}") from fault
        if self._open is None:
            raise sqlite3.ProgrammingError(f"{self._path.name} is not open")
        return self._open

    def _connect(self) -> sqlite3.Connection:
        # Made before SQLite does, for its mode; the files beside it take theirs from it.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
        if self._path.stat().st_uid == os.geteuid():
            self._path.chmod(_PRIVATE)
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
        for tail in _TAILS:
            beside = self._path.with_name(self._path.name + tail)
            if beside.exists():
                beside.rename(self.set_aside.with_name(self.set_aside.name + tail))
