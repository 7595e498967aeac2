"""Reads what a report needs from the journal, beside a hub that runs or without one; writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lobby.contract.journal import EntryKind
from ticketing.journal import figure_rows, on_time
from ticketing.journal.archive import entries
from ticketing.journal.figure_rows import Plain
from ticketing.journal.figures import Figures
from ticketing.journal.files import FILE, reading
from ticketing.journal.schema import HOURS_SINCE, VERSION, NewerJournal
from ticketing.journal.upkeep import COUNTED
from ticketing.reports.model import OnTime, Period
from ticketing.reports.sums import Sums, Total

# Work entered late may be of a day long before the journal.
_BEGAN = "SELECT day FROM figures WHERE instr(figure, '\"issued\":') ORDER BY day LIMIT 1"


@dataclass(frozen=True)
class Beside:
    """What was found beside the figures: the first day on which numbers were taken, and the backend's own counts."""

    begins: date | None
    on_time: tuple[OnTime, ...]


def gather(folder: Path, sums: Sums, totals: Sequence[Total]) -> Beside:
    """Add up the journal in `folder` into `sums` and `totals`: kept figures, and entries that no figures hold yet.

    Raises FileNotFoundError where there is no journal, NewerJournal, or sqlite3.Error.
    """
    if not (folder / FILE).is_file():
        raise FileNotFoundError(str(folder / FILE))
    wanted: Sequence[Sums | Total] = (sums, *totals)
    with closing(reading(folder / FILE)) as journal:
        # The figures and how far they go, of one moment.
        journal.execute("BEGIN")
        counted, begins, given = _kept(journal, sums.period, wanted)
    for row in _uncounted(folder, counted + 1):
        day = row[0].day
        if "issued" in row[1]:
            begins = min(begins or day, day)
        for one in wanted:
            if one.period.first.isoformat() <= day <= one.period.last.isoformat():
                one.add(row)
    return Beside(date.fromisoformat(begins) if begins else None, given)


def _kept(
    journal: sqlite3.Connection, period: Period, wanted: Sequence[Sums | Total]
) -> tuple[int, str | None, tuple[OnTime, ...]]:
    version = int(journal.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise NewerJournal(f"journal has version {version}, this program knows {VERSION}")
    if version < HOURS_SINCE:
        # No hub of this version has opened it yet: its entries tell all.
        return 0, None, ()
    for one in wanted:
        for row in figure_rows.plain(journal, *_days(one.period)):
            one.add(row)
    mark = journal.execute("SELECT through FROM marks WHERE name = ?", (COUNTED,)).fetchone()
    begun = journal.execute(_BEGAN).fetchone()
    given = tuple(OnTime(*one) for one in on_time.between(journal, *_days(period)))
    return int(mark[0]) if mark is not None else 0, begun[0] if begun is not None else None, given


def _uncounted(folder: Path, from_seq: int) -> Iterator[Plain]:
    figures = Figures()
    for fact in entries(folder, from_seq):
        if fact.kind is EntryKind.DAY_OPENED:
            yield from _plain(figures)
            figures = Figures()
        figures.add(fact)
    yield from _plain(figures)


def _plain(figures: Figures) -> Iterator[Plain]:
    for key, figure in figures.rows.items():
        yield key, figure.counts, list(figure.wait.elements()), list(figure.service.elements())


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
