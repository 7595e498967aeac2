"""What ratings count as, when late ones count, and figures of an older version counted anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.facts import Fact
from ticketing.journal import figure_rows, schema
from ticketing.journal.archive import Archive
from ticketing.journal.figure import Figure, Key
from ticketing.journal.figures import Figures, counted
from ticketing.journal.files import FILE
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import Upkeep

MORNING = datetime(2026, 11, 16, 8, 0, tzinfo=OFFICE_ZONE)
TICKET = "7d1f0c1e-0000-4000-8000-000000000001"


class Book:
    """Writes entries as the hub would, one after another."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.at, self.day = MORNING, MORNING.date()

    def write(self, kind: EntryKind, ticket: Ticket | None = None, officer: str | None = None, **data: Any) -> None:
        counter = "quay-1" if ticket is not None and kind is not EntryKind.TICKET_ISSUED else None
        self.facts.append(Fact(len(self.facts) + 1, self.at, self.day, kind, counter, officer, ticket, data))

    def open(self, days_later: int = 0) -> None:
        self.at = MORNING + timedelta(days=days_later)
        self.day = self.at.date()
        self.write(EntryKind.DAY_OPENED, day=self.day.isoformat())

    def serve(self, number: int) -> Ticket:
        ticket = Ticket(
            ticket=f"{TICKET[:-3]}{number:03d}",
            number=f"A{number:03d}",
            service="ho-tich",
            state=TicketState.WAITING,
            issued_at=self.at,
        )
        self.write(EntryKind.TICKET_ISSUED, ticket)
        self.at += timedelta(minutes=59, seconds=30.9)
        served = ticket.model_copy(update={"state": TicketState.SERVED, "called_at": self.at, "ended_at": self.at})
        self.write(EntryKind.TICKET_SERVED, served, "lan.nt", by="finish")
        return served


@pytest.fixture
def book() -> Book:
    opened = Book()
    opened.open()
    return opened


def test_a_rating_counts_its_face_its_reasons_and_its_indices(book: Book) -> None:
    ticket = book.serve(1)
    criteria = {"total_time": 2, "agency_time": 2, "returns": 1, "agencies": 2, "attitude": 0, "online": 9}
    book.write(
        EntryKind.RATING_SUBMITTED,
        ticket,
        "lan.nt",
        score=1,
        scale=3,
        by="touch",
        reasons=["cho-lau", "cho-lau"],
        criteria=criteria,
    )
    figure = counted(book.facts)[Key("2026-11-16", 8, "ho-tich", "quay-1", "lan.nt")]
    rated = {name: n for name, n in figure.counts.items() if ":" in name}
    assert rated == {
        "face:3:1": 1,
        "by:touch": 1,
        "reason:cho-lau": 1,
        "index:total_time:2": 1,
        "index:agency_time:2": 1,
        "index:returns:1": 1,
        "index:agencies:2": 1,
        "index:attitude:0": 1,
        "staff:7": 1,
    }


def test_a_doubtful_rating_counts_apart_and_nowhere_else(book: Book) -> None:
    ticket = book.serve(1)
    book.write(
        EntryKind.RATING_SUBMITTED, ticket, score=5, scale=5, by="touch", reasons=["x"], doubts=["pace", "too_soon"]
    )
    figure = counted(book.facts)[Key("2026-11-16", 8, "ho-tich", "quay-1", "lan.nt")]
    assert {name: n for name, n in figure.counts.items() if ":" in name} == {
        "doubtful:5:5": 1,
        "doubt:pace": 1,
        "doubt:too_soon": 1,
    }


def test_a_rating_of_another_day_counts_when_its_ticket_was_served(book: Book) -> None:
    ticket = book.serve(1)
    book.open(days_later=3)
    book.write(EntryKind.RATING_SUBMITTED, ticket, "lan.nt", score=4)
    rows = counted(book.facts)
    (rated,) = [key for key, figure in rows.items() if figure.counts["face:5:4"]]
    assert rated == Key("2026-11-16", 8, "ho-tich", "quay-1", "lan.nt")


def test_days_counted_one_by_one_are_the_same_as_all_at_once(book: Book) -> None:
    tickets = []
    for day in range(4):
        tickets.append(book.serve(day + 1))
        book.open(days_later=day + 1)
        book.write(EntryKind.RATING_SUBMITTED, tickets[day // 2 if day else 0], "lan.nt", score=5, scale=5)
    rows: dict[Key, Figure] = {}
    one = Figures()
    for fact in book.facts:
        if fact.kind is EntryKind.DAY_OPENED:
            for key, figure in one.rows.items():
                rows.setdefault(key, Figure()).merge(figure)
            one = Figures()
        one.add(fact)
    for key, figure in one.rows.items():
        rows.setdefault(key, Figure()).merge(figure)
    assert rows == counted(book.facts)


@pytest.fixture
def second_version(tmp_path: Path, book: Book) -> Iterator[Path]:
    """A journal of the second version: two days counted in its own way, one of them in the archive already."""
    first = book.serve(1)
    book.open(days_later=20)
    book.write(EntryKind.RATING_SUBMITTED, first, "lan.nt", score=4)
    book.serve(2)
    book.open(days_later=21)
    file = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    for version, step in enumerate(schema._STEPS[:2], 1):
        file.executescript(f"BEGIN; {step} PRAGMA user_version = {version}; COMMIT;")
    file.execute("INSERT INTO marks VALUES ('figures', 5)")
    names = ["day", "service", "counter", "officer", "wait_buckets", "service_buckets"]
    values = ["2026-11-16", "ho-tich", "quay-1", "lan.nt", "{}", "{}"]
    rest = [row[1] for row in file.execute("PRAGMA table_info(figures)") if row[1] not in names]
    columns, places = ", ".join([*names, *rest]), ", ".join("?" * (len(names) + len(rest)))
    file.execute(f"INSERT INTO figures ({columns}) VALUES ({places})", [*values, *[1] * len(rest)])  # noqa: S608
    file.close()
    yield tmp_path


def test_figures_of_the_second_version_are_counted_anew(second_version: Path, book: Book) -> None:
    journal = Journal(second_version)
    journal.open()
    journal.record(book.facts)
    moved = Archive(second_version)
    with journal.transaction() as writer:
        rows = writer.execute("SELECT * FROM entries WHERE seq <= 3 ORDER BY seq").fetchall()
        moved.keep("2026-11", rows)
        writer.execute("DELETE FROM entries WHERE seq <= 3")
    moved.close()
    assert journal.mark("figures") == 0
    upkeep = Upkeep(journal, Archive(second_version), JournalSettings(), nullcontext)
    while upkeep.step(date(2026, 12, 7), through=0):
        pass
    upkeep.close()
    with journal.reader() as reader:
        found = dict(figure_rows.between(reader, "0000", "9999"))
    closed = book.facts[:-1]
    assert found == counted(closed) and journal.mark("figures") == closed[-1].seq
    rated = found[Key("2026-11-16", 8, "ho-tich", "quay-1", "lan.nt")]
    assert rated.counts["served"] == 1 and rated.counts["face:5:4"] == 1 and rated.service == {0: 1}
    journal.close()


def test_months_that_somebody_took_away_do_not_hold_up_the_rest(tmp_path: Path, book: Book) -> None:
    book.serve(1)
    book.open(days_later=1)
    book.serve(2)
    book.open(days_later=2)
    journal = Journal(tmp_path)
    journal.open()
    journal.record(book.facts[3:])
    upkeep = Upkeep(journal, Archive(tmp_path), JournalSettings(), nullcontext)
    while upkeep.step(date(2026, 11, 18), through=0):
        pass
    with journal.reader() as reader:
        assert {key.day for key, _ in figure_rows.between(reader, "0000", "9999")} == {"2026-11-17"}
    journal.close()
