"""What lookups leave on disk: answers by request id, and dossiers for when the backend is away. No personal details."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from backend_bridge.adapters.backend import Looked
from lobby.contract.replies import Reply
from lobby.database import Database

REPLIES_FOR = timedelta(hours=48)
REPLIES_IN_MEMORY = 2000
_DETAILS = ("holder_masked", "steps")
SCHEMA = """
CREATE TABLE IF NOT EXISTS reply (
    device TEXT NOT NULL, id TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (device, id)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reply_at ON reply (at);
CREATE TABLE IF NOT EXISTS dossier (code TEXT PRIMARY KEY, as_of REAL NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS dossier_as_of ON dossier (as_of);
CREATE TABLE IF NOT EXISTS figures (one INTEGER PRIMARY KEY CHECK (one = 1), rev INTEGER NOT NULL, body TEXT) STRICT;
INSERT OR IGNORE INTO figures VALUES (1, 0, NULL);
CREATE TABLE IF NOT EXISTS figures_page (page INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
"""


class Replies:
    """The same request id gets the same reply; replies with personal details live in memory only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory: OrderedDict[tuple[str, str], Reply] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, device: str, request_id: str) -> Reply | None:
        """Return the reply given to this id before; raises sqlite3.Error."""
        with self._lock:
            reply = self._memory.get((device, request_id))
        if reply is not None:
            return reply
        with self._database.transaction() as rows:
            row = rows.execute("SELECT body FROM reply WHERE device = ? AND id = ?", (device, request_id)).fetchone()
        return Reply.model_validate_json(row[0]) if row else None

    def remember(self, device: str, reply: Reply, now: datetime, durable: bool = True) -> None:
        """Keep a reply, on disk too where it is `durable` and tells nothing personal; raises sqlite3.Error."""
        if reply.id is None:
            return
        with self._lock:
            self._memory[device, reply.id] = reply
            while len(self._memory) > REPLIES_IN_MEMORY:
                self._memory.popitem(last=False)
        if durable and not _is_personal(reply):
            given = (device, reply.id, now.timestamp(), reply.model_dump_json(exclude_none=True))
            with self._database.transaction() as rows:
                rows.execute("INSERT OR IGNORE INTO reply VALUES (?, ?, ?, ?)", given)

    def prune(self, now: datetime) -> None:
        """Forget replies older than 48 hours; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM reply WHERE at < ?", ((now - REPLIES_FOR).timestamp(),))


class Cache:
    """Dossiers as they last were, without details; `keep` and `most` bound it."""

    def __init__(self, database: Database, keep: timedelta, most: int) -> None:
        self._database = database
        self._keep = keep
        self._most = most

    def put(self, looked: Looked) -> None:
        """Keep what everyone may see of a dossier; raises sqlite3.Error."""
        public = looked.model_copy(update={"dossier": looked.dossier.model_copy(update=dict.fromkeys(_DETAILS))})
        given = (looked.dossier.code.upper(), looked.as_of.timestamp(), public.model_dump_json(exclude_none=True))
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO dossier VALUES (?, ?, ?)", given)

    def get(self, code: str, now: datetime) -> Looked | None:
        """Return the dossier where it was seen lately; raises sqlite3.Error."""
        oldest = (now - self._keep).timestamp()
        with self._database.transaction() as rows:
            row = rows.execute("SELECT body FROM dossier WHERE code = ? AND as_of >= ?", (code, oldest)).fetchone()
        return Looked.model_validate_json(row[0]) if row else None

    def forget(self, code: str) -> None:
        """Drop a dossier that the backend no longer has; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM dossier WHERE code = ?", (code,))

    def prune(self, now: datetime) -> None:
        """Drop what is too old or too many; raises sqlite3.Error."""
        oldest = (now - self._keep).timestamp()
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM dossier WHERE as_of < ?", (oldest,))
            rows.execute(
                "DELETE FROM dossier WHERE code IN (SELECT code FROM dossier ORDER BY as_of DESC LIMIT -1 OFFSET ?)",
                (self._most,),
            )


class LastFigures:
    """The figures last published, and their `rev`, which grows over restarts and even over a lost disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_rev(self, now: datetime) -> int:
        """Return a `rev` above all before it; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            (last,) = rows.execute("SELECT rev FROM figures").fetchone()
            rev = max(int(last) + 1, int(now.timestamp()))
            rows.execute("UPDATE figures SET rev = ?", (rev,))
        return rev

    def save(self, bodies: Sequence[str]) -> None:
        """Keep the figures published, page 1 first; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE figures SET body = ?", (bodies[0],))
            rows.execute("DELETE FROM figures_page")
            rows.executemany("INSERT INTO figures_page VALUES (?, ?)", list(enumerate(bodies[1:], 2)))

    def last(self) -> list[str]:
        """Return the figures published last, also before a restart, page 1 first; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            (first,) = rows.execute("SELECT body FROM figures").fetchone()
            rest = rows.execute("SELECT body FROM figures_page ORDER BY page").fetchall()
        return [] if first is None else [str(first), *(str(body) for (body,) in rest)]

    def pages(self) -> int:
        """Return how many pages the figures published last had; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            (count,) = rows.execute("SELECT count(*) FROM figures_page").fetchone()
        return 1 + int(count)


def _is_personal(reply: Reply) -> bool:
    dossier = (reply.data or {}).get("dossier", {})
    return any(detail in dossier for detail in _DETAILS)
