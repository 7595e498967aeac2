"""What became of each attempt to log in and of each account: names, times and addresses, never a password."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.store import Store

KEPT = 20_000
UNKNOWN = "(unknown)"  # a name that is none may be a password typed into the wrong field: it is not kept
LOGGED_IN, WRONG, WRONG_LOCKED, REFUSED = "logged in", "wrong password", "wrong password: locked", "refused: locked"
LOOKED = "looked at officers' figures: "
TABLET = "rating tablet: "
# Each kind by itself: whoever types wrong passwords all day must not push out who looked.
_IS_LOOK = f"substr(what, 1, {len(LOOKED)}) = ?"
_LOOKS = f"SELECT * FROM audit WHERE {_IS_LOOK} ORDER BY seq DESC LIMIT ?"  # noqa: S608
_OLD_OTHERS = f"DELETE FROM audit WHERE seq <= ? AND NOT {_IS_LOOK}"  # noqa: S608
_OLD_LOOKS = (
    f"DELETE FROM audit WHERE {_IS_LOOK} AND seq <= "  # noqa: S608
    f"(SELECT seq FROM audit WHERE {_IS_LOOK} ORDER BY seq DESC LIMIT 1 OFFSET ?)"
)
# Wrong passwords that nothing has forgiven since: the same name in at the same address, or unlocked, or given another.
_WRONG_SINCE = """
SELECT username, address FROM audit AS tried WHERE at > ? AND what IN (?, ?) AND NOT EXISTS (
    SELECT 1 FROM audit AS later WHERE later.username = tried.username AND later.seq > tried.seq
    AND (later.what IN ('reset', 'changed', 'unlocked') OR (later.what = ? AND later.address = tried.address)))
"""


@dataclass(frozen=True)
class Event:
    """One line of the audit; `address` is empty where it was done at the machine itself."""

    at: datetime
    username: str
    what: str
    address: str


class Audit:
    """The audit in a Store; the oldest lines go first, those of looks at officers' figures and all others apart."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def note(self, db: sqlite3.Connection, username: str, what: str, address: str = "") -> None:
        """Write a line inside a transaction."""
        made = db.execute(
            "INSERT INTO audit (at, username, what, address) VALUES (?, ?, ?, ?)",
            (self._clock.now().timestamp(), username[:32], what[:80], address[:45]),
        )
        db.execute(_OLD_OTHERS, ((made.lastrowid or 0) - KEPT, LOOKED))
        if what.startswith(LOOKED):
            db.execute(_OLD_LOOKS, (LOOKED, LOOKED, KEPT))

    def write(self, username: str, what: str, address: str) -> None:
        """Write a line by itself."""
        with self._store.transaction() as db:
            self.note(db, username, what, address)

    def of(self, username: str) -> list[str]:
        """Return what happened to an account, oldest first."""
        rows = self._store.rows("SELECT what FROM audit WHERE username = ? ORDER BY seq", (username,))
        return [str(row["what"]) for row in rows]

    def newest(self, at_most: int) -> list[Event]:
        """Return the newest lines, newest first."""
        return [_event(row) for row in self._store.rows("SELECT * FROM audit ORDER BY seq DESC LIMIT ?", (at_most,))]

    def has(self, username: str, what: str, seconds: float) -> bool:
        """Tell whether the same was written of an account within the last `seconds`."""
        oldest = self._clock.now().timestamp() - seconds
        asked = "SELECT 1 FROM audit WHERE username = ? AND what = ? AND at > ? LIMIT 1"
        return bool(self._store.rows(asked, (username, what, oldest)))

    def looks(self, at_most: int) -> list[Event]:
        """Return the newest looks at officers' figures, newest first."""
        return [_event(row) for row in self._store.rows(_LOOKS, (LOOKED, at_most))]

    def wrong_since(self, seconds: float) -> list[tuple[str, str]]:
        """Return name and address of each wrong password of the last `seconds` that still counts."""
        oldest = self._clock.now().timestamp() - seconds
        rows = self._store.rows(_WRONG_SINCE, (oldest, WRONG, WRONG_LOCKED, LOGGED_IN))
        return [(row["username"], row["address"]) for row in rows]


def _event(row: sqlite3.Row) -> Event:
    return Event(datetime.fromtimestamp(row["at"], OFFICE_ZONE), row["username"], row["what"], row["address"])
