"""Officers' accounts: who may log in, with which password, at which counter, and what became of each attempt."""

from __future__ import annotations

import sqlite3
import threading

from lobby.clock import Clock
from ticketing.desk.account import (
    AccountError,
    Login,
    Officer,
    OfficerRole,
    check_first,
    check_name,
    check_new,
    no_account,
)
from ticketing.desk.audit import LOGGED_IN, LOOKED, REFUSED, TABLET, UNKNOWN, WRONG, WRONG_LOCKED, Audit, Event
from ticketing.desk.locks import LOCKED_S, Locks
from ticketing.desk.passwords import hash_password, is_password, objection
from ticketing.desk.store import Store

__all__ = ["AccountError", "Accounts", "Login", "Officer", "OfficerRole"]


class Accounts:
    """The officers in a Store; safe to ask from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._locks = Locks(clock)
        self._nobody: str | None = None
        self._log = Audit(store, clock)
        self._recalled = threading.Event()

    def add(self, username: str, name: str, counter: str | None, role: OfficerRole, password: str) -> bool:
        """Make an account whose password must be changed; False where the username is taken. Raises AccountError."""
        check_new(username, name, password)
        values = (username, name.strip(), counter, role.value, hash_password(password))
        with self._store.transaction() as db:
            made = db.execute(
                "INSERT OR IGNORE INTO officer (username, name, counter, role, password, must_change)"
                " VALUES (?, ?, ?, ?, ?, 1)",
                values,
            )
            if made.rowcount:
                self._log.note(db, username, "added")
            return bool(made.rowcount)

    def reset(self, username: str, password: str) -> None:
        """Give a new first password, lift the lock and end the officer's sessions; raises AccountError."""
        check_first(password)
        self._set_password(username, password, must_change=True, what="reset")

    def edit(self, username: str, name: str, counter: str | None, role: OfficerRole) -> None:
        """Change who an account is for; the last admin stays one. Raises AccountError."""
        check_name(name)
        with self._store.transaction() as db:
            self._keep_an_admin(db, username, role)
            done = db.execute(
                "UPDATE officer SET name = ?, counter = ?, role = ? WHERE username = ?",
                (name.strip(), counter, role.value, username),
            )
            if not done.rowcount:
                raise no_account(username)
            self._log.note(db, username, f"edited: {role.value}")

    def remove(self, username: str) -> None:
        """Take an account away and end its sessions at once; the last admin stays. Raises AccountError."""
        with self._store.transaction() as db:
            self._keep_an_admin(db, username, None)
            if not db.execute("DELETE FROM officer WHERE username = ?", (username,)).rowcount:
                raise no_account(username)
            self._log.note(db, username, "removed")

    def unlock(self, username: str) -> None:
        """Forget an account's wrong passwords, wherever they were typed; raises AccountError."""
        row = self._row(username)
        if row is None:
            raise no_account(username)
        self._recall()
        self._locks.free(_who(username, row["password"]))
        self._log.write(username, "unlocked", "")

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
        self._recall()
        nobody, kept = self._nobody_password(), self._row(username)
        known, wanted = (UNKNOWN, nobody) if kept is None else (username, str(kept["password"]))
        who = _who(username, wanted)
        if not self._locks.lets_try(who, address):
            self._log.write(known, REFUSED, address)
            return Login("locked")
        if not is_password(password, wanted) or kept is None:
            locked = self._locks.wrong(who, address)
            self._log.write(known, WRONG_LOCKED if locked else WRONG, address)
            return Login("locked" if locked else "wrong")
        self._locks.right(who, address)
        self._log.write(known, LOGGED_IN, address)
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
        return self._log.of(username)

    def recent(self, at_most: int) -> list[Event]:
        """Return the newest lines of the audit, newest first."""
        return self._log.newest(at_most)

    def looks(self, at_most: int) -> list[Event]:
        """Return the newest looks at officers' figures, newest first."""
        return self._log.looks(at_most)

    def note_logout(self, username: str, address: str) -> None:
        """Write a logout into the audit."""
        self._log.write(username, "logged out", address)

    def note_clock(self, username: str, address: str) -> None:
        """Write into the audit who said that the machine's date is right."""
        self._log.write(username, "confirmed the clock", address)

    def note_restore(self, username: str, address: str) -> None:
        """Write into the audit who read what a restore means for today's numbers."""
        self._log.write(username, "read about the restore", address)

    def note_notices(self, username: str, address: str) -> None:
        """Write into the audit who changed what boards show."""
        self._log.write(username, "changed the notices", address)

    def note_tablet(self, username: str, what: str, address: str) -> None:
        """Write into the audit which tablet was let in, moved or cut off; raises sqlite3.Error."""
        self._log.write(username, f"{TABLET}{what}", address)

    def note_look(self, username: str, what: str, address: str, within_s: float = 0) -> None:
        """Write into the audit who looked at officers' figures, and at which: "2026-H1 xlsx". Raises sqlite3.Error.

        The same look of the last `within_s` seconds stands for this one.
        """
        if not (within_s and self._log.has(username, f"{LOOKED}{what}", within_s)):
            self._log.write(username, f"{LOOKED}{what}", address)

    def _set_password(self, username: str, password: str, *, must_change: bool, what: str) -> None:
        kept = hash_password(password)
        with self._store.transaction() as db:
            done = db.execute(
                "UPDATE officer SET password = ?, must_change = ? WHERE username = ?",
                (kept, int(must_change), username),
            )
            if not done.rowcount:
                raise no_account(username)
            db.execute("DELETE FROM session WHERE username = ?", (username,))
            self._log.note(db, username, what)

    def _keep_an_admin(self, db: sqlite3.Connection, username: str, role: OfficerRole | None) -> None:
        others = db.execute(
            "SELECT count(*) FROM officer WHERE role = ? AND username <> ?", (OfficerRole.ADMIN.value, username)
        ).fetchone()[0]
        was = db.execute("SELECT role FROM officer WHERE username = ?", (username,)).fetchone()
        if was is not None and was["role"] == OfficerRole.ADMIN and role is not OfficerRole.ADMIN and not others:
            raise AccountError("Đây là tài khoản quản trị duy nhất. Hãy thêm một tài khoản quản trị khác trước.")

    def _recall(self) -> None:
        """Count the wrong passwords that the audit knows once, so that a restart lifts no lock."""
        if self._recalled.is_set():
            return
        self._recalled.set()
        for username, address in self._log.wrong_since(LOCKED_S):
            row = self._row(username)
            if row is not None:
                self._locks.recall(_who(username, row["password"]), address)

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


def _who(username: str, wanted: str) -> str:
    """Return what tries are counted under: another password, wherever it was set, begins anew."""
    return f"{username[:64]}\n{wanted}"
