"""One moment of an SQLite file that is in use, and whether a file is sound."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from upkeep.errors import UpkeepError

BUSY_S = 30.0
_LOOKS_EVERY_S = 0.25
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def snapshot(path: Path, copy: Path, patience_s: float = BUSY_S) -> None:
    """Copy the database `path` as it stands at one moment, while others write it; raises sqlite3.Error.

    Raises UpkeepError where another program lets nobody read it for `patience_s` seconds.
    """
    ends = time.monotonic() + patience_s

    def look(state: int, _remaining: int, _total: int) -> None:
        # Python tries a locked database again for ever, and hears no signal meanwhile but for this.
        if state in _LOCKED and time.monotonic() > ends:
            raise UpkeepError(f"Tệp {path} đang bị một chương trình khác khóa nên không sao lưu được: dừng nó lại.")

    # SQLite's online backup, in one step: in WAL mode nobody who writes waits for it.
    with closing(_opened(path, "rw", 0)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target, progress=look, sleep=_LOOKS_EVERY_S)


def is_sound(path: Path) -> bool:
    """Return whether SQLite finds no fault in a database that nobody else uses."""
    try:
        with closing(_opened(path, "rw", BUSY_S)) as database:
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _opened(path: Path, mode: str, waits_s: float) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=waits_s)
