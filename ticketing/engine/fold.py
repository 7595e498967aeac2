"""Folds journal entries into the state: `apply` alone changes a Lobby, when deciding and after a restart alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket
from ticketing.engine.facts import Fact
from ticketing.engine.state import Card, Desk, Lobby, Rating

DURATIONS_KEPT = 20


def fold(facts: Iterable[Fact], lobby: Lobby | None = None) -> Lobby:
    """Return the state after `facts`, from `lobby` or from nothing."""
    state = lobby or Lobby()
    for fact in facts:
        state = apply(state, fact)
    return state


def apply(lobby: Lobby, fact: Fact) -> Lobby:
    """Return the state after `fact`."""
    change = _CHANGES.get(fact.kind)
    after = change(lobby, fact) if change is not None else lobby
    return replace(after, seq=fact.seq, at=fact.at)


def _day_opened(_lobby: Lobby, fact: Fact) -> Lobby:
    return Lobby(day=fact.day)


def _issued(lobby: Lobby, fact: Fact) -> Lobby:
    ticket = _ticket(fact)
    card = Card(ticket, fact.seq, (0, fact.seq), str(fact.private["track"]), lang=fact.data.get("lang"))
    return replace(
        lobby.with_card(card),
        numbers=lobby.numbers.set(ticket.number, ticket.ticket),
        tracks=lobby.tracks.set(card.track, ticket.ticket),
        serials={**lobby.serials, ticket.service: int(fact.data["serial"])},
        last_issued={**lobby.last_issued, ticket.service: ticket.number},
    )


def _called(lobby: Lobby, fact: Fact) -> Lobby:
    ticket, counter = _ticket(fact), fact.counter or ""
    desk = lobby.desk(counter)
    turn = fact.data["turn"]
    rating = lobby.ratings.get(desk.rating or "")
    # The call that itself ended a service leaves that service's rating open; any later call closes it.
    keeps = rating is not None and rating.ticket == fact.data.get("ended")
    called = replace(
        _calling(desk, fact),
        ticket=ticket.ticket,
        why=fact.data.get("why"),
        after_priority={"priority": True, "normal": False}.get(turn, desk.after_priority),
        rating=desk.rating if keeps else None,
    )
    card = replace(lobby.cards[ticket.ticket], ticket=ticket, to=None)
    after = lobby.with_card(card).with_desk(counter, called)
    return replace(after, last_called={**lobby.last_called, ticket.service: ticket.number})


def _recalled(lobby: Lobby, fact: Fact) -> Lobby:
    counter = fact.counter or ""
    return _restated(lobby, fact).with_desk(counter, _calling(lobby.desk(counter), fact))


def _calling(desk: Desk, fact: Fact) -> Desk:
    return replace(desk, call_id=str(fact.data["call_id"]), shown=frozenset())


def _serving(lobby: Lobby, fact: Fact) -> Lobby:
    counter = fact.counter or ""
    return _restated(lobby, fact).with_desk(counter, replace(lobby.desk(counter), rating=None))


def _served(lobby: Lobby, fact: Fact) -> Lobby:
    ticket = _ticket(fact)
    after = _ended(lobby, fact)
    if ticket.called_at is not None:
        known = lobby.durations.get(ticket.service, ())
        took = (fact.at - ticket.called_at).total_seconds()
        after = replace(after, durations={**lobby.durations, ticket.service: (*known, took)[-DURATIONS_KEPT:]})
    return _rating_opened(after, fact, ticket) if "rate" in fact.private else after


def _rating_opened(lobby: Lobby, fact: Fact, ticket: Ticket) -> Lobby:
    rate, counter = str(fact.private["rate"]), fact.counter or ""
    closes_at = fact.at + timedelta(seconds=int(fact.private["rate_s"]))
    rating = Rating(rate, ticket.ticket, ticket.number, counter, fact.at, closes_at)
    after = lobby.with_desk(counter, replace(lobby.desk(counter), rating=rate))
    return replace(after, ratings={**after.ratings, rate: rating})


def _rated(lobby: Lobby, fact: Fact) -> Lobby:
    rate = str(fact.private["rate"])
    return replace(lobby, ratings={**lobby.ratings, rate: replace(lobby.ratings[rate], given=True)})


def _ended(lobby: Lobby, fact: Fact) -> Lobby:
    """Restate the ticket and let go of it where the counter holds it."""
    after, counter = _restated(lobby, fact), fact.counter or ""
    desk = lobby.desk(counter)
    if desk.ticket != _ticket(fact).ticket:
        return after
    return after.with_desk(counter, replace(desk, ticket=None, why=None, call_id=None, shown=frozenset()))


def _transferred(lobby: Lobby, fact: Fact) -> Lobby:
    after, ticket = _ended(lobby, fact), _ticket(fact)
    card = after.cards[ticket.ticket]
    place = {"first": (-1, -fact.seq), "last": (0, fact.seq)}.get(fact.data["place"], (0, card.issued_seq))
    return after.with_card(replace(card, place=place, to=fact.data.get("to")))


def _restated(lobby: Lobby, fact: Fact) -> Lobby:
    ticket = _ticket(fact)
    return lobby.with_card(replace(lobby.cards[ticket.ticket], ticket=ticket))


def _presented(lobby: Lobby, fact: Fact) -> Lobby:
    counter = fact.counter or ""
    desk = lobby.desk(counter)
    seen = (str(fact.data["device"]), str(fact.data["as"]))
    return lobby.with_desk(counter, replace(desk, shown=desk.shown | {seen}))


def _phase(phase: CounterPhase) -> Callable[[Lobby, Fact], Lobby]:
    def change(lobby: Lobby, fact: Fact) -> Lobby:
        reason = fact.data.get("reason") if phase is CounterPhase.PAUSED else None
        desk = replace(lobby.desk(fact.counter or ""), phase=phase, pause_reason=reason)
        return lobby.with_desk(fact.counter or "", desk)

    return change


def _ticket(fact: Fact) -> Ticket:
    if fact.ticket is None:
        raise ValueError(f"entry {fact.seq} {fact.kind} carries no ticket")
    return fact.ticket


_CHANGES: Mapping[EntryKind, Callable[[Lobby, Fact], Lobby]] = {
    EntryKind.DAY_OPENED: _day_opened,
    EntryKind.TICKET_ISSUED: _issued,
    EntryKind.TICKET_CALLED: _called,
    EntryKind.TICKET_RECALLED: _recalled,
    EntryKind.TICKET_SERVING: _serving,
    EntryKind.TICKET_SERVED: _served,
    EntryKind.TICKET_NO_SHOW: _ended,
    EntryKind.TICKET_PARKED: _ended,
    EntryKind.TICKET_CANCELLED: _ended,
    EntryKind.TICKET_EXPIRED: _ended,
    EntryKind.TICKET_TRANSFERRED: _transferred,
    EntryKind.RATING_SUBMITTED: _rated,
    EntryKind.CALL_PRESENTED: _presented,
    EntryKind.COUNTER_OPENED: _phase(CounterPhase.OPEN),
    EntryKind.COUNTER_RESUMED: _phase(CounterPhase.OPEN),
    EntryKind.COUNTER_PAUSED: _phase(CounterPhase.PAUSED),
    EntryKind.COUNTER_CLOSED: _phase(CounterPhase.CLOSED),
}
