"""A program's file: durable, private, and never thrown away when it is damaged."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lobby.database import Database

SCHEMA = "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, body TEXT NOT NULL);"
FULL: Any = 2
KEEP = "INSERT INTO fact (name, body) VALUES (?, ?)"


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Opens the file as a run of the program does."""
    opened: list[Database] = []

    def begin() -> Database:
        opened.append(Database(tmp_path / "state" / "facts.db", SCHEMA, "FULL"))
        opened[-1].start()
        return opened[-1]

    yield begin
    for one in opened:
        one.stop()


def test_each_transaction_is_on_the_disk_before_it_returns(begun: Callable[[], Database]) -> None:
    database = begun()
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(FULL,)]
    with database.transaction() as table:
        table.execute(KEEP, ("day", "2026-11-23"))
    assert begun().rows("SELECT * FROM fact") == [("day", "2026-11-23")]


def test_only_the_service_reads_it(begun: Callable[[], Database], tmp_path: Path) -> None:
    with begun().transaction() as table:
        table.execute(KEEP, ("day", "2026-11-23"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
    assert len(modes) == 3 and set(modes.values()) == {0o600}, modes


def test_a_file_that_others_could_read_is_closed_to_them(begun: Callable[[], Database], tmp_path: Path) -> None:
    begun().stop()
    path = tmp_path / "state" / "facts.db"
    path.chmod(0o644)
    begun()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_commit_that_fails_lets_the_next_one_go_on(tmp_path: Path) -> None:
    owner = "CREATE TABLE owner (name TEXT PRIMARY KEY);"
    owed = owner + "CREATE TABLE thing (owner TEXT REFERENCES owner DEFERRABLE INITIALLY DEFERRED);"
    database = Database(tmp_path / "things.db", owed, "FULL")
    database.start()
    database.rows("PRAGMA foreign_keys = ON")
    for _ in range(2):
        with pytest.raises(sqlite3.IntegrityError), database.transaction() as table:
            table.execute("INSERT INTO thing VALUES ('nobody')")
    with database.transaction() as table:
        table.execute("INSERT INTO owner VALUES ('somebody')")
    assert (database.rows("SELECT * FROM thing"), len(database.rows("SELECT * FROM owner"))) == ([], 1)
    database.stop()


def test_a_transaction_that_fails_leaves_nothing(begun: Callable[[], Database]) -> None:
    database = begun()
    with pytest.raises(RuntimeError), database.transaction() as table:
        table.execute(KEEP, ("day", "2026-11-23"))
        raise RuntimeError("power cut")
    assert database.rows("SELECT * FROM fact") == []


def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(begun: Callable[[], Database], tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "facts.db").write_bytes(b"not a database" * 400)
    database = begun()
    assert database.set_aside == folder / "facts.db.bad1"
    assert database.set_aside.read_bytes().startswith(b"not a database")
    assert database.rows("SELECT * FROM fact") == []


def test_it_may_be_damaged_more_than_once(begun: Callable[[], Database], tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "state").mkdir(exist_ok=True)
        (tmp_path / "state" / "facts.db").write_bytes(b"not a database" * 400)
        database = begun()
        assert database.set_aside is not None and database.set_aside.name == f"facts.db.bad{number}"
        database.stop()


def test_what_is_not_open_says_so(begun: Callable[[], Database]) -> None:
    database = begun()
    database.stop()
    with pytest.raises(sqlite3.ProgrammingError, match="is not open"):
        database.rows("SELECT 1")


def test_threads_write_one_after_the_other(begun: Callable[[], Database]) -> None:
    database = begun()

    def write(number: int) -> None:
        with database.transaction() as table:
            table.execute(KEEP, (f"{number}", "kept"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(database.rows("SELECT name FROM fact")) == 20


def test_a_file_that_was_given_up_is_begun_anew_once_there_is_room_for_it(
    begun: Callable[[], Database], tmp_path: Path
) -> None:
    database = begun()
    with database.transaction() as table:
        table.execute(KEEP, ("A001", "issued"))
    place = (tmp_path / "state").rename(tmp_path / "gone")
    with pytest.raises(sqlite3.Error):
        database.discard()
    with pytest.raises(sqlite3.Error):
        database.rows("SELECT name FROM fact")
    place.rename(tmp_path / "state")
    (tmp_path / "state" / "facts.db").unlink()
    with database.transaction() as table:
        table.execute(KEEP, ("A002", "issued"))
    assert database.rows("SELECT name FROM fact") == [("A002",)]
    database.stop()
    with pytest.raises(sqlite3.ProgrammingError):
        database.rows("SELECT name FROM fact")
