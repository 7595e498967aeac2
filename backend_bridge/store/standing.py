"""What waits for the backend and what was set aside, read from the stores by whoever tells of it."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any, NamedTuple


class Waiting(NamedTuple):
    """Journal entries that wait, since when the oldest does, and how many were set aside by reason."""

    entries: int
    oldest_at: datetime | None
    aside: dict[str, int]


class Aside(NamedTuple):
    """An entry that was set aside: its number, kind and time, why, and when and with which words of the backend."""

    seq: int
    kind: str
    at: str
    why: str
    set_aside_at: str
    words: str


class Reported(NamedTuple):
    """Reports on devices that wait, and how many were dropped by reason."""

    waiting: int
    dropped: dict[str, int]


def waiting(rows: sqlite3.Connection) -> Waiting:
    """Read an outbox. Raises sqlite3.Error."""
    # Entries have no gaps, so that their number need not be counted.
    first, last = rows.execute("SELECT (SELECT min(seq) FROM entry), (SELECT max(seq) FROM entry)").fetchone()
    aside = dict(rows.execute("SELECT why, count(DISTINCT seq) FROM aside GROUP BY why").fetchall())
    if first is None:
        return Waiting(0, None, aside)
    (body,) = rows.execute("SELECT body FROM entry WHERE seq = ?", (first,)).fetchone()
    return Waiting(last - first + 1, _moment(json.loads(body).get("at")), aside)


def asides(rows: sqlite3.Connection, most: int) -> list[Aside]:
    """Return the newest entries of an outbox that were set aside, at most so many, in order. Raises sqlite3.Error."""
    (knows_words,) = rows.execute("SELECT count(*) FROM sqlite_master WHERE name = 'told'").fetchone()
    # An outbox that a version before this one wrote has no such table.
    query = (
        "SELECT seq, why, body, coalesce(told.at, ''), coalesce(words, '') FROM aside LEFT JOIN told USING (seq, why)"
        if knows_words
        else "SELECT seq, why, body, '', '' FROM aside"
    )
    found = rows.execute(f"{query} ORDER BY seq DESC LIMIT ?", (most,)).fetchall()
    return [_aside(*one) for one in reversed(found)]


def reported(rows: sqlite3.Connection) -> Reported:
    """Read a file of reports. Raises sqlite3.Error."""
    (count,) = rows.execute("SELECT count(*) FROM report").fetchone()
    return Reported(count, dict(rows.execute("SELECT why, count FROM dropped").fetchall()))


def _aside(seq: int, why: str, body: str, set_aside_at: str, words: str) -> Aside:
    fields: dict[str, Any] = json.loads(body)
    return Aside(seq, str(fields.get("kind")), str(fields.get("at")), why, set_aside_at, words)


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
