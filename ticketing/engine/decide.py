"""Decides a request: which entries it makes, the state after them, and the reply's data or why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lobby.contract.base import Part
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.requests import (
    LOOKS,
    CounterCall,
    CounterClose,
    CounterFinish,
    CounterHelp,
    CounterHush,
    CounterNext,
    CounterNoShow,
    CounterOpen,
    CounterPark,
    CounterPause,
    CounterRecall,
    CounterResume,
    CounterServe,
    CounterTransfer,
    CounterUndo,
    EntryLate,
    NumbersLease,
    NumbersUsed,
    RatingSubmit,
    Request,
    TicketAhead,
    TicketCancel,
    TicketIssue,
    TicketPrinted,
    TicketPrioritize,
    TicketReprint,
    TicketReturn,
    TicketTrack,
)
from ticketing.engine import (
    calling,
    counters,
    days,
    helping,
    hushing,
    issuing,
    late,
    leases,
    rating,
    returning,
    serving,
    tickets,
    undoing,
)
from ticketing.engine.cases import Asking, Case, Decision, Fresh
from ticketing.engine.due import due
from ticketing.engine.facts import Draft, Fact
from ticketing.engine.fold import apply
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby, Served

_RULES: Mapping[type[Request], Callable[[Case, Any], Decision]] = {
    TicketIssue: issuing.issue,
    TicketPrinted: tickets.printed,
    TicketCancel: tickets.cancel,
    TicketTrack: tickets.track,
    TicketAhead: tickets.people_ahead,
    TicketReturn: returning.return_,
    TicketPrioritize: tickets.prioritize,
    TicketReprint: tickets.reprint,
    NumbersLease: leases.lease,
    NumbersUsed: leases.used,
    CounterOpen: counters.open_,
    CounterClose: counters.close,
    CounterPause: counters.pause,
    CounterResume: counters.resume,
    CounterNext: calling.next_,
    CounterCall: calling.call,
    CounterRecall: calling.recall,
    CounterServe: serving.serve,
    CounterFinish: serving.finish,
    CounterNoShow: serving.no_show,
    CounterPark: serving.park,
    CounterTransfer: serving.transfer,
    CounterUndo: undoing.undo,
    CounterHelp: helping.help_,
    CounterHush: hushing.hush,
    EntryLate: late.enter,
    RatingSubmit: rating.submit,
}


@dataclass(frozen=True)
class Decided:
    """What follows from a request: `facts` to journal in one go, `lobby` after them, `data` or `refused`."""

    facts: tuple[Fact, ...]
    lobby: Lobby
    data: Part | None = None
    refused: Refused | None = None


def decide(
    site: Site,
    lobby: Lobby,
    request: Request,
    asking: Asking,
    now: datetime,
    fresh: Fresh,
    day: date | None = None,
    kept: Served | None = None,
) -> Decided:
    """Decide `request` on the business day `day`, that of `now` where not given; `kept` is as in Case.

    `lobby` itself never changes, and a refused request may still let time pass.
    """
    rule = _RULES.get(type(request))
    if rule is None:
        return Decided((), lobby, refused=Refused(ErrorCode.BAD_REQUEST, detail=f"no rule for {request.verb}"))
    at = days.moment(lobby, now)
    opening, today = ((), lobby) if isinstance(request, LOOKS) else pass_time(site, lobby, at, day)
    try:
        decision = rule(Case(site, today, asking, at, fresh, kept), request)
    except Refused as refused:
        return Decided(opening, today, refused=refused)
    facts, after = stamp(today, decision.drafts, at, asking.officer)
    return Decided((*opening, *facts), after, decision.answer(after))


def pass_time(site: Site, lobby: Lobby, at: datetime, day: date | None = None) -> tuple[tuple[Fact, ...], Lobby]:
    """Let happen what is due by itself at `at`: the turn to `day`, tickets that come back, the office's closing."""
    turned, today = stamp(lobby, days.turn(site, lobby, at, day or days.office_date(at)), at)
    back, after = stamp(today, due(site, today, at), at)
    return (*turned, *back), after


def stamp(
    lobby: Lobby, drafts: Iterable[Draft], at: datetime, officer: str | None = None
) -> tuple[tuple[Fact, ...], Lobby]:
    """Number and date `drafts`; returns the facts and the state after them."""
    facts: list[Fact] = []
    for draft in drafts:
        fact = _fact(lobby, draft, at, officer)
        facts.append(fact)
        lobby = apply(lobby, fact)
    return tuple(facts), lobby


def _fact(lobby: Lobby, draft: Draft, at: datetime, officer: str | None) -> Fact:
    return Fact(
        seq=lobby.seq + 1,
        at=at,
        day=draft.day or lobby.day or days.office_date(at),
        kind=draft.kind,
        counter=draft.counter,
        officer=draft.officer if draft.kind is EntryKind.RATING_SUBMITTED else officer,
        ticket=draft.ticket,
        data=draft.data,
        private=draft.private,
    )
