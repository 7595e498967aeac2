"""One moment of an SQLite file that is in use, and whether a file is sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_BUSY_S = 30.0


def snapshot(path: Path, copy: Path) -> None:
    """Copy the database `path` as it stands at one moment, while others write it; raises sqlite3.Error."""
    # SQLite's online backup, in one step: in WAL mode nobody who writes waits for it.
    with closing(_opened(path, "rw")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def is_sound(path: Path) -> bool:
    """Return whether SQLite finds no fault in a database that nobody else uses."""
    try:
        with closing(_opened(path, "rw")) as database:
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_S)
