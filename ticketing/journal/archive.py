"""Entries of older months, each month in a file of its own, without what tells of a person's affairs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from lobby.database import transaction
from lobby.files import synchronise
from ticketing.engine.facts import Fact
from ticketing.journal.files import ARCHIVE, FILE, connected, reading
from ticketing.journal.rows import COLUMNS, Row, from_row

# What stays of an entry's data. All else goes: dossier codes, appointments, notes and reasons that officers typed, and
# whatever a later version adds without naming it here.
KEPT = (
    frozenset(
        {"by", "day", "device", "service", "services", "serial", "serials", "number", "numbers", "lang", "offline"}
    )
    | {"call_id", "nth", "turn", "why", "ended", "as", "outcome", "job", "undone", "tickets", "changed", "learned"}
    | {"misses", "returns_after", "supplement", "from_service", "place", "from", "to", "void"}
    | {"came_at", "called_at", "ended_at", "score", "criteria", "reasons", "rated_at"}
    | {"scale", "after_ms", "doubts"}
)
_NAMED, _NAMELESS = 1, 2
_FORGET = "UPDATE entries SET officer = NULL WHERE officer IS NOT NULL"
_TABLE = """
BEGIN;
CREATE TABLE IF NOT EXISTS entries (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    counter TEXT,
    officer TEXT,
    ticket TEXT,
    data TEXT NOT NULL
);
PRAGMA user_version = 1;
COMMIT;
"""
_ARCHIVED = COLUMNS.removesuffix(", private")
_KEEP = f"INSERT OR REPLACE INTO entries ({_ARCHIVED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_AFTER = f"SELECT {_ARCHIVED}, '{{}}' FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608
_MAIN = f"SELECT {COLUMNS} FROM entries WHERE seq > ? ORDER BY seq"  # noqa: S608
_ALL = -1


class Archive:
    """The months in `folder`; one thread's. Methods raise sqlite3.Error or OSError where the disk is full or torn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ARCHIVE
        self._month: str | None = None
        self._open: sqlite3.Connection | None = None

    def keep(self, month: str, rows: Iterable[Row]) -> None:
        """Keep the entries of a month (YYYY-MM), once however often; when this returns they survive a power cut."""
        with transaction(self._file(month)) as file:
            file.executemany(_KEEP, map(_stripped, rows))
            if _version(file) == _NAMELESS:
                file.execute(_FORGET)

    def forget_officers(self, before: str) -> str | None:
        """Take the officers' names out of the oldest month before `before` that has some; returns the month."""
        for path in _months(self._folder):
            if path.stem < before:
                file = self._file(path.stem)
                if _version(file) == _NAMED:
                    file.executescript(f"BEGIN; {_FORGET}; PRAGMA user_version = {_NAMELESS}; COMMIT;")
                    return path.stem
        return None

    def close(self) -> None:
        """Let go of the file that is open."""
        if self._open is not None:
            self._open.close()
        self._open = self._month = None

    def _file(self, month: str) -> sqlite3.Connection:
        if self._open is not None and self._month == month:
            return self._open
        self.close()
        self._open, self._month = _month_file(self._folder, month), month
        return self._open


def entries(folder: Path, from_seq: int = 1) -> Iterator[Fact]:
    """Return the site's entries from `from_seq` on, archived or not, in order; also while the hub runs.

    Archived ones lack what was private and what KEPT does not name. Raises sqlite3.Error.
    """
    with closing(reading(folder / FILE)) as journal:
        # What is lower than the first entry of this snapshot is in the archive already.
        journal.execute("BEGIN")
        first = journal.execute("SELECT min(seq) FROM entries").fetchone()[0]
        last = from_seq - 1
        with closing(_archived(folder, last, _ALL)) as archived:
            for row in archived:
                if first is not None and row[0] >= first:
                    break
                last = row[0]
                yield from_row(row)
        for row in journal.execute(_MAIN, (last,)):
            yield from_row(row)


def after(folder: Path, seq: int, limit: int) -> list[Fact]:
    """Return at most `limit` archived entries after `seq`, in order; raises sqlite3.Error."""
    return [from_row(row) for row in _archived(folder, seq, limit)]


def _archived(folder: Path, seq: int, limit: int) -> Generator[Row, None, None]:
    left = limit
    for path in _months(folder / ARCHIVE):
        with closing(reading(path)) as month:
            if _version(month) == 0:
                continue  # the power failed before it had its table
            for row in month.execute(_AFTER, (seq, left)):
                left -= left > 0
                yield row
        if left == 0:
            return


def _months(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("????-??.sqlite3"))


def _month_file(folder: Path, month: str) -> sqlite3.Connection:
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        synchronise(folder.parent)
    path = folder / f"{month}.sqlite3"
    file = connected(path)
    # The entries are deleted elsewhere once this file has them, so its commit must not come undone by a power cut.
    file.execute("PRAGMA journal_mode = DELETE")
    file.execute("PRAGMA synchronous = EXTRA")
    if _version(file) == 0:
        file.executescript(_TABLE)
        path.chmod(0o600)
    return file


def _version(file: sqlite3.Connection) -> int:
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def _stripped(row: Row) -> tuple[object, ...]:
    *front, data, _private = row
    kept = {key: value for key, value in json.loads(data).items() if key in KEPT}
    if kept.get("turn") == "appointment":
        kept.pop("why", None)  # it tells the time of the appointment
    return (*front, json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
