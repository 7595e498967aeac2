"""The tablets that were let in: each has a long random token, kept hashed, and rates at one counter until cut off."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.store import Store
from ticketing.hub.tablet_pads import TabletPads
from ticketing.hub.tablets import Bound

AT_MOST = 60
SEEN_EVERY_S = 300.0
"""How often it is written that a tablet is there: after a restart of the hub nothing else tells."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_TABLE = """
CREATE TABLE IF NOT EXISTS tablet (
    device TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    counter TEXT NOT NULL,
    paired_by TEXT NOT NULL,
    paired REAL NOT NULL,
    seen REAL NOT NULL
) STRICT
"""
_ADD = "INSERT INTO tablet (device, token, counter, paired_by, paired, seen) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Tablet:
    """A tablet by its own name, its counter, and which keeper let it in when."""

    device: str
    counter: str
    paired_by: str
    paired_at: datetime


class TooManyTablets(Exception):
    """No other tablet is let in before one is cut off."""


class Tablets:
    """The tablets in a Store; the token itself is known to the tablet alone. The hub is told of each change."""

    def __init__(self, store: Store, clock: Clock, hub: TabletPads) -> None:
        self._store = store
        self._clock = clock
        self._hub = hub
        self._by_token: Mapping[str, Tablet] = {}
        self._written: dict[str, float] = {}
        self._lock = threading.RLock()

    def open(self) -> None:
        """Read which tablets there are; raises sqlite3.Error."""
        with self._store.transaction() as db:
            db.execute(_TABLE)
        self._read()

    def all(self) -> list[Tablet]:
        """Return the tablets by counter."""
        return sorted(self._by_token.values(), key=lambda one: (one.counter, one.device))

    def find(self, token: str) -> Tablet | None:
        """Return the tablet that has `token`; None where it was cut off or never was."""
        return self._by_token.get(_digest(token))

    def let_in(self, counter: str, by: str, instead: Tablet | None = None) -> str:
        """Return the token of a tablet that rates at `counter` from now on; `instead` keeps its name.

        Raises TooManyTablets, sqlite3.Error.
        """
        token, now = secrets.token_urlsafe(32), self._clock.now().timestamp()
        with self._lock:
            if instead is None and len(self._by_token) >= AT_MOST:
                raise TooManyTablets
            device = instead.device if instead is not None else self._new_name()
            with self._store.transaction() as db:
                db.execute("DELETE FROM tablet WHERE device = ?", (device,))
                db.execute(_ADD, (device, _digest(token), counter, by, now, now))
            self._read()
        return token

    def move(self, device: str, counter: str) -> bool:
        """Bind a tablet to another counter; False where there is none of that name. Raises sqlite3.Error."""
        return self._change("UPDATE tablet SET counter = ? WHERE device = ?", (counter, device))

    def cut_off(self, device: str) -> bool:
        """Let a tablet rate no more; False where there is none of that name. Raises sqlite3.Error."""
        return self._change("DELETE FROM tablet WHERE device = ?", (device,))

    def heard(self, tablet: Tablet, troubles: Iterable[str] = ()) -> None:
        """Take that a tablet's page asked just now, and what troubles it told of; raises sqlite3.Error."""
        now_s = self._clock.monotonic()
        self._hub.heard(tablet.device, troubles)
        if now_s - self._written.get(tablet.device, -SEEN_EVERY_S) < SEEN_EVERY_S:
            return
        self._written[tablet.device] = now_s
        with self._store.transaction() as db:
            db.execute("UPDATE tablet SET seen = ? WHERE device = ?", (self._clock.now().timestamp(), tablet.device))

    def _change(self, order: str, values: tuple[str, ...]) -> bool:
        with self._lock:
            with self._store.transaction() as db:
                done = db.execute(order, values).rowcount
            self._read()
        return bool(done)

    def _read(self) -> None:
        rows = self._store.rows("SELECT * FROM tablet")
        found = {
            row["token"]: Tablet(row["device"], row["counter"], row["paired_by"], _time(row["paired"])) for row in rows
        }
        self._by_token = found
        self._hub.tell({row["device"]: Bound(row["counter"], _time(row["seen"])) for row in rows})

    def _new_name(self) -> str:
        taken = {one.device for one in self._by_token.values()}
        while True:
            name = "tablet-" + "".join(secrets.choice(_LETTERS) for _ in range(4))
            if name not in taken:
                return name


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _time(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, OFFICE_ZONE)
