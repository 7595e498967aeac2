"""Years of entries: figures are kept, older months go to the archive without personal traces, none lost or doubled."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking
from ticketing.engine.decide import decide
from ticketing.engine.facts import Fact
from ticketing.engine.fold import fold
from ticketing.engine.site import Counter, Service, Site
from ticketing.hub.fresh import fresh
from ticketing.journal import archive, figure_rows
from ticketing.journal.archive import Archive
from ticketing.journal.figure import Figure, Key
from ticketing.journal.figures import counted
from ticketing.journal.files import FILE
from ticketing.journal.schema import VERSION
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import Upkeep, first_of_month

SITE = Site(
    {"ho-tich": Service("ho-tich", "Hộ tịch", "A"), "dat-dai": Service("dat-dai", "Đất đai", "B")},
    {"quay-1": Counter("quay-1", "Quầy số 1", ("ho-tich", "dat-dai"))},
    frozenset(),
)
DOSSIER, PERSONAL = "H15.12-260730-0001", ("H15.12", "Đưa con đi khám", "16:42", "track", "rate_s")
VERSION_1 = Path(__file__).parent / "version_1.sql"


class Office:
    """Plays days on the real rules and keeps every entry in a journal."""

    def __init__(self, folder: Path, start: date) -> None:
        self.folder = folder
        self.journal = Journal(folder)
        self.journal.open()
        self.lobby = fold(self.journal.day_facts())
        self.now = datetime.combine(start, datetime.min.time(), OFFICE_ZONE) + timedelta(hours=8)

    def ask(self, verb: str, officer: str | None = "lan.nt", role: Role = Role.DESK, **fields: Any) -> Any:
        request = VERBS[verb].model_validate({"id": str(uuid.uuid4()), **fields})
        decided = decide(SITE, self.lobby, request, Asking("desk", role, None, officer), self.now, fresh())
        assert decided.refused is None, decided.refused
        self.journal.record(decided.facts)
        self.lobby = decided.lobby
        self.now += timedelta(seconds=50)
        return decided.data

    def a_day(self, officer: str = "lan.nt") -> None:
        self.ask("counter/open", officer, counter="quay-1")
        for service in ("ho-tich", "dat-dai", "ho-tich"):
            self.ask(
                "ticket/issue",
                None,
                service=service,
                dossier=DOSSIER if service == "dat-dai" else None,
                appointment="16:42",
            )
        self.ask("counter/next", officer, counter="quay-1")
        self.ask("counter/serve", officer, counter="quay-1")
        rate = self.ask("counter/finish", officer, counter="quay-1", dossier=DOSSIER).rate
        self.ask("rating/submit", None, Role.PAD, rate=rate, score=4, at=self.now)
        self.ask("counter/next", officer, counter="quay-1")
        self.now -= timedelta(seconds=45)
        self.ask("counter/undo", officer, counter="quay-1")
        self.ask("counter/next", officer, counter="quay-1")
        self.ask("counter/park", officer, counter="quay-1", reason="Đưa con đi khám")
        self.ask("counter/next", officer, counter="quay-1")
        self.ask("counter/no-show", officer, counter="quay-1")
        self.now = (self.now + timedelta(days=1)).replace(hour=8, minute=0)

    def until(self, day: date, **kinds: Any) -> None:
        while self.now.date() < day:
            self.a_day(**kinds)
            self.now += timedelta(days=6)

    def upkeep(self, through: int | None = None, **kept: int) -> Upkeep:
        return Upkeep(self.journal, Archive(self.folder), JournalSettings(**kept), nullcontext)

    def tidy_up(self, through: int | None = None, **kept: int) -> None:
        upkeep = self.upkeep(**kept)
        while upkeep.step(self.lobby.day or date.min, self.lobby.seq if through is None else through):
            pass
        upkeep.close()

    def figures(self) -> dict[Key, Figure]:
        with self.journal.reader() as reader:
            return dict(figure_rows.between(reader, "0000", "9999"))

    def in_the_journal(self) -> list[int]:
        with self.journal.reader() as reader:
            return [row[0] for row in reader.execute("SELECT seq FROM entries ORDER BY seq")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    running = Office(tmp_path, date(2026, 5, 4))
    yield running
    running.journal.close()


def kept_of(fact: Fact) -> tuple[Any, ...]:
    return fact.seq, fact.at, fact.day, fact.kind, fact.counter, fact.officer, fact.ticket


def test_older_months_move_and_every_entry_is_still_there_once(office: Office) -> None:
    office.until(date(2026, 11, 10))
    before = list(archive.entries(office.folder))
    office.tidy_up()
    months = sorted(path.stem for path in (office.folder / "archive").iterdir())
    assert months == ["2026-05", "2026-06", "2026-07"], "August to October are the three whole months kept"
    after = list(archive.entries(office.folder))
    assert [kept_of(fact) for fact in after] == [kept_of(fact) for fact in before]
    assert [fact.seq for fact in after] == list(range(1, office.lobby.seq + 1))
    assert office.in_the_journal()[0] > 1 and fold(office.journal.day_facts()) == office.lobby
    middle = [fact.seq for fact in archive.entries(office.folder, 30)]
    assert middle == list(range(30, office.lobby.seq + 1))


def test_no_personal_trace_goes_to_the_archive_or_stays_in_the_journal(office: Office) -> None:
    office.until(date(2026, 8, 10))
    office.tidy_up(keep_months=1)
    office.journal.close()
    for file in (office.folder / "archive").iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert not [word for word in PERSONAL if word.encode() in file.read_bytes()]
    first = min(fact.seq for fact in archive.entries(office.folder) if fact.private)
    stays = sqlite3.connect(office.folder / FILE).execute("SELECT min(seq) FROM entries").fetchone()[0]
    assert first >= stays
    office.journal.open()


def test_the_figures_are_what_the_archive_alone_gives(office: Office) -> None:
    office.until(date(2026, 10, 1))
    office.ask(
        "entry/late",
        service="ho-tich",
        counter="quay-1",
        came_at=office.now - timedelta(days=9),
        called_at=office.now - timedelta(days=9, minutes=-10),
        ended_at=office.now - timedelta(days=9, minutes=-20),
        note="Mất điện",
    )
    office.until(date(2026, 11, 1))
    office.tidy_up()
    figures = office.figures()
    closed = [fact for fact in archive.entries(office.folder) if fact.day < office.lobby.day]
    assert figures == counted(closed)
    day = "2026-05-04"
    served = figures[Key(day, 8, "ho-tich", "quay-1", "lan.nt")]
    assert served.counts["called"] == 2 and served.counts["served"] == 1 and served.counts["missed"] == 1
    assert served.counts["face:5:4"] == 1
    assert served.wait == {150: 1, 405: 1} and served.service == {50: 1}
    assert figures[Key(day, 8, "dat-dai", "quay-1", "lan.nt")].counts["parked"] == 1
    assert figures[Key(day, 8, "dat-dai", "quay-1", "lan.nt")].counts["called"] == 1, (
        "the call that was undone counts nowhere"
    )
    assert figures[Key(day, 8, "ho-tich")].counts["issued"] == 2
    assert figures[Key(day, 23, "dat-dai")].counts["expired"] == 1
    (late,) = [(key, figure) for key, figure in figures.items() if figure.counts["late"]]
    assert late[0].officer == "" and late[1].wait == {600: 1} and late[1].counts["served"] == 1


def test_what_the_bridge_has_not_taken_stays(office: Office) -> None:
    office.until(date(2026, 11, 10))
    office.tidy_up(through=20)
    assert office.in_the_journal()[0] == 21
    office.tidy_up(through=20)
    assert office.in_the_journal()[0] == 21


def test_a_bridge_that_lost_its_store_is_told_from_the_archive(office: Office) -> None:
    office.until(date(2026, 11, 10))
    office.tidy_up()
    seqs: list[int] = []
    while facts := office.journal.facts_after(seqs[-1] if seqs else 0, 37):
        seqs += [fact.seq for fact in facts]
    assert seqs == list(range(1, office.lobby.seq + 1))


def test_officers_are_named_for_a_set_time_only(office: Office) -> None:
    office.until(date(2026, 6, 25))
    office.until(date(2026, 10, 1), officer="binh.tv")
    office.tidy_up(keep_months=1, officers_months=2)
    figures = office.figures()
    assert {key.officer for key in figures if key.day < "2026-07-01"} == {""}
    assert {key.officer for key in figures if key.day >= "2026-07-01"} == {"", "binh.tv"}
    assert figures[Key("2026-05-04", 8, "ho-tich", "quay-1")].counts["served"] == 1
    names = {fact.officer for fact in archive.entries(office.folder) if fact.day < date(2026, 7, 1)}
    assert names == {None}


def test_officers_are_named_no_longer_where_entries_stay_longer_or_move_late(office: Office) -> None:
    office.until(date(2026, 10, 1))
    half = next(fact.seq for fact in archive.entries(office.folder) if fact.day >= date(2026, 5, 15))
    # The bridge was away: of May only a part may move, and is forgotten; the rest comes later.
    office.tidy_up(through=half, keep_months=12, officers_months=2)
    assert office.in_the_journal()[0] == half + 1
    office.now += timedelta(days=1)
    office.tidy_up(keep_months=12, officers_months=2)
    named = {fact.day.isoformat()[:7] for fact in archive.entries(office.folder) if fact.officer}
    assert named == {"2026-07", "2026-08", "2026-09"}


def test_a_copy_that_was_not_deleted_yet_is_not_told_twice(office: Office) -> None:
    office.until(date(2026, 9, 10))

    @contextmanager
    def dies() -> Iterator[None]:
        raise OSError("the power failed")
        yield

    upkeep = Upkeep(office.journal, Archive(office.folder), JournalSettings(keep_months=1), nullcontext)
    while (
        office.journal.mark("figures") < office.journal.facts_after(office.lobby.seq - 1, 1)[0].seq and upkeep._count()
    ):
        pass
    upkeep._writing = dies
    with pytest.raises(OSError, match="power"):
        upkeep._move(office.lobby.day or date.min, office.lobby.seq)
    upkeep.close()
    expected = list(range(1, office.lobby.seq + 1))
    assert office.in_the_journal() == expected
    assert [fact.seq for fact in archive.entries(office.folder)] == expected
    office.tidy_up(keep_months=1)
    assert [fact.seq for fact in archive.entries(office.folder)] == expected


KILLED = """
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from ticketing.journal.archive import Archive
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal import upkeep
upkeep.MOVED_AT_ONCE = upkeep.COUNTED_AT_ONCE = 5
journal = Journal(Path(sys.argv[1]))
journal.open()
work = upkeep.Upkeep(journal, Archive(Path(sys.argv[1])), JournalSettings(keep_months=1), nullcontext)
print("ready", flush=True)
while work.step(date(2026, 11, 10), 10**9):
    pass
print("done", flush=True)
"""


def test_killed_at_any_moment_nothing_is_lost_or_doubled(office: Office) -> None:
    office.until(date(2026, 11, 10))
    expected = [kept_of(fact) for fact in archive.entries(office.folder)]
    office.journal.close()
    for kill_after_s in (0.001, 0.004, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(office.folder)], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        try:
            process.wait(kill_after_s)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        process.stdout.close()
        assert [kept_of(fact) for fact in archive.entries(office.folder)] == expected
    office.journal.open()
    office.tidy_up(keep_months=1)
    assert [kept_of(fact) for fact in archive.entries(office.folder)] == expected
    closed = [fact for fact in archive.entries(office.folder) if fact.day < office.lobby.day]
    assert office.figures() == counted(closed)


def test_a_journal_of_the_first_version_opens_and_its_days_are_counted(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as old:
        old.executescript(VERSION_1.read_text(encoding="utf-8"))
    old.close()
    office = Office(tmp_path, date(2026, 11, 10))
    with office.journal.reader() as reader:
        assert reader.execute("PRAGMA user_version").fetchone()[0] == VERSION
    assert office.lobby.day == date(2026, 8, 3) and len(office.lobby.cards) == 2
    office.a_day()
    office.tidy_up()
    july = office.figures()[Key("2026-07-30", 8, "ho-tich", "quay-1", "lan.nt")]
    assert july.counts["served"] == 1 and july.counts.keys() & {f"face:5:{score}" for score in range(1, 6)}
    assert [fact.seq for fact in archive.entries(tmp_path)] == list(range(1, office.lobby.seq + 1))
    office.journal.close()


def test_a_failing_archive_is_told_to_the_keeper_and_numbers_go_on(tmp_path: Path) -> None:
    office = Office(tmp_path, date(2026, 5, 4))
    office.until(date(2026, 11, 10))
    (tmp_path / "archive").write_text("not a folder", encoding="utf-8")
    upkeep = office.upkeep()
    with pytest.raises((OSError, sqlite3.Error)):
        while upkeep.step(office.lobby.day or date.min, office.lobby.seq):
            pass
    assert office.ask("ticket/issue", service="ho-tich").ticket.number
    office.journal.close()


@pytest.mark.parametrize(
    ("day", "ago", "first"),
    [("2026-11-22", 3, "2026-08-01"), ("2026-01-31", 1, "2025-12-01"), ("2026-03-01", 24, "2024-03-01")],
)
def test_whole_months_are_counted_back(day: str, ago: int, first: str) -> None:
    assert first_of_month(date.fromisoformat(day), ago) == date.fromisoformat(first)
