"""What each entry about a ticket does to the state of the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from immutables import Map

from lobby.contract.requests import PrintOutcome
from lobby.contract.ticket import Ticket
from ticketing.engine import tallies
from ticketing.engine.copies import replace
from ticketing.engine.facts import Fact
from ticketing.engine.state import Card, Desk, Lobby, Rating, Reprint


def ticket_of(fact: Fact) -> Ticket:
    """Return the ticket that `fact` carries; raises ValueError where a journal of ours holds none."""
    if fact.ticket is None:
        raise ValueError(f"entry {fact.seq} {fact.kind} carries no ticket")
    return fact.ticket


def issued(lobby: Lobby, fact: Fact) -> Lobby:
    """Give a number."""
    card = _new_card(fact)
    ticket = card.ticket
    changes: dict[str, Any] = {
        "numbers": lobby.numbers.set(ticket.number, ticket.ticket),
        "tracks": lobby.tracks.set(card.track, ticket.ticket),
        "issued": {**lobby.issued, ticket.service: lobby.issued.get(ticket.service, 0) + 1},
        "last_issued": {**lobby.last_issued, ticket.service: ticket.number},
    }
    if card.dossier is not None:
        changes["dossiers"] = lobby.dossiers.set(card.dossier, ticket.ticket)
    if card.offline:
        changes["leases"] = lobby.leases.delete(ticket.number)
    else:
        changes["serials"] = {**lobby.serials, ticket.service: int(fact.data["serial"])}
    return lobby.with_card(card, **changes)


def _new_card(fact: Fact) -> Card:
    ticket, data = ticket_of(fact), fact.data
    booked = data.get("appointment_at")
    at = datetime.fromisoformat(booked) if booked is not None else None
    return Card(
        ticket,
        fact.seq,
        (0, _ms(at or ticket.issued_at), fact.seq),
        str(fact.private["track"]),
        lang=data.get("lang"),
        device=data.get("device"),
        dossier=data.get("dossier"),
        appointment=at,
        offline=bool(data.get("offline", False)),
    )


def called(lobby: Lobby, fact: Fact) -> Lobby:
    """Call a ticket to the counter."""
    ticket, counter = ticket_of(fact), fact.counter or ""
    desk, before = lobby.desk(counter), lobby.cards[ticket.ticket]
    rating = lobby.ratings.get(desk.rating or "")
    # The call that itself ended a service leaves that service's rating open; any later call closes it.
    keeps = rating is not None and rating.ticket == fact.data.get("ended")
    ratings = lobby.ratings if rating is None or keeps else _closed(lobby, rating, fact)
    called = replace(
        _calling(desk, fact),
        ticket=ticket.ticket,
        why=fact.data.get("why"),
        since_priority=_since_priority(desk, str(fact.data["turn"])),
        rating=desk.rating if keeps else None,
        officer=fact.officer or desk.officer,
        tally=tallies.called(desk.tally, before, fact),
    )
    card = replace(before, ticket=ticket, to=None, appointment=None, returns_at=None, supplement=False)
    after = lobby.with_card(card).with_desk(counter, called)
    return replace(after, ratings=ratings, last_called={**lobby.last_called, ticket.service: ticket.number})


def _closed(lobby: Lobby, rating: Rating, fact: Fact) -> Map[str, Rating]:
    return lobby.ratings.set(rating.rate, replace(rating, closed=fact.at))


def _since_priority(desk: Desk, turn: str) -> int:
    if turn == "priority":
        return 0
    return desk.since_priority + 1 if turn == "normal" else desk.since_priority


def recalled(lobby: Lobby, fact: Fact) -> Lobby:
    """Call the ticket in hand once more."""
    counter = fact.counter or ""
    return restated(lobby, fact).with_desk(counter, _calling(lobby.desk(counter), fact))


def _calling(desk: Desk, fact: Fact) -> Desk:
    return replace(desk, call_id=str(fact.data["call_id"]), shown=frozenset())


def serving(lobby: Lobby, fact: Fact) -> Lobby:
    """The citizen came."""
    counter = fact.counter or ""
    desk, rating = lobby.desk(counter), lobby.ratings.get(lobby.desk(counter).rating or "")
    after = restated(lobby, fact).with_desk(counter, replace(desk, rating=None, officer=fact.officer or desk.officer))
    return after if rating is None else replace(after, ratings=_closed(lobby, rating, fact))


def served(lobby: Lobby, fact: Fact) -> Lobby:
    """End a service; its rating may open."""
    ticket = ticket_of(fact)
    after = ended(lobby, fact)
    return _rating_opened(after, fact, ticket) if "rate" in fact.private else after


def _rating_opened(lobby: Lobby, fact: Fact, ticket: Ticket) -> Lobby:
    rate, counter = str(fact.private["rate"]), fact.counter or ""
    closes_at = fact.at + timedelta(seconds=int(fact.private["rate_s"]))
    rating = Rating(rate, ticket.ticket, ticket.number, counter, fact.at, closes_at, officer=fact.officer)
    after = lobby.with_desk(counter, replace(lobby.desk(counter), rating=rate))
    after = after.with_card(replace(after.cards[ticket.ticket], rate=rate))
    return replace(after, ratings=after.ratings.set(rate, rating))


def ended(lobby: Lobby, fact: Fact) -> Lobby:
    """Restate the ticket and let go of it where the counter holds it."""
    after, counter = restated(lobby, fact), fact.counter or ""
    desk = lobby.desk(counter)
    if desk.ticket != ticket_of(fact).ticket:
        return after
    free = replace(desk, ticket=None, why=None, call_id=None, shown=frozenset())
    return after.with_desk(counter, replace(free, tally=tallies.ended(desk.tally, fact)))


def cancelled(lobby: Lobby, fact: Fact) -> Lobby:
    """End a ticket that was given back: it counts no more against the day's quota."""
    service = ticket_of(fact).service
    left = {**lobby.issued, service: max(0, lobby.issued.get(service, 0) - 1)}
    return replace(void(lobby, fact), issued=left)


def void(lobby: Lobby, fact: Fact) -> Lobby:
    """End a ticket for good: it comes back no more."""
    card = lobby.cards[ticket_of(fact).ticket]
    return ended(lobby.with_card(replace(card, returns_at=None, supplement=False)), fact)


def missed(lobby: Lobby, fact: Fact) -> Lobby:
    """Nobody came."""
    card = lobby.cards[ticket_of(fact).ticket]
    return _aside(ended(lobby, fact), fact, int(fact.data.get("misses", card.misses + 1)))


def parked(lobby: Lobby, fact: Fact) -> Lobby:
    """Set the ticket aside."""
    return _aside(ended(lobby, fact), fact, lobby.cards[ticket_of(fact).ticket].misses)


def _aside(lobby: Lobby, fact: Fact, misses: int) -> Lobby:
    after_s = fact.data.get("returns_after")
    returns_at = fact.at + timedelta(seconds=int(after_s)) if after_s is not None else None
    card = lobby.cards[ticket_of(fact).ticket]
    supplement = bool(fact.data.get("supplement", False))
    return lobby.with_card(replace(card, misses=misses, returns_at=returns_at, supplement=supplement))


def transferred(lobby: Lobby, fact: Fact) -> Lobby:
    """Send the ticket to another line."""
    return _placed(ended(lobby, fact), fact)


def returned(lobby: Lobby, fact: Fact) -> Lobby:
    """Put a ticket back in line."""
    return _placed(ended(lobby, fact), fact)


def _placed(lobby: Lobby, fact: Fact) -> Lobby:
    card = lobby.cards[ticket_of(fact).ticket]
    by_time = (0, _ms(card.ticket.issued_at), card.issued_seq)
    place = {"first": (-1, _ms(fact.at), fact.seq), "last": (0, _ms(fact.at), fact.seq)}.get(
        fact.data["place"], by_time
    )
    free = replace(card, place=place, to=fact.data.get("to"), appointment=None, returns_at=None, supplement=False)
    return lobby.with_card(free)


def printed(lobby: Lobby, fact: Fact) -> Lobby:
    """Keep what became of a slip."""
    card = lobby.cards[ticket_of(fact).ticket]
    outcome, device = PrintOutcome(fact.data["outcome"]), fact.data.get("device")
    job = str(fact.data.get("detail", "")).removeprefix("job:")
    after = lobby.with_card(replace(card, slip=outcome, slip_device=device))
    return replace(after, reprints={key: one for key, one in lobby.reprints.items() if key != job})


def reprint_wanted(lobby: Lobby, fact: Fact) -> Lobby:
    """Have a slip printed once more, in place of any that is still to be printed of it; what becomes of it is not
    known yet."""
    ticket = ticket_of(fact).ticket
    after = lobby.with_card(replace(lobby.cards[ticket], slip=None, slip_device=None))
    others = {job: one for job, one in lobby.reprints.items() if one.ticket != ticket}
    return replace(after, reprints={**others, str(fact.data["job"]): Reprint(ticket, str(fact.data["device"]))})


def restated(lobby: Lobby, fact: Fact) -> Lobby:
    """Keep the ticket as the entry carries it."""
    ticket = ticket_of(fact)
    return lobby.with_card(replace(lobby.cards[ticket.ticket], ticket=ticket))


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
