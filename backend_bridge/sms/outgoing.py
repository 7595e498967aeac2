"""Messages that are to be sent, on disk until the modem has said that they went out."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import datetime
from typing import NamedTuple

from backend_bridge.sms.gsm7 import without_marks
from lobby.database import Database

TRIES_AGAIN_S = (30, 300, 1800, 7200)
"""Seconds after which a refused message is tried again; one more refusal and it is given up."""
MOST_DOUBTS = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL,
    kind TEXT NOT NULL, at REAL NOT NULL, due REAL NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    refusals INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS outgoing_waiting ON outgoing (id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS outgoing_number ON outgoing (number, at);
"""


class Outgoing(NamedTuple):
    """A message that waits to be sent."""

    id: int
    number: str
    text: str
    key: str


class Outbox:
    """Every method is one transaction; raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

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


def put_out(rows: sqlite3.Connection, number: str, text: str, kind: str, now: datetime) -> None:
    """Put a message among what is to be sent, within a transaction."""
    at = now.timestamp()
    rows.execute(
        "INSERT INTO outgoing (number, text, digest, kind, at, due) VALUES (?, ?, ?, ?, ?, ?)",
        (number, text, digest_of(text), kind, at, at),
    )


def _doubt(rows: sqlite3.Connection, number: int) -> None:
    rows.execute(
        "UPDATE outgoing SET doubts = doubts + 1, state = iif(doubts >= ?, 'unknown', 'waiting') WHERE id = ?",
        (MOST_DOUBTS, number),
    )


def digest_of(text: str) -> str:
    """Return what tells a text from others, however it was typed, without keeping its words."""
    plain = " ".join(without_marks(text).upper().split())
    return hashlib.sha256(plain.encode()).hexdigest()
