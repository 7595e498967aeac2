"""What happens by itself as time passes: tickets that come back, and the end of the office's day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState
from ticketing.engine.facts import Draft
from ticketing.engine.returning import back_in_line, place_of
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby

_CLOSING = {"by": "closing", "reason": "Hết giờ làm việc"}


def due(site: Site, lobby: Lobby, now: datetime) -> tuple[Draft, ...]:
    """Return the entries that are due at `now`: first what ended with the day, then who comes back."""
    # Every request asks this, and mostly nobody is set aside and no hours are kept.
    if not lobby.aside and not site.keeps_hours:
        return ()
    expired = tuple(_expired(site, lobby, now)) if site.keeps_hours else ()
    gone = {draft.ticket.ticket for draft in expired if draft.ticket is not None}
    back = [
        card
        for card in _returning(lobby, now)
        if card.id not in gone and not _is_past(site, lobby, card.ticket.service, now)
    ]
    return (*expired, *(back_in_line(card, place_of(card), "time") for card in back))


def _returning(lobby: Lobby, now: datetime) -> list[Card]:
    back = [card for card in lobby.aside.values() if card.returns_at is not None and card.returns_at <= now]
    return sorted(back, key=lambda card: (card.returns_at or now, card.issued_seq))


def _expired(site: Site, lobby: Lobby, now: datetime) -> Iterator[Draft]:
    for service in _over(site, lobby, now):
        for card in (*lobby.line(service).cards(), *_parked(lobby, service)):
            ended = card.ticket.model_copy(update={"state": TicketState.EXPIRED, "ended_at": now})
            yield Draft(EntryKind.TICKET_EXPIRED, card.ticket.counter, ended, _CLOSING)


def _over(site: Site, lobby: Lobby, now: datetime) -> Iterable[str]:
    held = {service for service, one in lobby.waiting.items() if len(one)}
    held |= {card.ticket.service for card in lobby.aside.values()}
    return sorted(service for service in held if _is_past(site, lobby, service, now))


def _is_past(site: Site, lobby: Lobby, service: str, now: datetime) -> bool:
    end = _end(site, lobby, service)
    if end is None or now < end:
        return False
    # Where no counter serves the field any more, any counter may.
    counters = site.serving(service) or site.counters
    works = any(lobby.desk(one).phase is not CounterPhase.CLOSED for one in counters)
    return not works or now >= end + timedelta(seconds=site.rules.overrun_s)


def _end(site: Site, lobby: Lobby, service: str) -> datetime | None:
    hours = site.hours_of(service)
    return hours.ends(lobby.day) if hours is not None and lobby.day is not None else None


def _parked(lobby: Lobby, service: str) -> list[Card]:
    aside = (card for card in lobby.aside.values() if card.ticket.service == service)
    return [card for card in aside if card.ticket.state is TicketState.PARKED]
