"""A year of a busy site: one day played on the real rules, again for each day, with its figures; the last is open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import cast

from crowd.day import draw, officers
from crowd.office import SHARED
from lobby.contract.base import OFFICE_ZONE
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.journal import figure_rows
from ticketing.journal.figures import counted
from ticketing.journal.rows import Row, to_row
from ticketing.journal.store import FILE, TAKEN, Journal, set_mark
from ticketing.journal.upkeep import COUNTED
from ticketing.simulation.play import play_days

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=OFFICE_ZONE)
DAYS, VISITS_A_DAY = 250, 1600
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AGAIN = """
INSERT INTO entries SELECT seq + :by, replace(at, :first, :day), :day, kind, counter, officer,
    replace(ticket, :first, :day), replace(data, :first, :day), private FROM entries WHERE seq <= :n
"""


def write(folder: Path, site: Site) -> int:
    """Write one day, played on the real rules, for each day of a year; the last one is open and has reached NOW."""
    random = Random(7)
    visits = draw(random, SHARED, VISITS_A_DAY, officers(random, SHARED))
    played = next(iter(play_days(site, SHARED, [(TODAY, visits)], random))).facts
    figures = counted(played)
    journal = Journal(folder)
    journal.open()
    journal.close()
    file = sqlite3.connect(folder / FILE, isolation_level=None)
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    days = _days()
    first, closed = days[0].isoformat(), (len(days) - 1) * len(played)
    for place, day in enumerate(days[:-1]):
        if day == days[0]:
            file.executemany(_INSERT, _rows(played, 0, day))
        else:
            shift = {"by": place * len(played), "n": len(played), "first": first, "day": day.isoformat()}
            file.execute(_AGAIN, shift)
        kept = {key._replace(day=day.isoformat()): figure for key, figure in figures.items()}
        figure_rows.keep(file, figure_rows.added(file, kept))
    open_ = [fact for fact in played if fact.at < NOW]
    file.executemany(_INSERT, _rows(open_, closed, TODAY))
    set_mark(file, COUNTED, closed)
    set_mark(file, TAKEN, closed + len(open_))
    file.execute("COMMIT")
    file.close()
    return closed + len(open_)


def _rows(facts: Sequence[Fact], before: int, day: date) -> Iterator[Row]:
    for place, fact in enumerate(facts, 1):
        row = (one.replace(TODAY.isoformat(), day.isoformat()) if isinstance(one, str) else one for one in to_row(fact))
        yield cast(Row, (before + place, *tuple(row)[1:]))


def _days() -> list[date]:
    days = (TODAY - timedelta(back) for back in range(DAYS * 2))
    return sorted([day for day in days if day.weekday() < 5][:DAYS])
