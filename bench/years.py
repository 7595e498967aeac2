"""A hub's journal of years: one day played on the real rules, written again for each day of them."""

from __future__ import annotations

import sqlite3
import sys
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Shown
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking
from ticketing.engine.days import office_date, turn
from ticketing.engine.decide import decide, stamp
from ticketing.engine.facts import Fact
from ticketing.engine.presenting import presented
from ticketing.engine.site import Counter, Service, Site
from ticketing.engine.state import Lobby
from ticketing.hub.fresh import fresh
from ticketing.journal.rows import Row, to_row
from ticketing.journal.store import FILE, TAKEN, Journal, set_mark

FIELDS = {"ho-tich": "A", "dat-dai": "B", "lao-dong": "C", "kinh-doanh": "D", "tra-ket-qua": "E"}
SITE = Site(
    {one: Service(one, one, prefix) for one, prefix in FIELDS.items()},
    {"quay-1": Counter("quay-1", "Quầy số 1", tuple(FIELDS))},
    frozenset(),
)
TICKETS_A_DAY = 200
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Day:
    """One day at a busy counter: every ticket is printed, called, shown, spoken, served and rated."""

    def __init__(self, start: datetime, length: timedelta) -> None:
        self.facts: list[Fact] = []
        self._now = start
        self._step = length / (TICKETS_A_DAY * 6 + 2)
        self._lobby = Lobby()
        self._ask("counter/open", counter="quay-1")
        for number in range(TICKETS_A_DAY):
            self._visit(list(FIELDS)[number % len(FIELDS)], f"H15.12-250701-{number:04d}")

    def closed(self) -> list[Fact]:
        """Return the entries with those that close the day the next morning."""
        tomorrow = self._now + timedelta(days=1)
        drafts = turn(SITE, self._lobby, tomorrow, office_date(tomorrow))[:-1]
        facts, _ = stamp(self._lobby, drafts, self._now)
        return [*self.facts, *facts]

    def _visit(self, service: str, dossier: str) -> None:
        ticket = self._ask("ticket/issue", service=service, dossier=dossier).ticket.ticket
        self._ask("ticket/printed", ticket=ticket, outcome="printed")
        call = self._ask("counter/next", counter="quay-1").call_id
        for device, how in (("board-1", "displayed"), ("speaker-1", "spoken")):
            shown = Shown.model_validate({"call_id": call, "as": how, "at": self._now})
            draft = presented(self._lobby, device, shown)
            facts, self._lobby = stamp(self._lobby, () if draft is None else (draft,), self._now)
            self.facts += facts
        self._ask("counter/serve", counter="quay-1")
        rate = self._ask("counter/finish", counter="quay-1", dossier=dossier).rate
        self._ask("rating/submit", Role.PAD, rate=rate, score=5, at=self._now)

    def _ask(self, verb: str, role: Role = Role.DESK, **fields: object) -> Any:
        request = VERBS[verb].model_validate({"id": str(uuid.uuid4()), **fields})
        decided = decide(SITE, self._lobby, request, Asking("desk", role, None, "lan.nt"), self._now, fresh())
        if decided.refused is not None:
            sys.exit(f"{verb} refused: {decided.refused}")
        self._lobby = decided.lobby
        self.facts += decided.facts
        self._now += self._step
        return decided.data


def write(folder: Path, at_least: int) -> int:
    """Write a journal of at least so many entries into `folder`, the last day open; returns how many."""
    journal = Journal(folder)
    journal.open()
    journal.close()
    now = SystemClock().now()
    midnight = datetime.combine(now.date(), datetime.min.time(), OFFICE_ZONE)
    file = sqlite3.connect(folder / FILE, isolation_level=None)
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    count = 0

    def counted(rows: Iterator[Row]) -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield (count, *row[1:])

    file.executemany(_INSERT, counted(_years(midnight.date(), at_least)))
    file.executemany(_INSERT, counted(map(to_row, Day(midnight, (now - midnight) / 2).facts)))
    set_mark(file, TAKEN, count)
    file.execute("COMMIT")
    file.close()
    return count


def _years(before: date, at_least: int) -> Iterator[Row]:
    pattern = datetime(2001, 1, 1, 8, tzinfo=OFFICE_ZONE)
    rows = [to_row(fact) for fact in Day(pattern, timedelta(hours=8)).closed()]
    days = -(-at_least // len(rows))
    for number in range(days):
        day = (before - timedelta(days=days - number)).isoformat()
        for row in rows:
            yield cast(Row, tuple(one.replace("2001-01-01", day) if isinstance(one, str) else one for one in row))
