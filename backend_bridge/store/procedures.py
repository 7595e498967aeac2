"""The backend's procedures as the bridge holds them: records gathered page by page, and one packed file for kiosks."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from backend_bridge.records import Broken, Sound
from backend_bridge.store.packed import Packed, Unfit, check_bytes, write
from lobby.database import Database

RECORDS_AT_MOST = 20_000
PAGES_AT_MOST = 1_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS record (code TEXT PRIMARY KEY, changed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS gathered (code TEXT PRIMARY KEY, changed INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
DROP TABLE IF EXISTS fetch;
CREATE TABLE IF NOT EXISTS fetching (one INTEGER PRIMARY KEY CHECK (one = 1), whole INTEGER NOT NULL, since TEXT,
    next TEXT, as_of TEXT NOT NULL, source TEXT NOT NULL, pages INTEGER NOT NULL, raw INTEGER NOT NULL,
    broken INTEGER NOT NULL, named TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS held (one INTEGER PRIMARY KEY CHECK (one = 1), rev INTEGER NOT NULL, whole_at TEXT,
    as_of TEXT, source TEXT, body TEXT) STRICT;
INSERT OR IGNORE INTO held VALUES (1, 0, NULL, NULL, NULL, NULL);
"""
_FETCH = "SELECT whole, since, next, as_of, source, pages, raw, broken, named FROM fetching"
_RECORDS = "SELECT count(*) FROM record"
_GATHERED = "SELECT count(*) FROM gathered"


@dataclass(frozen=True)
class Fetch:
    """A fetch that has begun: the whole catalogue or what changed `since`, and the page that comes `next`.

    `pages` and `raw` bytes have come so far, and the `broken` records among them.
    """

    whole: bool
    since: datetime | None
    next: str | None
    as_of: datetime
    source: str
    pages: int = 0
    raw: int = 0
    broken: Broken = field(default_factory=Broken)


class ProcedureStore:
    """Records survive a restart, also those of a fetch that was cut off. Methods raise sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fetch(self) -> Fetch | None:
        """Return the fetch that was begun and not ended."""
        with self._database.transaction() as rows:
            row = rows.execute(_FETCH).fetchone()
        if row is None:
            return None
        whole, since, following, as_of, source, pages, raw, broken, named = row
        missing = Broken(broken, tuple(json.loads(named)))
        begun = datetime.fromisoformat(as_of)
        return Fetch(bool(whole), _moment(since), following, begun, source, pages, raw, missing)

    def gather(self, fetch: Fetch, records: Iterable[Sound]) -> None:
        """Keep one page and how the fetch goes on. Raises Unfit where there is no end of it."""
        since = fetch.since.isoformat() if fetch.since else None
        named = json.dumps(fetch.broken.named)
        kept = (fetch.whole, since, fetch.next, fetch.as_of.isoformat(), fetch.source, fetch.pages, fetch.raw)
        with self._database.transaction() as rows:
            if fetch.pages <= 1:
                rows.execute("DELETE FROM gathered")
            told = ((one.code, one.changed, one.body) for one in records)
            rows.executemany("INSERT OR REPLACE INTO gathered VALUES (?, ?, ?)", told)
            values = (*kept, fetch.broken.count, named)
            rows.execute("INSERT OR REPLACE INTO fetching VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            _check_count(_count(rows, _GATHERED))
        check_bytes(fetch.raw)
        if fetch.next is not None and fetch.pages >= PAGES_AT_MOST:
            raise Unfit(f"nhiều hơn {PAGES_AT_MOST} trang")

    def forget_fetch(self) -> None:
        """Drop what a fetch has gathered so far."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM gathered")
            rows.execute("DELETE FROM fetching")

    def take_over(self, fetch: Fetch) -> None:
        """End the fetch: what it gathered is the catalogue, or is put into it.

        Raises Unfit where nothing would be left of the catalogue, less than half of it, or too much: it then stays.
        """
        with self._database.transaction() as rows:
            if fetch.whole:
                _check_not_shrunk(_count(rows, _RECORDS), _count(rows, _GATHERED))
                rows.execute("DELETE FROM record")
                rows.execute("UPDATE held SET whole_at = ?", (fetch.as_of.isoformat(),))
            rows.execute("INSERT OR REPLACE INTO record SELECT * FROM gathered")
            _check_count(_count(rows, _RECORDS))
            rows.execute("UPDATE held SET as_of = ?, source = ?", (fetch.as_of.isoformat(), fetch.source))
            rows.execute("DELETE FROM gathered")
            rows.execute("DELETE FROM fetching")

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
        """Write the records into one file, in its place once whole; None where there is none. Raises OSError, Unfit."""
        with self._database.transaction() as rows:
            count, newest = rows.execute("SELECT count(*), max(changed) FROM record").fetchone()
        if not count:
            return None
        file, version, size = write(folder, self._bodies())
        return Packed(file, version, count, size, datetime.fromtimestamp(newest / 1000, UTC))

    def _bodies(self) -> Iterator[bytes]:
        codes = [row[0] for row in self._database.rows("SELECT code FROM record ORDER BY code")]
        for code in codes:
            with self._database.transaction() as rows:
                (body,) = rows.execute("SELECT body FROM record WHERE code = ?", (code,)).fetchone()
            yield zlib.decompress(body)


def _count(rows: sqlite3.Connection, query: str) -> int:
    return int(rows.execute(query).fetchone()[0])


def _check_count(count: int) -> None:
    if count > RECORDS_AT_MOST:
        raise Unfit(f"nhiều hơn {RECORDS_AT_MOST} thủ tục")


def _check_not_shrunk(held: int, found: int) -> None:
    if not found:
        raise Unfit("không có thủ tục nào dùng được")
    if found * 2 < held:
        raise Unfit(f"chỉ còn {found} trong {held} thủ tục")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
