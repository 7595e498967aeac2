"""Officers' accounts: first passwords, wrong ones, locks, sessions and what is kept."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lobby.clock import HandClock
from ticketing.desk.accounts import AccountError, Accounts, OfficerRole
from ticketing.desk.locks import LOCKED_S, WRONG_AT_MOST, WRONG_EVERYWHERE
from ticketing.desk.passwords import is_password
from ticketing.desk.sessions import LASTS_S, Session, Sessions
from ticketing.desk.store import FILE_NAME, VERSION, Store

FIRST = "mat-khau-dau"
OWN = "rieng-cua-lan"
HERE = "10.0.0.7"
# The file as the first version of the product made it.
FORMER = """
CREATE TABLE officer (username TEXT PRIMARY KEY, name TEXT NOT NULL, counter TEXT,
    role TEXT NOT NULL CHECK (role IN ('officer', 'admin')), password TEXT NOT NULL,
    must_change INTEGER NOT NULL) STRICT;
CREATE TABLE session (token TEXT PRIMARY KEY,
    username TEXT NOT NULL REFERENCES officer (username) ON DELETE CASCADE,
    counter TEXT, began REAL NOT NULL, ends REAL NOT NULL) STRICT;
CREATE INDEX session_of ON session (username);
CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, username TEXT NOT NULL, what TEXT NOT NULL,
    address TEXT NOT NULL) STRICT;
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def accounts(store: Store, clock: HandClock) -> Accounts:
    made = Accounts(store, clock)
    made.add("lan.nt", "Nguyễn Thị Lan", "quay-1", OfficerRole.OFFICER, FIRST)
    return made


@pytest.fixture
def sessions(store: Store, clock: HandClock) -> Sessions:
    return Sessions(store, clock)


def test_the_first_password_lets_in_and_asks_to_be_changed(accounts: Accounts) -> None:
    login = accounts.log_in("lan.nt", FIRST, HERE)
    assert login.outcome == "ok"
    assert login.officer is not None
    assert login.officer.must_change


def test_adding_a_known_name_leaves_the_account_as_it_is(accounts: Accounts) -> None:
    assert not accounts.add("lan.nt", "Người khác", None, OfficerRole.ADMIN, "mat-khau-khac")
    kept = accounts.find("lan.nt")
    assert kept is not None
    assert (kept.name, kept.role) == ("Nguyễn Thị Lan", OfficerRole.OFFICER)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


@pytest.mark.parametrize("username", ["Lan", "l", "lan nt", "lân", "-lan", "a" * 33, "lan\n"])
def test_odd_user_names_are_refused(accounts: Accounts, username: str) -> None:
    with pytest.raises(AccountError):
        accounts.add(username, "Nguyễn Thị Lan", None, OfficerRole.OFFICER, FIRST)


@pytest.mark.parametrize("new", ["ngan", FIRST, "lan.nt", "aaaaaaaaaa", "x" * 129])
def test_a_new_password_must_be_long_other_and_hard_to_guess(accounts: Accounts, new: str) -> None:
    with pytest.raises(AccountError):
        accounts.change("lan.nt", FIRST, new)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_changing_the_password_needs_the_present_one_and_ends_every_session(
    accounts: Accounts, sessions: Sessions
) -> None:
    token = sessions.begin("lan.nt")
    with pytest.raises(AccountError, match="hiện tại"):
        accounts.change("lan.nt", "khong-phai-the", OWN)
    assert sessions.find(token) is not None
    accounts.change("lan.nt", FIRST, OWN)
    assert sessions.find(token) is None
    login = accounts.log_in("lan.nt", OWN, HERE)
    assert login.officer is not None
    assert not login.officer.must_change


def test_five_wrong_passwords_lock_for_five_minutes_even_for_the_right_one(
    accounts: Accounts, clock: HandClock
) -> None:
    outcomes = [accounts.log_in("lan.nt", "sai-mat-khau", HERE).outcome for _ in range(WRONG_AT_MOST)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "locked"
    clock.forward(LOCKED_S - 1)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "locked"
    clock.forward(2)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_a_name_that_is_none_is_answered_as_one_that_is(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    monkeypatch.setattr(
        "ticketing.desk.accounts.is_password", lambda given, kept: worked.append(given) or is_password(given, kept)
    )
    answers = {}
    for username in ("lan.nt", "ai.do"):
        worked.clear()
        outcomes = [accounts.log_in(username, "sai-mat-khau", HERE).outcome for _ in range(WRONG_AT_MOST + 2)]
        answers[username] = (outcomes, len(worked))
    assert answers["lan.nt"] == answers["ai.do"] == (["wrong"] * 4 + ["locked"] * 3, WRONG_AT_MOST)


def test_wrong_passwords_at_one_address_lock_nobody_out_at_another(accounts: Accounts) -> None:
    for _ in range(100):
        accounts.log_in("lan.nt", "sai-mat-khau", "10.0.0.66")
    assert accounts.log_in("lan.nt", FIRST, "10.0.0.66").outcome == "locked"
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_very_many_wrong_passwords_from_many_addresses_lock_the_name_for_a_while(
    accounts: Accounts, clock: HandClock
) -> None:
    for n in range(WRONG_EVERYWHERE):
        accounts.log_in("lan.nt", "sai-mat-khau", f"10.0.1.{n}")
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "locked"
    clock.forward(LOCKED_S + 1)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_the_keeper_sees_that_an_officer_is_locked_somewhere(accounts: Accounts, clock: HandClock) -> None:
    def locked() -> list[bool]:
        return [officer.locked for officer in accounts.officers()]

    for _ in range(WRONG_AT_MOST):
        assert locked() == [False]
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    assert locked() == [True]
    clock.forward(LOCKED_S + 1)
    assert locked() == [False]


def test_a_password_set_from_the_terminal_lifts_the_lock_too(
    accounts: Accounts, store: Store, clock: HandClock
) -> None:
    for _ in range(WRONG_AT_MOST):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    Accounts(store, clock).reset("lan.nt", "mat-khau-tam")
    assert accounts.log_in("lan.nt", "mat-khau-tam", HERE).outcome == "ok"


def test_a_right_password_forgets_the_wrong_ones_before_it(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(WRONG_AT_MOST - 1):
            accounts.log_in("lan.nt", "sai-mat-khau", HERE)
        assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_a_clock_set_back_locks_nobody_out_for_a_day(accounts: Accounts, clock: HandClock) -> None:
    for _ in range(WRONG_AT_MOST):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    clock.jump(clock.now() - timedelta(days=1))
    clock.forward(LOCKED_S + 1)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_a_reset_lifts_the_lock_and_asks_for_a_change_again(accounts: Accounts) -> None:
    accounts.change("lan.nt", FIRST, OWN)
    for _ in range(WRONG_AT_MOST):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    accounts.reset("lan.nt", "mat-khau-tam")
    login = accounts.log_in("lan.nt", "mat-khau-tam", HERE)
    assert login.officer is not None
    assert login.officer.must_change


def test_the_audit_tells_what_happened_and_keeps_no_name_that_is_none(accounts: Accounts) -> None:
    accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    accounts.log_in("lan.nt", FIRST, HERE)
    accounts.log_in(OWN, "x", HERE)
    assert accounts.audit("lan.nt") == ["added", "wrong password", "logged in"]
    assert accounts.audit(OWN) == []
    assert accounts.audit("(unknown)") == ["wrong password"]


def test_the_file_is_its_owners_alone_and_holds_neither_password_nor_token(
    accounts: Accounts, sessions: Sessions, tmp_path: Path
) -> None:
    token = sessions.begin("lan.nt")
    files = [path for path in tmp_path.iterdir() if path.name.startswith(FILE_NAME)]
    assert files
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert FIRST.encode() not in path.read_bytes()
        assert token.encode() not in path.read_bytes()


def test_a_session_lives_ten_hours_and_through_a_restart(
    accounts: Accounts, sessions: Sessions, store: Store, clock: HandClock
) -> None:
    token = sessions.begin("lan.nt")
    sessions.choose(token, "quay-1")
    store.stop()
    store.start()
    assert sessions.find(token) == Session("lan.nt", "quay-1")
    clock.forward(LASTS_S - 1)
    assert sessions.find(token) is not None
    clock.forward(2)
    assert sessions.find(token) is None


def test_one_counter_seats_one_officer(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("minh.tv", "Trần Văn Minh", "quay-2", OfficerRole.OFFICER, FIRST)
    first, second = sessions.begin("lan.nt"), sessions.begin("minh.tv")
    sessions.choose(first, "quay-1")
    sessions.choose(second, "quay-1")
    assert sessions.find(first) == Session("lan.nt", None)
    assert sessions.seated() == {"quay-1": ("minh.tv", "Trần Văn Minh")}


def test_an_earlier_file_keeps_everyone_their_passwords_and_who_is_logged_in(
    accounts: Accounts, sessions: Sessions, store: Store, tmp_path: Path, clock: HandClock
) -> None:
    accounts.change("lan.nt", FIRST, OWN)
    accounts.add("quantri", "Phạm Thu Hà", None, OfficerRole.ADMIN, FIRST)
    token = sessions.begin("lan.nt")
    sessions.choose(token, "quay-1")
    older = tmp_path / "older"
    older.mkdir()
    with sqlite3.connect(older / FILE_NAME) as db:
        db.executescript(FORMER)
        for table in ("officer", "session", "audit"):
            rows = [tuple(row) for row in store.rows(f"SELECT * FROM {table}")]  # noqa: S608
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
    db.close()
    found = Store(older)
    found.start()
    again = Accounts(found, clock)
    assert again.officers() == accounts.officers()
    assert again.audit("lan.nt") == accounts.audit("lan.nt")
    assert Sessions(found, clock).find(token) == Session("lan.nt", "quay-1")
    assert again.log_in("lan.nt", OWN, HERE).outcome == "ok"
    assert again.add("truong.pv", "Phạm Văn Trường", None, OfficerRole.HEAD, FIRST)
    again.remove("lan.nt")
    assert Sessions(found, clock).find(token) is None
    found.stop()
    found.start()
    assert [one.username for one in again.officers()] == ["quantri", "truong.pv"]
    found.stop()


def test_a_file_of_a_later_version_is_left_as_it_is(store: Store, accounts: Accounts, tmp_path: Path) -> None:
    store.stop()
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    db.close()
    with pytest.raises(sqlite3.DatabaseError, match="newer"):
        Store(tmp_path).start()
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        assert db.execute("SELECT username FROM officer").fetchall() == [("lan.nt",)]
    db.close()


def test_a_restart_lifts_no_lock_and_five_minutes_do(accounts: Accounts, store: Store, clock: HandClock) -> None:
    for _ in range(WRONG_AT_MOST):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    again = Accounts(store, clock)
    assert again.log_in("lan.nt", FIRST, HERE).outcome == "locked"
    clock.forward(LOCKED_S + 1)
    assert again.log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_what_was_forgiven_before_a_restart_stays_forgiven(accounts: Accounts, store: Store, clock: HandClock) -> None:
    for _ in range(WRONG_AT_MOST - 1):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"
    accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    assert Accounts(store, clock).log_in("lan.nt", FIRST, HERE).outcome == "ok"


def test_the_keeper_lifts_a_lock_without_another_password(accounts: Accounts, store: Store, clock: HandClock) -> None:
    for _ in range(WRONG_AT_MOST):
        accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    accounts.unlock("lan.nt")
    assert Accounts(store, clock).log_in("lan.nt", FIRST, HERE).outcome == "ok"
    assert accounts.log_in("lan.nt", FIRST, HERE).outcome == "ok"
    assert accounts.audit("lan.nt")[-4:] == ["wrong password: locked", "unlocked", "logged in", "logged in"]
    with pytest.raises(AccountError, match="ai\\.do"):
        accounts.unlock("ai.do")


def test_an_account_follows_its_officer_to_another_counter_or_role(accounts: Accounts) -> None:
    accounts.edit("lan.nt", "Nguyễn Thị Ngọc Lan", "quay-3", OfficerRole.HEAD)
    found = accounts.find("lan.nt")
    assert found is not None
    assert (found.name, found.counter, found.role) == ("Nguyễn Thị Ngọc Lan", "quay-3", OfficerRole.HEAD)
    assert found.leads
    with pytest.raises(AccountError, match="họ tên"):
        accounts.edit("lan.nt", " ", None, OfficerRole.HEAD)


def test_the_last_keeper_of_a_site_stays_one(accounts: Accounts) -> None:
    accounts.add("quantri", "Phạm Thu Hà", None, OfficerRole.ADMIN, FIRST)
    with pytest.raises(AccountError, match="duy nhất"):
        accounts.remove("quantri")
    with pytest.raises(AccountError, match="duy nhất"):
        accounts.edit("quantri", "Phạm Thu Hà", None, OfficerRole.HEAD)
    accounts.add("quantri2", "Lò Văn Pha", None, OfficerRole.ADMIN, FIRST)
    accounts.remove("quantri")
    assert accounts.find("quantri") is None
    assert accounts.audit("quantri") == ["added", "removed"]


def test_wrong_passwords_push_out_neither_who_looked_nor_looks_each_other_too_soon(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticketing.desk.audit.KEPT", 3)
    accounts.note_look("lan.nt", "2026-H1 xlsx", HERE)
    for _ in range(5):
        accounts.note_logout("lan.nt", HERE)
    assert accounts.audit("lan.nt") == ["looked at officers' figures: 2026-H1 xlsx", *["logged out"] * 3]
    for day in range(1, 5):
        accounts.note_look("lan.nt", f"2026-11-0{day} pdf", HERE)
    looks = [what.split(": ")[1] for what in accounts.audit("lan.nt") if what.startswith("looked")]
    assert looks == ["2026-11-02 pdf", "2026-11-03 pdf", "2026-11-04 pdf"]


def test_the_newest_of_the_audit_stands_first_and_holds_no_password(accounts: Accounts) -> None:
    accounts.log_in("lan.nt", "sai-mat-khau", HERE)
    newest = accounts.recent(1)[0]
    assert (newest.username, newest.what, newest.address) == ("lan.nt", "wrong password", HERE)
    assert "sai-mat-khau" not in str(accounts.recent(100))
