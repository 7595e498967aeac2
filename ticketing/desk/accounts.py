"""Officers' accounts: who may log in, with which password, at which counter, and what became of each attempt."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from lobby.clock import Clock
from ticketing.desk.locks import Locks
from ticketing.desk.passwords import SHORTEST, hash_password, is_password, objection
from ticketing.desk.store import Store

AUDIT_KEPT = 20_000
UNKNOWN = "(unknown)"  # a name that is none may be a password typed into the wrong field: it is not kept
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class OfficerRole(StrEnum):
    """An officer works at a counter; an admin keeps the site."""

    OFFICER = "officer"
    ADMIN = "admin"


@dataclass(frozen=True)
class Officer:
    """One account; `counter` is the officer's own, chosen first after login."""

    username: str
    name: str
    counter: str | None
    role: OfficerRole
    must_change: bool
    locked: bool


class AccountError(Exception):
    """An account action that is refused; the text is a Vietnamese sentence for the screen or the terminal."""


@dataclass(frozen=True)
class Login:
    """What became of an attempt to log in; `officer` only when it was right."""

    outcome: Literal["ok", "wrong", "locked"]
    officer: Officer | None = None


class Accounts:
    """The officers in a Store; safe to ask from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._locks = Locks(clock)
        self._nobody: str | None = None

    def add(self, username: str, name: str, counter: str | None, role: OfficerRole, password: str) -> bool:
        """Make an account whose password must be changed; False where the username is taken. Raises AccountError."""
        if not _USERNAME.fullmatch(username):
            raise AccountError("Tên đăng nhập gồm 2–32 chữ thường không dấu, chữ số, dấu chấm hoặc gạch.")
        if not name.strip() or len(name) > 80:
            raise AccountError("Hãy ghi họ tên cán bộ, không quá 80 ký tự.")
        if len(password) < SHORTEST:
            raise AccountError(f"Mật khẩu lần đầu phải có ít nhất {SHORTEST} ký tự.")
        values = (username, name.strip(), counter, role.value, hash_password(password))
        with self._store.transaction() as db:
            made = db.execute(
                "INSERT OR IGNORE INTO officer (username, name, counter, role, password, must_change)"
                " VALUES (?, ?, ?, ?, ?, 1)",
                values,
            )
            if made.rowcount:
                self._note(db, username, "added", "")
            return bool(made.rowcount)

    def reset(self, username: str, password: str) -> None:
        """Give a new first password, lift the lock and end the officer's sessions; raises AccountError."""
        if len(password) < SHORTEST:
            raise AccountError(f"Mật khẩu lần đầu phải có ít nhất {SHORTEST} ký tự.")
        self._set_password(username, password, must_change=True, what="reset")

    def change(self, username: str, old: str, new: str) -> None:
        """Let an officer choose a password and end their sessions; raises AccountError."""
        kept = self._row(username)
        if kept is None or not is_password(old, kept["password"]):
            raise AccountError("Mật khẩu hiện tại chưa đúng.")
        if is_password(new, kept["password"]):
            raise AccountError("Mật khẩu mới phải khác mật khẩu hiện tại.")
        wrong = objection(new, username)
        if wrong is not None:
            raise AccountError(wrong)
        self._set_password(username, new, must_change=False, what="changed")

    def log_in(self, username: str, password: str, address: str) -> Login:
        """Check a password; five wrong ones in five minutes lock the name at that address. Every attempt is audited.

        A name that is none is treated like one that is, as slowly too, so that nobody learns which names exist.
        """
        nobody, kept = self._nobody_password(), self._row(username)
        known, wanted = (UNKNOWN, nobody) if kept is None else (username, str(kept["password"]))
        who = _who(username, wanted)
        if not self._locks.lets_try(who, address):
            self._audit(known, "refused: locked", address)
            return Login("locked")
        if not is_password(password, wanted) or kept is None:
            locked = self._locks.wrong(who, address)
            self._audit(known, "wrong password: locked" if locked else "wrong password", address)
            return Login("locked" if locked else "wrong")
        self._locks.right(who, address)
        self._audit(known, "logged in", address)
        return Login("ok", self._officer(kept))

    def find(self, username: str) -> Officer | None:
        """Return one account."""
        row = self._row(username)
        return None if row is None else self._officer(row)

    def officers(self) -> list[Officer]:
        """Return all accounts by name of login."""
        return [self._officer(row) for row in self._store.rows("SELECT * FROM officer ORDER BY username")]

    def audit(self, username: str) -> list[str]:
        """Return what happened to an account, oldest first."""
        rows = self._store.rows("SELECT what FROM audit WHERE username = ? ORDER BY seq", (username,))
        return [str(row["what"]) for row in rows]

    def note_logout(self, username: str, address: str) -> None:
        """Write a logout into the audit."""
        self._audit(username, "logged out", address)

    def _set_password(self, username: str, password: str, *, must_change: bool, what: str) -> None:
        kept = hash_password(password)
        with self._store.transaction() as db:
            done = db.execute(
                "UPDATE officer SET password = ?, must_change = ? WHERE username = ?",
                (kept, int(must_change), username),
            )
            if not done.rowcount:
                raise AccountError(f"Không có tài khoản «{username}».")
            db.execute("DELETE FROM session WHERE username = ?", (username,))
            self._note(db, username, what, "")

    def _row(self, username: str) -> sqlite3.Row | None:
        found = self._store.rows("SELECT * FROM officer WHERE username = ?", (username,))
        return found[0] if found else None

    def _officer(self, row: sqlite3.Row) -> Officer:
        return Officer(
            row["username"],
            row["name"],
            row["counter"],
            OfficerRole(row["role"]),
            bool(row["must_change"]),
            self._locks.hold(_who(row["username"], row["password"])),
        )

    def _nobody_password(self) -> str:
        if self._nobody is None:
            self._nobody = hash_password("nobody has this password")
        return self._nobody

    def _audit(self, username: str, what: str, address: str) -> None:
        with self._store.transaction() as db:
            self._note(db, username, what, address)

    def _note(self, db: sqlite3.Connection, username: str, what: str, address: str) -> None:
        made = db.execute(
            "INSERT INTO audit (at, username, what, address) VALUES (?, ?, ?, ?)",
            (self._clock.now().timestamp(), username[:32], what, address[:45]),
        )
        db.execute("DELETE FROM audit WHERE seq <= ?", ((made.lastrowid or 0) - AUDIT_KEPT,))


def _who(username: str, wanted: str) -> str:
    """Return what tries are counted under: another password, wherever it was set, begins anew."""
    return f"{username[:64]}\n{wanted}"
