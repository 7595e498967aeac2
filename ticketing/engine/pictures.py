"""The state as the wire shows it: a picture of each field, each counter, and the rating open at a counter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lobby.contract.states import CounterState, Presented, QueueState, RatingOpen, Reprint
from ticketing.engine import estimate
from ticketing.engine.issuing import full, refusal
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby, Rating


def queue_state(site: Site, lobby: Lobby, service: str, now: datetime) -> QueueState:
    """Return how a field stands; `now` dates the picture where nothing happened yet."""
    known = site.services[service]
    line = lobby.line(service)
    closed = refusal(site, known, now) or full(site, lobby, known)
    others = (*line.first, *line.booked)
    return QueueState(
        rev=lobby.seq,
        at=lobby.at or now,
        service=service,
        name=known.name,
        open=closed is None,
        closed_reason=closed,
        waiting=len(line),
        waiting_priority=len(line.priority) + sum(1 for card in others if card.ticket.priority),
        last_issued=lobby.last_issued.get(service),
        last_called=lobby.last_called.get(service),
        wait=estimate.wait(site, lobby, service, len(line), now),
        counters=site.serving(service),
    )


def counter_state(site: Site, lobby: Lobby, counter: str, now: datetime) -> CounterState:
    """Return how a counter stands; `now` dates the picture where nothing happened yet."""
    known, desk = site.counters[counter], lobby.desk(counter)
    held = lobby.in_hand(counter)
    return CounterState(
        rev=lobby.seq,
        at=lobby.at or now,
        counter=counter,
        name=known.name,
        state=desk.phase,
        pause_reason=desk.pause_reason,
        services=known.services,
        ticket=held.ticket if held is not None else None,
        call_id=desk.call_id,
        languages=spoken_in(held) if held is not None and held.lang not in (None, "vi") else None,
        presented=Presented(displayed=desk.shown_as("displayed"), spoken=desk.shown_as("spoken")),
    )


def spoken_in(card: Card | None) -> tuple[str, ...]:
    """Return the languages in which who holds the ticket is called: Vietnamese, then the one it was taken in."""
    other = card.lang if card is not None else None
    return ("vi",) if other in (None, "vi") else ("vi", other)


def reprints(site: Site, lobby: Lobby, device: str) -> tuple[Reprint, ...] | None:
    """Return the slips that `device` shall print once more, None where there is none. Nobody needs the slip of a
    ticket that is over."""
    mine = [(job, lobby.cards[one.ticket]) for job, one in lobby.reprints.items() if one.device == device]
    return tuple(_reprint(site, lobby, job, card) for job, card in mine if not card.is_over) or None


def receipt_settings(site: Site) -> dict[str, Any] | None:
    """Return where a screen that reads receipts leads their holders, by what the backend calls a field; None where
    the site says nothing of it."""
    collecting = [service.id for service in site.services.values() if service.collects]
    fields = {name: service.id for service in site.services.values() for name in service.backend_fields}
    said = {"collect_service": collecting[0] if collecting else None, "fields": fields}
    return {key: value for key, value in said.items() if value} or None


def _reprint(site: Site, lobby: Lobby, job: str, card: Card) -> Reprint:
    people, wait = estimate.standing(site, lobby, card)
    return Reprint(job=job, ticket=card.ticket, track=card.track, ahead=people, wait=wait)


def standing_rating(lobby: Lobby, counter: str, now: datetime) -> Rating | None:
    """Return the rating that may be given at `counter` now, None where none is or it is too late."""
    rating = lobby.ratings.get(lobby.desk(counter).rating or "")
    if rating is None or rating.given is not None or now > rating.closes_at:
        return None
    return rating


def rating_open(lobby: Lobby, counter: str, now: datetime) -> RatingOpen | None:
    """Return the rating that stands open at `counter` as its pad needs it."""
    rating = standing_rating(lobby, counter, now)
    if rating is None:
        return None
    return RatingOpen(
        rate=rating.rate,
        number=rating.number,
        opened_at=rating.opened_at,
        closes_at=rating.closes_at,
        lang=lobby.cards[rating.ticket].lang,
    )
