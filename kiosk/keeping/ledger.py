"""What is under way for a citizen, kept until it is over: numbers asked for, slips begun, words for the hub."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import TypeVar

from lobby.contract.base import Instant, Message, Part, ServiceId, Uuid
from lobby.contract.codec import decode
from lobby.contract.errors import Malformed
from lobby.contract.requests import VERBS, Request, TicketIssue
from lobby.contract.slips import PrintTicket
from lobby.database import Database

M = TypeVar("M", bound=Message)

REPRINTS_KNOWN = 500
_FORGET_REPRINTS = "DELETE FROM reprinted WHERE seq <= (SELECT MAX(seq) - ? FROM reprinted)"


class _Kind(StrEnum):
    ISSUE = "issue"
    SLIP = "slip"
    TELL = "tell"


class Begun(Part):
    """A slip that was handed to the print service, or was about to be, at `at`; `service` is the field's id."""

    slip: PrintTicket
    ticket: Uuid
    service: ServiceId
    at: Instant


class Ledger:
    """Every method is one transaction and raises sqlite3.Error where the disk fails."""

    def __init__(self, disk: Database) -> None:
        self._disk = disk

    def asking(self, issue: TicketIssue) -> None:
        """Keep that a number is asked for; asking again changes nothing."""
        with self._disk.transaction() as table:
            _keep(table, issue.id, _Kind.ISSUE, issue)

    def begin(self, begun: Begun, closes: str | None) -> None:
        """Keep that a slip is begun, in place of the question `closes` that its number came from."""
        with self._disk.transaction() as table:
            _keep(table, begun.slip.job, _Kind.SLIP, begun)
            if begun.slip.again:
                table.execute("INSERT OR IGNORE INTO reprinted (job) VALUES (?)", (begun.slip.job,))
                table.execute(_FORGET_REPRINTS, (REPRINTS_KNOWN,))
            if closes is not None:
                table.execute("DELETE FROM kept WHERE id = ?", (closes,))
                table.execute("UPDATE given SET state = 'begun' WHERE id = ? AND state = 'drawn'", (closes,))

    def tell(self, request: Request, closes: str | None) -> None:
        """Keep what the hub must hear, in place of what it ends (`closes`)."""
        with self._disk.transaction() as table:
            _keep(table, request.id, _Kind.TELL, request, request.verb)
            if closes is not None:
                table.execute("DELETE FROM kept WHERE id = ?", (closes,))

    def drop(self, kept: str) -> None:
        """Forget what is over."""
        with self._disk.transaction() as table:
            table.execute("DELETE FROM kept WHERE id = ?", (kept,))

    def issues(self) -> list[TicketIssue]:
        """Return the numbers that are being asked for, oldest first."""
        return [issue for body in self._bodies(_Kind.ISSUE) if (issue := _read(TicketIssue, body)) is not None]

    def begun(self) -> list[Begun]:
        """Return the slips that were begun and whose end is not known, oldest first."""
        return [Begun.model_validate_json(body) for body in self._bodies(_Kind.SLIP)]

    def tells(self) -> list[Request]:
        """Return what the hub must hear, oldest first."""
        rows = self._disk.rows("SELECT kind, body FROM kept WHERE kind LIKE 'tell:%' ORDER BY seq")
        read = [_read(VERBS[kind.partition(":")[2]], body) for kind, body in rows]
        return [request for request in read if request is not None]

    def reprinted(self) -> set[str]:
        """Return the reprints that were begun, each of which is printed no second time."""
        return {job for (job,) in self._disk.rows("SELECT job FROM reprinted")}

    def _bodies(self, kind: _Kind) -> list[str]:
        return [body for (body,) in self._disk.rows("SELECT body FROM kept WHERE kind = ? ORDER BY seq", kind)]


def _keep(table: sqlite3.Connection, key: str, kind: _Kind, body: Part, verb: str = "") -> None:
    named = f"{kind}:{verb}" if verb else kind.value
    text = body.model_dump_json(exclude_none=True, by_alias=True)
    table.execute("INSERT OR IGNORE INTO kept (id, kind, body) VALUES (?, ?, ?)", (key, named, text))


def _read(kind: type[M], body: str) -> M | None:
    try:
        return decode(kind, body.encode())
    except Malformed:
        return None
