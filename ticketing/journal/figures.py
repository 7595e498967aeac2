"""A day's figures, from its journal entries alone: counts and times by hour, field, counter and officer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.ticket import Ticket
from ticketing.engine.days import office_date
from ticketing.engine.facts import Fact
from ticketing.journal.figure import SERVICE, WAIT, Figure, Key
from ticketing.journal.figure_ratings import counts_of

_LATE = {"served": "served", "no_show": "missed", "cancelled": "cancelled", "expired": "expired"}
_ACTS = frozenset(
    {
        EntryKind.TICKET_CALLED,
        EntryKind.TICKET_SERVING,
        EntryKind.TICKET_SERVED,
        EntryKind.TICKET_NO_SHOW,
        EntryKind.TICKET_PARKED,
        EntryKind.TICKET_TRANSFERRED,
    }
)

_ENDS = frozenset({EntryKind.TICKET_SERVED, EntryKind.TICKET_EXPIRED})


class _Share(NamedTuple):
    key: Key
    what: str
    seconds: float = 0.0


@dataclass
class _Act:
    kind: EntryKind
    ticket: str
    shares: list[_Share]


class Figures:
    """Adds up entries in their order; `rows` has what came of them.

    Each thing counts in the hour it happened; an issued ticket in the field it was taken for, all else where it
    happened. An act that was undone counts nowhere. What was entered late counts when it was done, for no officer,
    since whoever typed it need not have done it. A rating counts when, where and for whom its ticket was served,
    however late it came.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, Figure] = {}
        self._last: dict[str, _Act] = {}
        self._served_by: dict[str, Key] = {}

    def add(self, fact: Fact) -> None:
        """Count one entry."""
        if fact.kind is EntryKind.DAY_OPENED:
            # So that it does not matter with how many days before it a day is counted.
            self._last, self._served_by = {}, {}
        if fact.kind is EntryKind.COUNTER_UNDONE:
            self._take_back(fact)
            return
        shares = list(_shares(fact)) if fact.kind is not EntryKind.RATING_SUBMITTED else self._rating(fact)
        for share in shares:
            self._count(share, 1)
        self._remember(fact, shares)

    def _rating(self, fact: Fact) -> list[_Share]:
        ticket = _ticket(fact)
        key = self._served_by.get(ticket.ticket) or _served_at(fact, ticket)
        return [_Share(key, what) for what in counts_of(fact.data)]

    def _remember(self, fact: Fact, shares: list[_Share]) -> None:
        if fact.kind not in _ACTS or fact.ticket is None:
            return
        ticket, counter = fact.ticket.ticket, fact.counter or ""
        if fact.kind is EntryKind.TICKET_SERVED:
            self._served_by[ticket] = _here(fact)
        before = self._last.get(counter)
        # A call that ended a service is one act with it, and undone with it.
        joins = (
            before is not None and before.kind is EntryKind.TICKET_SERVED and before.ticket == fact.data.get("ended")
        )
        self._last[counter] = _Act(fact.kind, ticket, [*before.shares, *shares] if before and joins else shares)

    def _take_back(self, fact: Fact) -> None:
        act = self._last.pop(fact.counter or "", None)
        if act is not None:
            for share in act.shares:
                self._count(share, -1)

    def _count(self, share: _Share, times: int) -> None:
        self.rows.setdefault(share.key, Figure()).add(share.what, share.seconds, times)


def counted(facts: Iterable[Fact]) -> Mapping[Key, Figure]:
    """Return the figures of `facts`, which are whole days in order."""
    figures = Figures()
    for fact in facts:
        figures.add(fact)
    return figures.rows


def _shares(fact: Fact) -> Iterator[_Share]:
    found = _COUNTED.get(fact.kind)
    if found is not None:
        yield from (_Share(*share) for share in found(fact))


_Counted = Iterator[tuple[Key, str, float]]


def _issued(fact: Fact) -> _Counted:
    yield _of_field(fact), "issued", 0.0


def _called(fact: Fact) -> _Counted:
    ticket = _ticket(fact)
    yield _here(fact), "called", 0.0
    if ticket.calls == 1:
        yield _here(fact), WAIT, (fact.at - ticket.issued_at).total_seconds()


def _served(fact: Fact) -> _Counted:
    ticket = _ticket(fact)
    yield _here(fact), "served", 0.0
    begun = ticket.served_at or ticket.called_at
    # Nobody pressed finish before the day ended, so how long it took is not known.
    if begun is not None and ticket.ended_at is not None and fact.data.get("by") != "day":
        yield _here(fact), SERVICE, (ticket.ended_at - begun).total_seconds()


def _transferred(fact: Fact) -> _Counted:
    yield _here(fact)._replace(service=str(fact.data["from_service"])), "transferred", 0.0


def _late(fact: Fact) -> _Counted:
    data = fact.data
    came, called, ended = (_time(data.get(name)) for name in ("came_at", "called_at", "ended_at"))
    done = ended or came or fact.at
    key = Key(office_date(done).isoformat(), _hour(done), str(data["service"]), fact.counter or "")
    yield key, "late", 0.0
    outcome = _LATE.get(str(data.get("outcome")))
    if outcome is not None:
        yield key, outcome, 0.0
    if came is not None and called is not None:
        yield key, WAIT, (called - came).total_seconds()
    if called is not None and ended is not None and outcome == "served":
        yield key, SERVICE, (ended - called).total_seconds()


def _one(what: str) -> Callable[[Fact], _Counted]:
    def count(fact: Fact) -> _Counted:
        yield _here(fact), what, 0.0

    return count


def _of_the_field(what: str) -> Callable[[Fact], _Counted]:
    def count(fact: Fact) -> _Counted:
        yield _of_field(fact), what, 0.0

    return count


def _here(fact: Fact) -> Key:
    return _of_field(fact)._replace(counter=fact.counter or "", officer=fact.officer or "")


def _of_field(fact: Fact) -> Key:
    ticket = _ticket(fact)
    # What ended with its day was written the next morning.
    at = ticket.ended_at if fact.kind in _ENDS and ticket.ended_at is not None else fact.at
    return Key(fact.day.isoformat(), _hour(at), ticket.service)


def _served_at(fact: Fact, ticket: Ticket) -> Key:
    """Return where a rating counts that came on a later day than its ticket was served."""
    ended = ticket.ended_at or fact.at
    return _here(fact)._replace(day=office_date(ended).isoformat(), hour=_hour(ended))


def _hour(at: datetime) -> int:
    return at.astimezone(OFFICE_ZONE).hour


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _ticket(fact: Fact) -> Ticket:
    if fact.ticket is None:
        raise ValueError(f"entry {fact.seq} {fact.kind} carries no ticket")
    return fact.ticket


_COUNTED: Mapping[EntryKind, Callable[[Fact], _Counted]] = {
    EntryKind.TICKET_ISSUED: _issued,
    EntryKind.TICKET_CALLED: _called,
    EntryKind.TICKET_SERVED: _served,
    EntryKind.TICKET_NO_SHOW: _one("missed"),
    EntryKind.TICKET_PARKED: _one("parked"),
    EntryKind.TICKET_TRANSFERRED: _transferred,
    EntryKind.TICKET_CANCELLED: _of_the_field("cancelled"),
    EntryKind.TICKET_EXPIRED: _of_the_field("expired"),
    EntryKind.ENTRY_LATE: _late,
}
