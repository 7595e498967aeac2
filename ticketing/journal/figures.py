"""A day's figures, from its journal entries alone: counts and times by field, counter and officer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lobby.contract.journal import EntryKind
from lobby.contract.ticket import Ticket
from ticketing.engine.days import office_date
from ticketing.engine.facts import Fact
from ticketing.journal.figure import SERVICE, WAIT, Figure, Key

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


class _Share(NamedTuple):
    key: Key
    what: str
    amount: float


@dataclass
class _Act:
    kind: EntryKind
    ticket: str
    shares: list[_Share]


class Figures:
    """Adds up entries in their order; `rows` has what came of them.

    An issued ticket counts in the field it was taken for, all else where it happened. An act that was undone counts
    nowhere; what was entered late counts on the day it was done; a rating counts for the officer who served.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, Figure] = {}
        self._last: dict[str, _Act] = {}
        self._served_by: dict[str, Key] = {}

    def add(self, fact: Fact) -> None:
        """Count one entry."""
        if fact.kind is EntryKind.COUNTER_UNDONE:
            self._take_back(fact)
            return
        shares = list(_shares(fact)) if fact.kind is not EntryKind.RATING_SUBMITTED else self._rating(fact)
        for share in shares:
            self._count(share, 1)
        self._remember(fact, shares)

    def _rating(self, fact: Fact) -> list[_Share]:
        ticket = _ticket(fact)
        key = self._served_by.get(ticket.ticket, _here(fact))
        return [_Share(key, "ratings", 1), _Share(key, "rating_sum", int(fact.data.get("score", 0)))]

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
        self.rows.setdefault(share.key, Figure()).add(share.what, share.amount, times)


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
    yield Key(fact.day.isoformat(), _ticket(fact).service), "issued", 1


def _called(fact: Fact) -> _Counted:
    ticket = _ticket(fact)
    yield _here(fact), "called", 1
    if ticket.calls == 1:
        yield _here(fact), WAIT, (fact.at - ticket.issued_at).total_seconds()


def _served(fact: Fact) -> _Counted:
    ticket = _ticket(fact)
    yield _here(fact), "served", 1
    begun = ticket.served_at or ticket.called_at
    # Nobody pressed finish before the day ended, so how long it took is not known.
    if begun is not None and ticket.ended_at is not None and fact.data.get("by") != "day":
        yield _here(fact), SERVICE, (ticket.ended_at - begun).total_seconds()


def _transferred(fact: Fact) -> _Counted:
    yield _here(fact)._replace(service=str(fact.data["from_service"])), "transferred", 1


def _late(fact: Fact) -> _Counted:
    data = fact.data
    came, called, ended = (_time(data.get(name)) for name in ("came_at", "called_at", "ended_at"))
    day = office_date(ended or came or fact.at).isoformat()
    key = Key(day, str(data["service"]), fact.counter or "", fact.officer or "")
    yield key, "late", 1
    outcome = _LATE.get(str(data.get("outcome")))
    if outcome is not None:
        yield key, outcome, 1
    if came is not None and called is not None:
        yield key, WAIT, (called - came).total_seconds()
    if called is not None and ended is not None and outcome == "served":
        yield key, SERVICE, (ended - called).total_seconds()


def _one(what: str) -> Callable[[Fact], _Counted]:
    def count(fact: Fact) -> _Counted:
        yield _here(fact), what, 1

    return count


def _of_the_field(what: str) -> Callable[[Fact], _Counted]:
    def count(fact: Fact) -> _Counted:
        yield Key(fact.day.isoformat(), _ticket(fact).service), what, 1

    return count


def _here(fact: Fact) -> Key:
    return Key(fact.day.isoformat(), _ticket(fact).service, fact.counter or "", fact.officer or "")


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
