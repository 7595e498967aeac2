"""Where the journal's files are, and how they are opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

FILE = "journal.sqlite3"
ARCHIVE = "archive"
BUSY_S = 2.0


def connected(path: Path) -> sqlite3.Connection:
    """Open or create a file; BEGIN and COMMIT stand where they are written, and what is deleted is overwritten."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """Open a file that is there to read only; raises sqlite3.OperationalError where it is not."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection
