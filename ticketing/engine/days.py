"""The business day: opened by the first command of a later local date, closed with everything that still waited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import ENDED, Ticket, TicketState
from ticketing.engine import estimate
from ticketing.engine.facts import Draft
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby

_END_OF_DAY = {"by": "day", "reason": "Hết ngày làm việc"}
_MOMENT = timedelta(milliseconds=1)
_COUNTED = {TicketState.SERVED: "served", TicketState.NO_SHOW: "missed", TicketState.EXPIRED: "expired"}


def moment(lobby: Lobby, now: datetime) -> datetime:
    """Return `now` in whole milliseconds, or the newest entry's time where the clock ran backwards.

    So entry times never run backwards and a clock that jumps back neither opens a day nor restarts numbers.
    """
    beyond = now.microsecond % 1000
    whole = now.replace(microsecond=now.microsecond - beyond) if beyond else now
    return whole if lobby.at is None else max(whole, lobby.at)


def office_date(now: datetime) -> date:
    """Return the date at the office."""
    return now.astimezone(OFFICE_ZONE).date()


def after_midnight(day: date) -> datetime:
    """Return the first moment after `day` at the office."""
    return datetime.combine(day + timedelta(days=1), time(), OFFICE_ZONE)


def turn(site: Site, lobby: Lobby, now: datetime, today: date) -> tuple[Draft, ...]:
    """Return the entries that close an older day than `today` and open it; none where it is open already."""
    if lobby.day is None:
        return (_opened(site, lobby, today),)
    if today <= lobby.day:
        return ()
    ended = tuple(_unfinished(site, lobby, lobby.day, now))
    closed = Draft(EntryKind.DAY_CLOSED, data={"day": lobby.day.isoformat(), "services": _figures(lobby, ended)})
    return (*ended, *_left_open(lobby), closed, _opened(site, lobby, today))


def _opened(site: Site, lobby: Lobby, today: date) -> Draft:
    """Return the day's first entry with what goes on from the day before, since the fold begins here."""
    data: dict[str, Any] = {"day": today.isoformat()}
    serials = {
        one: lobby.serials[one] for one, field in site.services.items() if field.goes_on and one in lobby.serials
    }
    if serials:
        data["serials"] = serials
    learned = estimate.learned(lobby)
    if learned["fields"] or learned["counters"]:
        data["learned"] = learned
    return Draft(EntryKind.DAY_OPENED, data=data, day=today)


def _unfinished(site: Site, lobby: Lobby, day: date, now: datetime) -> Iterator[Draft]:
    for card in sorted(lobby.cards.values(), key=lambda card: card.issued_seq):
        if card.ticket.state not in ENDED:
            yield _ended(card.ticket, _close(site, lobby, day, card.ticket.service, now))


def _close(site: Site, lobby: Lobby, day: date, service: str, now: datetime) -> datetime:
    """Return when `day` itself was over in a field: at its closing hour or midnight, but after the newest entry."""
    hours = site.hours_of(service)
    end = hours.ends(day) if hours is not None else None
    over = min(now, end or after_midnight(day) - _MOMENT)
    return over if lobby.at is None else max(over, lobby.at)


def _ended(ticket: Ticket, at: datetime) -> Draft:
    # Who sat at the counter was served, though nobody pressed finish; everyone else's number is void.
    serving = ticket.state is TicketState.SERVING
    state = TicketState.SERVED if serving else TicketState.EXPIRED
    kind = EntryKind.TICKET_SERVED if serving else EntryKind.TICKET_EXPIRED
    ended = ticket.model_copy(update={"state": state, "ended_at": at})
    return Draft(kind, ticket.counter, ended, _END_OF_DAY)


def _left_open(lobby: Lobby) -> Iterator[Draft]:
    for counter in lobby.helps:
        yield Draft(EntryKind.HELP_ENDED, counter, data=_END_OF_DAY)
    if lobby.hush is not None:
        yield Draft(EntryKind.VOICE_RESUMED, lobby.hush.counter, data=_END_OF_DAY)
    for counter, desk in lobby.desks.items():
        if desk.phase is not CounterPhase.CLOSED:
            yield Draft(EntryKind.COUNTER_CLOSED, counter, data=_END_OF_DAY)


def _figures(lobby: Lobby, ended: Iterable[Draft]) -> Mapping[str, Mapping[str, int]]:
    """Return the day in small: each ticket counts in the field where it stood last."""
    tickets = {card.id: card.ticket for card in lobby.cards.values()}
    tickets |= {draft.ticket.ticket: draft.ticket for draft in ended if draft.ticket is not None}
    figures: dict[str, dict[str, int]] = {}
    for ticket in tickets.values():
        counts = figures.setdefault(ticket.service, {"issued": 0, "served": 0, "missed": 0, "expired": 0})
        counts["issued"] += 1
        counted = _COUNTED.get(ticket.state)
        if counted is not None:
            counts[counted] += 1
    return figures
