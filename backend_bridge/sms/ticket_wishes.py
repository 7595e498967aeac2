"""Who wants to be told when it is nearly a number's turn: kept until it was told, taken back, or the day is over."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from typing import NamedTuple

from backend_bridge.sms.outgoing import put_out
from lobby.contract.base import OFFICE_ZONE
from lobby.database import Database

MOST_OF_ONE = 3
MOST_OF_ALL = 200
SOONEST_S, EACH_TAKES_S, LATEST_S = 5, 10, 60
"""Seconds until a number is looked at again: so many for each who is before it, within bounds."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS ticket_wish (
    number TEXT NOT NULL, ticket TEXT NOT NULL, day TEXT NOT NULL, due REAL NOT NULL,
    PRIMARY KEY (number, ticket)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ticket_wish_due ON ticket_wish (due);
"""
_FORGET = "DELETE FROM ticket_wish WHERE number = ? AND ticket = ? AND day = ?"


class TicketWish(NamedTuple):
    """A telephone's number that wants to be told of a slip's number, which is of `day` alone."""

    number: str
    ticket: str
    day: str


class TicketWishes:
    """Every method is one transaction; raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has_room(self, number: str, ticket: str, now: datetime) -> bool:
        """Tell whether this telephone may wish for one more; one that it has wished for already is no more."""
        today = day_of(now)
        with self._database.transaction() as rows:
            (own, all_others) = rows.execute(
                "SELECT count(*) FILTER (WHERE number = ?), count(*) FROM ticket_wish"
                " WHERE day = ? AND NOT (number = ? AND ticket = ?)",
                (number, today, number, ticket),
            ).fetchone()
        return int(own) < MOST_OF_ONE and int(all_others) < MOST_OF_ALL

    def next_due(self, now: datetime) -> TicketWish | None:
        """Return the wish that is to be looked at."""
        with self._database.transaction() as rows:
            row = rows.execute(
                "SELECT number, ticket, day FROM ticket_wish WHERE due <= ? ORDER BY due LIMIT 1", (now.timestamp(),)
            ).fetchone()
        return TicketWish(*row) if row else None

    def later(self, wish: TicketWish, due: datetime) -> None:
        """Look at it again at `due`."""
        with self._database.transaction() as rows:
            rows.execute(
                "UPDATE ticket_wish SET due = ? WHERE number = ? AND ticket = ? AND day = ?", (due.timestamp(), *wish)
            )

    def fulfil(self, wish: TicketWish, text: str, now: datetime) -> bool:
        """Put the news among what is to be sent and forget the wish; tells whether it still stood."""
        with self._database.transaction() as rows:
            done = rows.execute(_FORGET, wish)
            if done.rowcount:
                put_out(rows, wish.number, text, "notice", now)
        return bool(done.rowcount)

    def forget(self, wish: TicketWish) -> None:
        """Forget a wish of which there is nothing more to tell."""
        with self._database.transaction() as rows:
            rows.execute(_FORGET, wish)


def day_of(now: datetime) -> str:
    """Return the day at the office, whose numbers are given anew on the next."""
    day: date = now.astimezone(OFFICE_ZONE).date()
    return day.isoformat()


def next_look(people: int, now: datetime) -> datetime:
    """Return when to look again where so many `people` are to be called until there is news."""
    return now + timedelta(seconds=min(max(SOONEST_S, people * EACH_TAKES_S), LATEST_S))


def keep(rows: sqlite3.Connection, wish: TicketWish, due: datetime) -> None:
    """Keep a wish, within the transaction of the answer that confirms it."""
    rows.execute("INSERT OR REPLACE INTO ticket_wish VALUES (?, ?, ?, ?)", (*wish, due.timestamp()))


def take_back(rows: sqlite3.Connection, number: str) -> None:
    """Forget all that a telephone wished for, within the transaction of the answer that confirms it."""
    rows.execute("DELETE FROM ticket_wish WHERE number = ?", (number,))
