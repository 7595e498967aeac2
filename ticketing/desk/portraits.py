"""How officers are shown at pads: name, title and photograph, kept where the accounts are and gone with them."""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import dataclass

from lobby.contract.rating import Server
from ticketing.desk.account import AccountError, no_account
from ticketing.desk.audit import Audit
from ticketing.desk.store import Store

LETTERS_AT_MOST = 60
_ROWS = (
    "SELECT officer.username AS username, name, coalesce(shown, '') AS shown, coalesce(title, '') AS title, photo"
    " FROM officer LEFT JOIN face USING (username)"
)
_SAY = (
    "INSERT INTO face (username, shown, title) VALUES (?, ?, ?)"
    " ON CONFLICT (username) DO UPDATE SET shown = excluded.shown, title = excluded.title"
)
_PUT = (
    "INSERT INTO face (username, shown, title, photo) VALUES (?, '', '', ?)"
    " ON CONFLICT (username) DO UPDATE SET photo = excluded.photo"
)


@dataclass(frozen=True)
class Portrait:
    """One officer as pads may show them; `shown` is empty where the account's own name is, `photo` a JPEG in base64."""

    username: str
    name: str
    shown: str
    title: str
    photo: str | None

    @property
    def server(self) -> Server:
        """The officer as a pad is told."""
        return Server(name=(self.shown or self.name)[:LETTERS_AT_MOST], title=self.title, photo=self.photo)


class Portraits:
    """The portraits in a Store; safe to ask from any thread."""

    def __init__(self, store: Store, log: Audit) -> None:
        self._store = store
        self._log = log

    def all(self) -> dict[str, Portrait]:
        """Return every officer by user name."""
        return {row["username"]: _portrait(row) for row in self._store.rows(_ROWS)}

    def say(self, username: str, shown: str, title: str) -> None:
        """Let pads show an officer by this name and title; raises AccountError."""
        shown, title = " ".join(shown.split()), " ".join(title.split())
        if max(len(shown), len(title)) > LETTERS_AT_MOST:
            raise AccountError(f"Tên và chức danh hiện trên bảng không quá {LETTERS_AT_MOST} ký tự.")
        self._write(username, _SAY, (username, shown, title), "changed what pads show")

    def put(self, username: str, photo: bytes | None) -> None:
        """Keep an officer's photograph, a small JPEG, or take it away; raises AccountError."""
        self._write(username, _PUT, (username, photo), "changed the photo")

    def version(self) -> int:
        """Return a number that differs once another program wrote into the file."""
        return int(self._store.rows("PRAGMA data_version")[0][0])

    def _write(self, username: str, query: str, values: tuple[object, ...], what: str) -> None:
        with self._store.transaction() as db:
            if db.execute("SELECT 1 FROM officer WHERE username = ?", (username,)).fetchone() is None:
                raise no_account(username)
            db.execute(query, values)
            self._log.note(db, username, what)


def _portrait(row: sqlite3.Row) -> Portrait:
    return Portrait(row["username"], row["name"], row["shown"], row["title"], _base64(row["photo"]))


def _base64(photo: object) -> str | None:
    return base64.b64encode(photo).decode() if isinstance(photo, bytes) else None
