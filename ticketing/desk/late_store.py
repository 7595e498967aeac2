"""The late entries of these days, for the officers who look over what they entered; the journal keeps them for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import EntryLate
from ticketing.desk.lateness import DAYS_BACK
from ticketing.desk.store import Store


@dataclass(frozen=True)
class LateEntry:
    """What an officer entered, and when."""

    at: datetime
    username: str
    asked: EntryLate


class LateEntries:
    """The entries in a Store, older ones forgotten."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, username: str, asked: EntryLate) -> None:
        """Keep what the hub has taken; the same request is kept once."""
        now = self._clock.now()
        oldest = (now - timedelta(days=DAYS_BACK + 1)).timestamp()
        with self._store.transaction() as db:
            db.execute("DELETE FROM late WHERE at < ?", (oldest,))
            db.execute(
                "INSERT OR IGNORE INTO late (id, at, username, asked) VALUES (?, ?, ?, ?)",
                (asked.id, now.timestamp(), username, asked.model_dump_json(exclude_none=True)),
            )

    def today(self) -> list[LateEntry]:
        """Return what was entered today, newest first."""
        today = self._clock.now().astimezone(OFFICE_ZONE).date()
        return [entry for entry in self._all() if entry.at.date() == today]

    def same(self, asked: EntryLate) -> LateEntry | None:
        """Return another entry of the same number on the same day."""
        if asked.number is None:
            return None
        for entry in self._all():
            other = entry.asked
            if other.id != asked.id and other.number == asked.number and _day(other) == _day(asked):
                return entry
        return None

    def _all(self) -> list[LateEntry]:
        rows = self._store.rows("SELECT * FROM late ORDER BY at DESC, rowid DESC")
        return [
            LateEntry(
                datetime.fromtimestamp(row["at"], OFFICE_ZONE),
                row["username"],
                EntryLate.model_validate_json(row["asked"]),
            )
            for row in rows
        ]


def _day(asked: EntryLate) -> object:
    return asked.came_at.astimezone(OFFICE_ZONE).date()
