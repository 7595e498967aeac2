"""Numbers leased to this dispenser, and the tickets it gave from them while the hub could not be reached."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from kiosk.keeping.wall import Wall
from kiosk.presenters.effects import Draft
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Leased
from lobby.contract.requests import NumbersUsed
from lobby.database import Database

TOKEN_BYTES = 8
KEPT_DAYS = 31
ASIDE_DAYS = 7
_STEP = timedelta(milliseconds=1)


class Leases:
    """A number is in the lease, then `drawn`, `begun` (its slip), and `taken` in by the hub or set `aside`.

    Methods that write raise sqlite3.Error where the disk fails; nothing has changed then.
    """

    def __init__(self, disk: Database, clock: Clock, wall: Wall, new_id: Callable[[], str]) -> None:
        self._disk = disk
        self._clock = clock
        self._wall = wall
        self._new_id = new_id
        self._day: date | None = None
        self._believed = False
        self._opened = False
        self._left: dict[str, list[str]] = {}

    def open(self) -> None:
        """Read what an earlier run left. A number that was drawn without a slip begun was seen by nobody: it is
        back in the lease."""
        with self._disk.transaction() as table:
            table.execute("DELETE FROM given WHERE state = 'drawn'")
        rows = self._disk.rows("SELECT name, body FROM fact WHERE name IN ('day', 'boot')")
        facts = {row[0]: row[1] for row in rows}
        self._believed = self._wall.believable(facts.get("boot", ""))
        self._day = date.fromisoformat(facts["day"]) if "day" in facts else None
        self._opened = True
        self._count()

    @property
    def afresh(self) -> bool:
        """Whether the file never held a lease: what this device gave before, if anything, is not known any more."""
        return self._opened and self._day is None

    def leased(self, lease: Leased) -> None:
        """Take what the hub says this device holds, in place of what it held."""
        held = [(service, number) for service, numbers in lease.numbers.items() for number in dict.fromkeys(numbers)]
        rows = [(service, place, number) for place, (service, number) in enumerate(held)]
        with self._disk.transaction() as table:
            table.execute("DELETE FROM lease")
            table.executemany("INSERT INTO lease (service, place, number) VALUES (?, ?, ?)", rows)
            facts = [("day", lease.day.isoformat()), ("boot", self._wall.boot())]
            table.executemany("INSERT OR REPLACE INTO fact (name, body) VALUES (?, ?)", facts)
            oldest = (lease.day - timedelta(days=KEPT_DAYS)).isoformat()
            table.execute("DELETE FROM given WHERE state = 'taken' AND day < ?", (oldest,))
        self._day, self._believed = lease.day, True
        self._count()

    def covers(self, now: datetime) -> bool:
        """Tell whether the lease is of the business day that `now` is in, as far as this clock can be believed."""
        return self._believed and self._day == now.astimezone(OFFICE_ZONE).date()

    def left(self, now: datetime) -> dict[str, int]:
        """Return how many numbers each leased field has left, 0 for one that has none; nothing on another day."""
        if not self.covers(now):
            return {}
        return {service: len(numbers) for service, numbers in self._left.items()}

    def draw(self, draft: Draft) -> NumbersUsed | None:
        """Return the next number of a field as a ticket of its own, on disk before this returns; None where no
        number is left. Its time is never before that of an earlier one which still waits for the hub."""
        now = self._clock.now()
        numbers = self._left.get(draft.service, []) if self.covers(now) else []
        if not numbers or self._day is None:
            return None
        used = self._ticket(draft, numbers[0], now)
        with self._disk.transaction() as table:
            values = (used.id, self._day.isoformat(), used.number, used.model_dump_json(exclude_none=True))
            table.execute("INSERT INTO given (id, day, number, state, body) VALUES (?, ?, ?, 'drawn', ?)", values)
        del numbers[0]
        return used

    def number_of(self, dossier: str) -> str | None:
        """Return the number that was given for a receipt and waits for the hub, None where none does."""
        query = "SELECT number FROM given WHERE state = 'begun' AND json_extract(body, '$.dossier') = ?"
        return next((number for (number,) in self._disk.rows(query, dossier)), None)

    def waiting(self) -> list[NumbersUsed]:
        """Return the tickets that the hub has not taken in, in the order they were given."""
        rows = self._disk.rows("SELECT body FROM given WHERE state = 'begun' ORDER BY seq")
        return [NumbersUsed.model_validate_json(body) for (body,) in rows]

    def taken(self, used: NumbersUsed) -> None:
        """The hub holds the ticket now."""
        with self._disk.transaction() as table:
            table.execute("UPDATE given SET state = 'taken' WHERE id = ?", (used.id,))

    def put_aside(self, used: NumbersUsed, reason: str) -> None:
        """The hub refused the ticket for good: it is kept for the site's keeper, with the reason."""
        with self._disk.transaction() as table:
            table.execute("UPDATE given SET state = 'aside', reason = ? WHERE id = ?", (reason, used.id))

    def aside(self) -> list[tuple[str, str]]:
        """Return number and reason of the tickets of the last week that the hub refused for good."""
        since = (self._day - timedelta(days=ASIDE_DAYS)).isoformat() if self._day is not None else ""
        query = "SELECT number, COALESCE(reason, '') FROM given WHERE state = 'aside' AND day > ? ORDER BY seq"
        return [(number, reason) for number, reason in self._disk.rows(query, since)]

    def _ticket(self, draft: Draft, number: str, now: datetime) -> NumbersUsed:
        waits = max((used.issued_at for used in self.waiting()), default=None)
        return NumbersUsed(
            id=self._new_id(),
            ticket=self._new_id(),
            number=number,
            service=draft.service,
            priority=draft.priority,
            dossier=draft.dossier,
            lang=draft.lang,
            track=secrets.token_urlsafe(TOKEN_BYTES),
            issued_at=now if waits is None or now > waits else waits + _STEP,
        )

    def _count(self) -> None:
        day = self._day.isoformat() if self._day is not None else ""
        given = {number for (number,) in self._disk.rows("SELECT number FROM given WHERE day = ?", day)}
        self._left = {}
        for service, number in self._disk.rows("SELECT service, number FROM lease ORDER BY service, place"):
            self._left.setdefault(service, []).extend(() if number in given else (number,))
