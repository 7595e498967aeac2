"""The backend's procedures as the bridge holds them: records gathered page by page, and one packed file for kiosks."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lobby.database import Database
from lobby.files import synchronise

RECORD_BYTES = 1024 * 1024
RECORDS_AT_MOST = 20_000
LATEST_MS = 4_102_444_800_000  # the year 2100: a later change is no change that was made
SCHEMA = """
CREATE TABLE IF NOT EXISTS record (code TEXT PRIMARY KEY, changed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS gathered (code TEXT PRIMARY KEY, changed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fetch (one INTEGER PRIMARY KEY CHECK (one = 1), whole INTEGER NOT NULL, since TEXT,
    next TEXT, as_of TEXT NOT NULL, source TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS held (one INTEGER PRIMARY KEY CHECK (one = 1), rev INTEGER NOT NULL, whole_at TEXT,
    as_of TEXT, source TEXT, body TEXT) STRICT;
INSERT OR IGNORE INTO held VALUES (1, 0, NULL, NULL, NULL, NULL);
"""


@dataclass(frozen=True)
class Fetch:
    """A fetch that has begun: the whole catalogue or what changed `since`, and the page that comes `next`."""

    whole: bool
    since: datetime | None
    next: str | None
    as_of: datetime
    source: str


@dataclass(frozen=True)
class Packed:
    """The file that kiosks fetch."""

    file: Path
    version: str
    count: int
    size: int
    newest: datetime


class ProcedureStore:
    """Records survive a restart, also those of a fetch that was cut off. Methods raise sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fetch(self) -> Fetch | None:
        """Return the fetch that was begun and not ended."""
        with self._database.transaction() as rows:
            row = rows.execute("SELECT whole, since, next, as_of, source FROM fetch").fetchone()
        if row is None:
            return None
        whole, since, following, as_of, source = row
        return Fetch(bool(whole), _moment(since), following, datetime.fromisoformat(as_of), source)

    def gather(self, fetch: Fetch, records: Iterable[tuple[str, int, bytes]]) -> None:
        """Keep one page and how the fetch goes on."""
        since = fetch.since.isoformat() if fetch.since else None
        with self._database.transaction() as rows:
            rows.executemany("INSERT OR REPLACE INTO gathered VALUES (?, ?, ?)", records)
            rows.execute(
                "INSERT OR REPLACE INTO fetch VALUES (1, ?, ?, ?, ?, ?)",
                (fetch.whole, since, fetch.next, fetch.as_of.isoformat(), fetch.source),
            )

    def forget_fetch(self) -> None:
        """Drop what a fetch has gathered so far."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM gathered")
            rows.execute("DELETE FROM fetch")

    def gathered(self) -> int:
        """Return how many records the fetch has so far."""
        return int(self._database.rows("SELECT count(*) FROM gathered")[0][0])

    def take_over(self, fetch: Fetch) -> None:
        """End the fetch: what it gathered is the catalogue, or is put into it."""
        with self._database.transaction() as rows:
            if fetch.whole:
                rows.execute("DELETE FROM record")
                rows.execute("UPDATE held SET whole_at = ?", (fetch.as_of.isoformat(),))
            rows.execute("INSERT OR REPLACE INTO record SELECT * FROM gathered")
            rows.execute("UPDATE held SET as_of = ?, source = ?", (fetch.as_of.isoformat(), fetch.source))
            rows.execute("DELETE FROM gathered")
            rows.execute("DELETE FROM fetch")

    def last(self) -> tuple[datetime | None, datetime | None, str]:
        """Return when the whole catalogue was fetched last, of when what is held is, and its source."""
        with self._database.transaction() as rows:
            whole_at, as_of, source = rows.execute("SELECT whole_at, as_of, source FROM held").fetchone()
        return _moment(whole_at), _moment(as_of), source or ""

    def next_rev(self, now: datetime) -> int:
        """Return a `rev` above all before it, also over a lost disk."""
        with self._database.transaction() as rows:
            (last,) = rows.execute("SELECT rev FROM held").fetchone()
            rev = max(int(last) + 1, int(now.timestamp()))
            rows.execute("UPDATE held SET rev = ?", (rev,))
        return rev

    def say(self, body: str | None) -> None:
        """Keep what was last told of the catalogue."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE held SET body = ?", (body,))

    def said(self) -> str | None:
        """Return what was last told of the catalogue, also before a restart."""
        with self._database.transaction() as rows:
            (body,) = rows.execute("SELECT body FROM held").fetchone()
        return None if body is None else str(body)

    def pack(self, folder: Path) -> Packed | None:
        """Write the records into one file, in its place once whole; None where there is no record. Raises OSError."""
        with self._database.transaction() as rows:
            count, newest = rows.execute("SELECT count(*), max(changed) FROM record").fetchone()
        if not count:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "procedures.part"
        _write(part, self._bodies())
        version = hashlib.sha256(part.read_bytes()).hexdigest()
        file = file_of(folder, version)
        size = part.stat().st_size
        part.replace(file)
        synchronise(folder)
        return Packed(file, version, count, size, datetime.fromtimestamp(newest / 1000, UTC))

    def _bodies(self) -> Iterator[bytes]:
        codes = [row[0] for row in self._database.rows("SELECT code FROM record ORDER BY code")]
        for code in codes:
            with self._database.transaction() as rows:
                (body,) = rows.execute("SELECT body FROM record WHERE code = ?", (code,)).fetchone()
            yield zlib.decompress(body)


def drop_others(folder: Path, version: str) -> None:
    """Remove every packed catalogue but that one. Raises OSError."""
    for file in folder.glob("procedures-*.jsonl.gz"):
        if file != file_of(folder, version):
            file.unlink(missing_ok=True)


def file_of(folder: Path, version: str) -> Path:
    """Return where the packed catalogue of that version stands."""
    return folder / f"procedures-{version}.jsonl.gz"


def sound(record: Any) -> tuple[str, int, bytes] | str:
    """Return code, time of change (ms) and packed body of a record, or a sentence why it cannot be passed on."""
    if not isinstance(record, dict):
        return "không rõ mã: không phải một đối tượng JSON"
    code, changed = record.get("code"), record.get("updatedAt")
    if not isinstance(code, str) or not 1 <= len(code.strip()) <= 64 or not code.isprintable():
        return "không rõ mã: mục «code» sai"
    code = code.strip()
    if not isinstance(changed, int) or isinstance(changed, bool) or not 0 <= changed <= LATEST_MS:
        return f"{code}: mục «updatedAt» sai"
    body = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")
    return (code, changed, zlib.compress(body)) if len(body) <= RECORD_BYTES else f"{code}: lớn quá 1 MB"


def _write(file: Path, bodies: Iterable[bytes]) -> None:
    # Neither name nor time in the head: the same records are the same file, and the same version.
    with file.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        for body in bodies:
            packed.write(body + b"\n")
    synchronise(file)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
