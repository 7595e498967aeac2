"""Sessions of logged-in officers: random tokens, kept hashed, ten hours long, alive across a restart of the hub."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import NamedTuple

from lobby.clock import Clock
from ticketing.desk.store import Store

LASTS_S = 10 * 3600.0


@dataclass(frozen=True)
class Session:
    """Who is logged in, and at which counter they chose to work."""

    username: str
    counter: str | None


class Holder(NamedTuple):
    """Who sits at a counter, by login and by name."""

    username: str
    name: str


class Sessions:
    """The sessions in a Store; the token itself is known to the browser alone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def begin(self, username: str) -> str:
        """Return the token of a new session."""
        token = secrets.token_urlsafe(32)
        now = self._clock.now().timestamp()
        with self._store.transaction() as db:
            db.execute("DELETE FROM session WHERE ends <= ?", (now,))
            db.execute(
                "INSERT INTO session (token, username, began, ends) VALUES (?, ?, ?, ?)",
                (_digest(token), username, now, now + LASTS_S),
            )
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token; None where it ended or never was."""
        found = self._store.rows(
            "SELECT username, counter FROM session WHERE token = ? AND ends > ?",
            (_digest(token), self._clock.now().timestamp()),
        )
        return Session(found[0]["username"], found[0]["counter"]) if found else None

    def choose(self, token: str, counter: str) -> None:
        """Sit down at a counter; whoever sat there before has to choose anew."""
        with self._store.transaction() as db:
            db.execute("UPDATE session SET counter = NULL WHERE counter = ?", (counter,))
            db.execute("UPDATE session SET counter = ? WHERE token = ?", (counter, _digest(token)))

    def leave(self, token: str) -> None:
        """Stand up from the counter and stay logged in."""
        with self._store.transaction() as db:
            db.execute("UPDATE session SET counter = NULL WHERE token = ?", (_digest(token),))

    def end(self, token: str) -> None:
        """Log out."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM session WHERE token = ?", (_digest(token),))

    def seated(self) -> dict[str, Holder]:
        """Return who sits at each counter now."""
        rows = self._store.rows(
            "SELECT session.counter AS counter, username, officer.name AS name FROM session"
            " JOIN officer USING (username) WHERE session.counter IS NOT NULL AND ends > ?",
            (self._clock.now().timestamp(),),
        )
        return {row["counter"]: Holder(row["username"], row["name"]) for row in rows}


def form_token(secret: str) -> str:
    """Return the token that forms and scripts send back: made from the cookie, which other sites cannot read."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(given: str, secret: str) -> bool:
    """Tell whether `given` belongs to the cookie `secret`."""
    return hmac.compare_digest(given.encode(), form_token(secret).encode())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
