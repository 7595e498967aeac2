"""A busy site's year as the hub would have journalled it, visit by visit, with ratings, mis-clicks and late comers."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from lobby.contract.base import OFFICE_ZONE, wire_time
from lobby.contract.rating import Index
from ticketing.journal.files import FILE
from ticketing.journal.store import TAKEN, Journal, set_mark

FIELDS = ("ho-tich", "dat-dai", "lao-dong", "kinh-doanh", "xay-dung", "y-te", "giao-duc", "tra-ket-qua")
REASONS = ("cho-lau", "thai-do", "huong-dan", "di-lai")
COUNTERS, OFFICERS, DAYS, VISITS = 12, 20, 250, 400_000
_OPENS, _CLOSES = timedelta(hours=7, minutes=30), timedelta(hours=17)
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}')"
# When, then the entry without seq: at, day, kind, counter, officer, ticket, data.
Line = tuple[datetime, str, str | None, str | None, dict[str, object] | None, dict[str, object]]


@dataclass
class Year:
    """Writes the days; ratings that come late wait in `owed` for their day."""

    random: Random
    visits_a_day: int
    owed: dict[date, list[Line]] = field(default_factory=dict)

    def lines(self, day: date) -> list[Line]:
        """Return a day's entries in order, from its opening on."""
        midnight = datetime.combine(day, datetime.min.time(), OFFICE_ZONE)
        first: Line = (midnight + timedelta(hours=6), "day.opened", None, None, None, {"day": day.isoformat()})
        lines = self.owed.pop(day, [])
        per_counter = self.visits_a_day // COUNTERS
        for counter in range(COUNTERS):
            extra = self.visits_a_day % COUNTERS > counter
            lines += self._counter(midnight, counter, per_counter + extra)
        lines.sort(key=lambda line: line[0])
        last: Line = (midnight + timedelta(hours=17, minutes=30), "day.closed", None, None, None, {})
        return [first, *lines, last]

    def _counter(self, midnight: datetime, counter: int, visits: int) -> Iterator[Line]:
        pace = (_CLOSES - _OPENS) / max(1, visits)
        for number in range(visits):
            begins = midnight + _OPENS + pace * number
            # Eight counters change hands at noon, so that twelve counters have twenty officers.
            officer = counter + COUNTERS if begins.hour >= 12 and counter < OFFICERS - COUNTERS else counter
            yield from self._visit(begins, pace, counter, number, f"can-bo-{officer + 1:02d}")

    def _visit(self, begins: datetime, pace: timedelta, counter: int, number: int, officer: str) -> Iterator[Line]:
        random, place = self.random, f"quay-{counter + 1}"
        service = FIELDS[(counter + random.choice((0, 0, 0, 1, 3))) % len(FIELDS)]
        issued = begins - timedelta(seconds=random.lognormvariate(6, 0.8))
        ticket: dict[str, object] = {
            "ticket": str(uuid.UUID(int=random.getrandbits(128), version=4)),
            "number": f"{chr(65 + counter)}{number + 1:03d}",
            "service": service,
            "priority": None,
            "state": "waiting",
            "issued_at": wire_time(issued),
            "calls": 0,
        }
        yield issued, "ticket.issued", None, None, ticket, {"device": "dispenser-1", "service": service}
        called = {**ticket, "state": "called", "called_at": wire_time(begins), "counter": place, "calls": 1}
        if random.random() < 0.01:
            yield begins, "ticket.called", place, officer, called, {"turn": "normal"}
            undone: dict[str, object] = {"undone": "ticket.called", "tickets": [ticket["ticket"]]}
            begins += pace * 0.03
            yield begins, "counter.undone", place, officer, ticket, undone
            begins += pace * 0.03
            called = {**called, "called_at": wire_time(begins)}
        yield begins, "ticket.called", place, officer, called, {"turn": "normal"}
        fate = random.random()
        if fate < 0.05:
            missed = {**called, "state": "no_show", "ended_at": wire_time(begins + pace * 0.5)}
            yield begins + pace * 0.5, "ticket.no_show", place, officer, missed, {"misses": 1}
        elif fate < 0.06:
            moved = {**ticket, "service": FIELDS[(counter + 5) % len(FIELDS)], "calls": 1}
            data: dict[str, object] = {"from_service": service, "place": "by_time"}
            yield begins + pace * 0.5, "ticket.transferred", place, officer, moved, data
        else:
            yield from self._served(called, begins + pace * 0.1, pace, place, officer)

    def _served(
        self, called: dict[str, object], arrives: datetime, pace: timedelta, place: str, officer: str
    ) -> Iterator[Line]:
        serving = {**called, "state": "serving", "served_at": wire_time(arrives)}
        yield arrives, "ticket.serving", place, officer, serving, {}
        ends = arrives + pace * self.random.uniform(0.2, 0.7)
        served = {**serving, "state": "served", "ended_at": wire_time(ends)}
        yield ends, "ticket.served", place, officer, served, {"by": "finish"}
        rated, data = ends + pace * 0.1, self._rating()
        if self.random.random() < 0.002:
            rated += timedelta(days=self.random.randint(1, 5))
            data["doubts"] = ["late"]
        line: Line = (rated, "rating.submitted", place, officer, served, {**data, "rated_at": wire_time(rated)})
        if rated.date() == ends.date():
            yield line
        else:
            self.owed.setdefault(rated.date(), []).append(line)

    def _rating(self) -> dict[str, object]:
        random, scale = self.random, 5
        score = random.choices((5, 4, 3, 2, 1), (55, 30, 8, 5, 2))[0]
        data: dict[str, object] = {"score": score, "scale": scale, "device": "pad-1", "by": "touch", "after_ms": 4000}
        if score <= 2:
            data["reasons"] = random.sample(REASONS, random.randint(1, 2))
        if random.random() < 0.1:
            data["criteria"] = {index.value: random.choice((2, 2, 2, 1, 0)) for index in Index}
        if random.random() < 0.01:
            data["doubts"] = [random.choice(("too_soon", "pace"))]
        return data


def write(folder: Path, last: date, visits: int = VISITS, days: int = DAYS, seed: int = 1) -> int:
    """Write the working days that end with `last`, that one still open, into a journal; returns how many entries."""
    journal = Journal(folder)
    journal.open()
    journal.close()
    file = sqlite3.connect(folder / FILE, isolation_level=None)
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    year, seq = Year(Random(seed), visits // days), 0
    for day in _working_days(last, days):
        lines = year.lines(day)
        rows = [_row(seq + place, day, line) for place, line in enumerate(lines[:-1] if day == last else lines, 1)]
        file.executemany(_INSERT, rows)
        seq += len(rows)
    set_mark(file, TAKEN, seq)
    file.execute("COMMIT")
    file.close()
    return seq


def _working_days(last: date, days: int) -> list[date]:
    found: list[date] = []
    day = last
    while len(found) < days:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def _row(seq: int, day: date, line: Line) -> tuple[object, ...]:
    at, kind, counter, officer, ticket, data = line
    return (
        seq,
        wire_time(at),
        day.isoformat(),
        kind,
        counter,
        officer,
        json.dumps(ticket) if ticket is not None else None,
        json.dumps(data),
    )
