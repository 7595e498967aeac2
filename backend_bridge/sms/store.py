"""Messages on disk from the modem to the modem: received, answered, sent. The only place where numbers are kept."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from backend_bridge.sms.gsm7 import without_marks
from backend_bridge.sms.modem import Arrived
from backend_bridge.sms.rules import Message, Past
from lobby.contract.base import OFFICE_ZONE
from lobby.database import Database

KEPT_FOR = timedelta(hours=48)
TRIES_AGAIN_S = (30, 300, 1800, 7200)
"""Seconds after which a refused message is tried again; one more refusal and it is given up."""
MOST_DOUBTS = 1
AN_HOUR = timedelta(hours=1)
SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL, text TEXT NOT NULL,
    digest TEXT NOT NULL, sent_at REAL, part INTEGER NOT NULL, at REAL NOT NULL, ask TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new') STRICT;
CREATE INDEX IF NOT EXISTS received_new ON received (id) WHERE state = 'new';
CREATE INDEX IF NOT EXISTS received_number ON received (number, at);
CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL,
    kind TEXT NOT NULL, at REAL NOT NULL, due REAL NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    refusals INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS outgoing_waiting ON outgoing (id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS outgoing_number ON outgoing (number, at);
CREATE TABLE IF NOT EXISTS modem (one INTEGER PRIMARY KEY CHECK (one = 1), at REAL NOT NULL, told TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True)
class Received:
    """A message that waits for its answer; `ask` is the root of its request ids, the same over restarts."""

    id: int
    message: Message
    at: datetime
    ask: uuid.UUID


class Outgoing(NamedTuple):
    """A message that waits to be sent."""

    id: int
    number: str
    text: str
    key: str


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
                *(message.key, message.number, message.text, _digest(message.text)),
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
        digest = _digest(received.message.text)
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
        also: Callable[[sqlite3.Connection], None] | None = None,
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

    def left(self, received: Received, why: str) -> None:
        """Leave a message without an answer; its words are forgotten."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE received SET state = ?, text = '' WHERE id = ?", (why, received.id))

    def begin(self) -> int:
        """Let what was being sent when the program ended be sent once more; return how many messages that are."""
        with self._database.transaction() as rows:
            doubted = rows.execute("SELECT id FROM outgoing WHERE state = 'sending'").fetchall()
            for (number,) in doubted:
                _doubt(rows, number)
        return len(doubted)

    def next_out(self, now: datetime) -> Outgoing | None:
        """Return the message to be sent next, and mark it as being sent; what is for one number goes in order."""
        with self._database.transaction() as rows:
            row = rows.execute(
                "SELECT id, number, text, at FROM outgoing AS mine WHERE state = 'waiting' AND due <= ? AND NOT EXISTS"
                " (SELECT 1 FROM outgoing WHERE state = 'waiting' AND number = mine.number AND id < mine.id)"
                " ORDER BY id LIMIT 1",
                (now.timestamp(),),
            ).fetchone()
            if row is None:
                return None
            rows.execute("UPDATE outgoing SET state = 'sending' WHERE id = ?", (row[0],))
        return Outgoing(row[0], row[1], row[2], f"{row[0]}-{int(row[3] * 1000)}")

    def sent(self, outgoing: Outgoing) -> None:
        """The modem has said that it went out."""
        with self._database.transaction() as rows:
            rows.execute("UPDATE outgoing SET state = 'sent', text = '' WHERE id = ?", (outgoing.id,))

    def refused(self, outgoing: Outgoing, now: datetime) -> None:
        """The network refused it: it is tried again, later each time."""
        with self._database.transaction() as rows:
            (before,) = rows.execute("SELECT refusals FROM outgoing WHERE id = ?", (outgoing.id,)).fetchone()
            again = before < len(TRIES_AGAIN_S)
            rows.execute(
                "UPDATE outgoing SET refusals = refusals + 1, due = ?, state = ? WHERE id = ?",
                (
                    now.timestamp() + (TRIES_AGAIN_S[before] if again else 0),
                    "waiting" if again else "refused",
                    outgoing.id,
                ),
            )

    def unsent(self, outgoing: Outgoing, doubtful: bool) -> None:
        """The modem failed: a message that cannot have gone out waits on, a doubtful one is sent once more only."""
        with self._database.transaction() as rows:
            if doubtful:
                _doubt(rows, outgoing.id)
            else:
                rows.execute("UPDATE outgoing SET state = 'waiting' WHERE id = ?", (outgoing.id,))

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


def put_out(rows: sqlite3.Connection, number: str, text: str, kind: str, now: datetime) -> None:
    """Put a message among what is to be sent, within a transaction."""
    at = now.timestamp()
    rows.execute(
        "INSERT INTO outgoing (number, text, digest, kind, at, due) VALUES (?, ?, ?, ?, ?, ?)",
        (number, text, _digest(text), kind, at, at),
    )


def _doubt(rows: sqlite3.Connection, number: int) -> None:
    rows.execute(
        "UPDATE outgoing SET doubts = doubts + 1, state = iif(doubts >= ?, 'unknown', 'waiting') WHERE id = ?",
        (MOST_DOUBTS, number),
    )


def _count(rows: sqlite3.Connection, condition: str, *values: object) -> int:
    (count,) = rows.execute(f"SELECT count(*) FROM outgoing WHERE {condition}", values).fetchone()  # noqa: S608
    return int(count)


def _digest(text: str) -> str:
    plain = " ".join(without_marks(text).upper().split())
    return hashlib.sha256(plain.encode()).hexdigest()


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, OFFICE_ZONE)
