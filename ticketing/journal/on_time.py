"""The backend's on-time counts, as it gave them last on each day: kept to be quoted, never computed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from lobby.contract.base import wire_time

# A retained message may be older than what is kept; times of one offset compare as texts.
_KEEP = (
    "INSERT INTO on_time (day, source, as_of, counts) VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE "
    "SET source = excluded.source, as_of = excluded.as_of, counts = excluded.counts WHERE excluded.as_of >= as_of"
)
_BETWEEN = "SELECT day, source, as_of, counts FROM on_time WHERE day BETWEEN ? AND ? ORDER BY day"


class Given(NamedTuple):
    """What the backend said on a day of dossiers, by its own `source`, as they stood at `as_of`."""

    day: date
    source: str
    as_of: datetime
    counts: Mapping[str, int]


def keep(connection: sqlite3.Connection, given: Given) -> None:
    """Keep what was given in place of what the same day gave earlier, within the caller's transaction."""
    counts = json.dumps(dict(given.counts), separators=(",", ":"))
    connection.execute(_KEEP, (given.day.isoformat(), given.source, wire_time(given.as_of), counts))


def between(connection: sqlite3.Connection, first: str, last: str) -> list[Given]:
    """Return what was given on the days `first` to `last` (YYYY-MM-DD), both with them, oldest first."""
    return [
        Given(date.fromisoformat(day), source, datetime.fromisoformat(as_of), json.loads(counts))
        for day, source, as_of, counts in connection.execute(_BETWEEN, (first, last))
    ]
