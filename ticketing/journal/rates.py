"""One-time tokens of ratings as the journal remembers them beyond the day, kept in step with its entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from lobby.contract.base import wire_time
from lobby.contract.journal import EntryKind
from lobby.contract.ticket import Ticket
from ticketing.engine.facts import Fact
from ticketing.engine.state import Rating, Served

_COLUMNS = "rate, ticket, counter, officer, opened, closes, closed, given"
_OPEN = (
    "INSERT OR REPLACE INTO rates (rate, track, id, ticket, counter, officer, opened, closes) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_CLOSE = "UPDATE rates SET closed = :at WHERE counter = :counter AND closes > :at AND closed IS NULL AND id <> :ended"
_TAKE_BACK = "DELETE FROM rates WHERE given IS NULL AND id IN (SELECT value FROM json_each(?))"
_REOPEN = "UPDATE rates SET closed = NULL WHERE counter = ? AND closes > ? AND closed = ?"
_GIVE = "UPDATE rates SET given = ? WHERE rate = ?"
_OF = f"SELECT {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN rates ON rate = asked.value"  # noqa: S608
_OF_TRACK = f"SELECT {_COLUMNS} FROM rates WHERE track = ? ORDER BY opened DESC LIMIT 1"  # noqa: S608
_FORGET = "DELETE FROM rates WHERE rate IN (SELECT rate FROM rates WHERE opened < ? ORDER BY opened LIMIT ?)"

_Row = tuple[str, str, str, str | None, str, str, str | None, str | None]


def keep(writer: sqlite3.Connection, facts: Iterable[Fact]) -> None:
    """Keep what `facts` say of ratings, within the transaction that keeps the facts themselves."""
    for fact in facts:
        change = _CHANGES.get(fact.kind)
        if change is not None:
            change(writer, fact)


def of(reader: sqlite3.Connection, asked: Iterable[str]) -> dict[str, Served]:
    """Return the ratings of tokens; those that are not known are left out."""
    tokens = json.dumps(list(asked))
    found = map(_served, reader.execute(_OF, (tokens,)) if tokens != "[]" else ())
    return {one.rating.rate: one for one in found}


def of_track(reader: sqlite3.Connection, track: str) -> Served | None:
    """Return the newest rating of the ticket that is followed by `track`."""
    row = reader.execute(_OF_TRACK, (track,)).fetchone()
    return _served(row) if row is not None else None


def forget(writer: sqlite3.Connection, before: str, limit: int) -> int:
    """Forget `limit` of the ratings that were opened before the date `before`; returns how many it were."""
    return writer.execute(_FORGET, (before, limit)).rowcount


def _opened(writer: sqlite3.Connection, fact: Fact) -> None:
    ticket, said = fact.ticket, fact.private
    if ticket is None or "rate" not in said:
        return
    closes = wire_time(fact.at + timedelta(seconds=int(said["rate_s"])))
    stands = (ticket.ticket, ticket.model_dump_json(exclude_none=True), fact.counter or "", fact.officer)
    writer.execute(_OPEN, (said["rate"], said.get("track"), *stands, wire_time(fact.at), closes))


def _closed(writer: sqlite3.Connection, fact: Fact) -> None:
    ended = fact.data.get("ended", "")
    writer.execute(_CLOSE, {"at": wire_time(fact.at), "counter": fact.counter or "", "ended": ended})


def _undone(writer: sqlite3.Connection, fact: Fact) -> None:
    writer.execute(_TAKE_BACK, (json.dumps(list(fact.data.get("tickets", ()))),))
    done = fact.private.get("at")
    if done is not None:
        writer.execute(_REOPEN, (fact.counter or "", done, done))


def _given(writer: sqlite3.Connection, fact: Fact) -> None:
    writer.execute(_GIVE, (fact.private.get("asked", ""), fact.private.get("rate")))


_CHANGES: Mapping[EntryKind, Callable[[sqlite3.Connection, Fact], None]] = {
    EntryKind.TICKET_SERVED: _opened,
    EntryKind.TICKET_CALLED: _closed,
    EntryKind.TICKET_SERVING: _closed,
    EntryKind.COUNTER_UNDONE: _undone,
    EntryKind.RATING_SUBMITTED: _given,
}


def _served(row: _Row) -> Served:
    rate, said, counter, officer, opened, closes, closed, given = row
    ticket = Ticket.model_validate_json(said)
    rating = Rating(
        rate=rate,
        ticket=ticket.ticket,
        number=ticket.number,
        counter=counter,
        opened_at=datetime.fromisoformat(opened),
        closes_at=datetime.fromisoformat(closes),
        given=given,
        officer=officer,
        closed=datetime.fromisoformat(closed) if closed is not None else None,
    )
    return Served(rating, ticket)
