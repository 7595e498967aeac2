"""Messages that came, on disk until they are answered, and what is known of those before them."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from backend_bridge.sms.modem import Arrived
from backend_bridge.sms.outgoing import digest_of, put_out
from backend_bridge.sms.rules import Message, Past
from lobby.contract.base import OFFICE_ZONE
from lobby.database import Database

KEPT_FOR = timedelta(hours=48)
AN_HOUR = timedelta(hours=1)
Also = Callable[[sqlite3.Connection], None]
"""What is written down in the transaction of an answer."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL, text TEXT NOT NULL,
    digest TEXT NOT NULL, sent_at REAL, part INTEGER NOT NULL, at REAL NOT NULL, ask TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new') STRICT;
CREATE INDEX IF NOT EXISTS received_new ON received (id) WHERE state = 'new';
CREATE INDEX IF NOT EXISTS received_number ON received (number, at);
CREATE TABLE IF NOT EXISTS modem (one INTEGER PRIMARY KEY CHECK (one = 1), at REAL NOT NULL, told TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True)
class Received:
    """A message that waits for its answer; `ask` is the root of its request ids, the same over restarts."""

    id: int
    message: Message
    at: datetime
    ask: uuid.UUID


class Waiting(NamedTuple):
    """How many messages wait to be answered and to be sent, and since when the oldest does."""

    new: int
    unsent: int
    since: datetime | None


class Store:
    """Every method is one transaction; raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, arrived: Sequence[Arrived], now: datetime) -> None:
        """Keep messages that came; one that is known already is left as it is."""
        given = [
            (
                *(message.key, message.number, message.text, digest_of(message.text)),
                *(message.sent_at.timestamp() if message.sent_at else None, message.part),
                *(now.timestamp(), str(uuid.uuid4())),
            )
            for message in arrived
        ]
        with self._database.transaction() as rows:
            rows.executemany(
                "INSERT OR IGNORE INTO received (key, number, text, digest, sent_at, part, at, ask)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                given,
            )

    def next_new(self) -> Received | None:
        """Return the message that waits longest for its answer."""
        with self._database.transaction() as rows:
            row = rows.execute(
                "SELECT id, number, text, sent_at, part, at, ask FROM received WHERE state = 'new' ORDER BY id LIMIT 1"
            ).fetchone()
        if row is None:
            return None
        sent_at = _moment(row[3]) if row[3] is not None else None
        return Received(row[0], Message(row[1], row[2], sent_at, row[4]), _moment(row[5]), uuid.UUID(row[6]))

    def past(self, received: Received, number: str, now: datetime) -> Past:
        """Return what was before this message of `number`."""
        day = now.astimezone(OFFICE_ZONE).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        hour = (now - AN_HOUR).timestamp()
        digest = digest_of(received.message.text)
        with self._database.transaction() as rows:
            own = rows.execute("SELECT 1 FROM outgoing WHERE digest = ?", (digest,)).fetchone()
            (same,) = rows.execute(
                "SELECT count(*) FROM received WHERE number = ? AND at >= ? AND digest = ? AND id <= ?",
                (received.message.number, hour, digest, received.id),
            ).fetchone()
            return Past(
                all_today=_count(rows, "at >= ?", day),
                today=_count(rows, "number = ? AND at >= ?", number, day),
                last_hour=_count(rows, "number = ? AND at >= ?", number, hour),
                helps_today=_count(rows, "number = ? AND at >= ? AND kind = 'help'", number, day),
                warned_today=_count(rows, "number = ? AND at >= ? AND kind = 'too_many'", number, day),
                same_last_hour=same,
                own_words=own is not None,
            )

    def answered(
        self,
        received: Received,
        number: str,
        text: str,
        kind: str,
        now: datetime,
        also: Also | None = None,
    ) -> None:
        """Put the answer among what is to be sent, and do what it says (`also`); the question's words are forgotten."""
        with self._database.transaction() as rows:
            done = rows.execute(
                "UPDATE received SET state = 'answered', text = '' WHERE id = ? AND state = 'new'", (received.id,)
            )
            if done.rowcount:
                put_out(rows, number, text, kind, now)
                if also is not None:
                    also(rows)

    def left(self, received: Received, why: str, also: Also | None = None) -> None:
        """Leave a message without an answer, and do what it says all the same (`also`); its words are forgotten."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE received SET state = ?, text = '' WHERE id = ?", (why, received.id))
            if also is not None:
                also(rows)

    def sent_today(self, now: datetime) -> int:
        """Return how many answers were written since midnight."""
        day = now.astimezone(OFFICE_ZONE).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        with self._database.transaction() as rows:
            return _count(rows, "at >= ?", day)

    def waiting(self) -> Waiting:
        """Return what waits."""
        with self._database.transaction() as rows:
            new, since = rows.execute("SELECT count(*), min(at) FROM received WHERE state = 'new'").fetchone()
            unsent, oldest = rows.execute(
                "SELECT count(*), min(at) FROM outgoing WHERE state IN ('waiting', 'sending')"
            ).fetchone()
        began = [at for at in (since, oldest) if at is not None]
        return Waiting(new, unsent, _moment(min(began)) if began else None)

    def tell_modem(self, told: str, now: datetime) -> None:
        """Keep how the modem stands, for whoever asks from outside."""
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO modem VALUES (1, ?, ?)", (now.timestamp(), told))

    def prune(self, now: datetime) -> int:
        """Forget numbers and words after 48 hours; return how many answers are given up by that, being unsent."""
        oldest = (now - KEPT_FOR).timestamp()
        with self._database.transaction() as rows:
            lost = rows.execute(
                "SELECT count(*) FROM outgoing WHERE at < ? AND state IN ('waiting', 'sending')", (oldest,)
            ).fetchone()
            rows.execute("DELETE FROM received WHERE at < ?", (oldest,))
            rows.execute("DELETE FROM outgoing WHERE at < ?", (oldest,))
        return int(lost[0])


def _count(rows: sqlite3.Connection, condition: str, *values: object) -> int:
    (count,) = rows.execute(f"SELECT count(*) FROM outgoing WHERE {condition}", values).fetchone()  # noqa: S608
    return int(count)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, OFFICE_ZONE)
