"""Folds journal entries into the state: `apply` alone changes a Lobby, when deciding and after a restart alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from lobby.contract.journal import EntryKind
from lobby.contract.requests import PrintOutcome
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket
from ticketing.engine import tallies
from ticketing.engine.facts import Fact
from ticketing.engine.learning import from_data, learn
from ticketing.engine.state import Card, Desk, Help, Lobby, Rating, Reprint, Undo

DURATIONS_KEPT = 20

Change = Callable[[Lobby, Fact], Lobby]


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
    learned = after.learned if fact.kind is EntryKind.DAY_OPENED else learn(lobby, fact)
    return replace(after, seq=fact.seq, at=fact.at, learned=learned)


def _day_opened(_lobby: Lobby, fact: Fact) -> Lobby:
    return Lobby(day=fact.day, learned=from_data(fact.data.get("learned")))


def _issued(lobby: Lobby, fact: Fact) -> Lobby:
    card = _new_card(fact)
    ticket = card.ticket
    given = replace(
        lobby.with_card(card),
        numbers=lobby.numbers.set(ticket.number, ticket.ticket),
        tracks=lobby.tracks.set(card.track, ticket.ticket),
        issued={**lobby.issued, ticket.service: lobby.issued.get(ticket.service, 0) + 1},
        last_issued={**lobby.last_issued, ticket.service: ticket.number},
    )
    if card.dossier is not None:
        given = replace(given, dossiers=lobby.dossiers.set(card.dossier, ticket.ticket))
    if card.offline:
        return replace(given, leases=lobby.leases.delete(ticket.number))
    return replace(given, serials={**lobby.serials, ticket.service: int(fact.data["serial"])})


def _new_card(fact: Fact) -> Card:
    ticket, data = _ticket(fact), fact.data
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


def _called(lobby: Lobby, fact: Fact) -> Lobby:
    ticket, counter = _ticket(fact), fact.counter or ""
    desk, before = lobby.desk(counter), lobby.cards[ticket.ticket]
    rating = lobby.ratings.get(desk.rating or "")
    # The call that itself ended a service leaves that service's rating open; any later call closes it.
    keeps = rating is not None and rating.ticket == fact.data.get("ended")
    called = replace(
        _calling(desk, fact),
        ticket=ticket.ticket,
        why=fact.data.get("why"),
        since_priority=_since_priority(desk, str(fact.data["turn"])),
        rating=desk.rating if keeps else None,
        tally=tallies.called(desk.tally, before, fact),
    )
    card = replace(before, ticket=ticket, to=None, appointment=None, returns_at=None, supplement=False)
    after = lobby.with_card(card).with_desk(counter, called)
    return replace(after, last_called={**lobby.last_called, ticket.service: ticket.number})


def _since_priority(desk: Desk, turn: str) -> int:
    if turn == "priority":
        return 0
    return desk.since_priority + 1 if turn == "normal" else desk.since_priority


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
    free = replace(desk, ticket=None, why=None, call_id=None, shown=frozenset())
    return after.with_desk(counter, replace(free, tally=tallies.ended(desk.tally, fact)))


def _missed(lobby: Lobby, fact: Fact) -> Lobby:
    card = lobby.cards[_ticket(fact).ticket]
    return _aside(_ended(lobby, fact), fact, int(fact.data.get("misses", card.misses + 1)))


def _parked(lobby: Lobby, fact: Fact) -> Lobby:
    return _aside(_ended(lobby, fact), fact, lobby.cards[_ticket(fact).ticket].misses)


def _aside(lobby: Lobby, fact: Fact, misses: int) -> Lobby:
    after_s = fact.data.get("returns_after")
    returns_at = fact.at + timedelta(seconds=int(after_s)) if after_s is not None else None
    card = lobby.cards[_ticket(fact).ticket]
    supplement = bool(fact.data.get("supplement", False))
    return lobby.with_card(replace(card, misses=misses, returns_at=returns_at, supplement=supplement))


def _transferred(lobby: Lobby, fact: Fact) -> Lobby:
    return _placed(_ended(lobby, fact), fact)


def _returned(lobby: Lobby, fact: Fact) -> Lobby:
    return _placed(_ended(lobby, fact), fact)


def _placed(lobby: Lobby, fact: Fact) -> Lobby:
    card = lobby.cards[_ticket(fact).ticket]
    by_time = (0, _ms(card.ticket.issued_at), card.issued_seq)
    place = {"first": (-1, _ms(fact.at), fact.seq), "last": (0, _ms(fact.at), fact.seq)}.get(
        fact.data["place"], by_time
    )
    free = replace(card, place=place, to=fact.data.get("to"), appointment=None, returns_at=None, supplement=False)
    return lobby.with_card(free)


def _printed(lobby: Lobby, fact: Fact) -> Lobby:
    card = lobby.cards[_ticket(fact).ticket]
    outcome, device = PrintOutcome(fact.data["outcome"]), fact.data.get("device")
    job = str(fact.data.get("detail", "")).removeprefix("job:")
    after = lobby.with_card(replace(card, slip=outcome, slip_device=device))
    return replace(after, reprints={key: one for key, one in lobby.reprints.items() if key != job})


def _reprinting(lobby: Lobby, fact: Fact) -> Lobby:
    one = Reprint(_ticket(fact).ticket, str(fact.data["device"]))
    return replace(lobby, reprints={**lobby.reprints, str(fact.data["job"]): one})


def _leased(lobby: Lobby, fact: Fact) -> Lobby:
    added = {number: fact.data["device"] for numbers in fact.data["numbers"].values() for number in numbers}
    return replace(lobby, leases=lobby.leases.update(added))


def _help_called(lobby: Lobby, fact: Fact) -> Lobby:
    return replace(lobby, helps={**lobby.helps, fact.counter or "": Help(fact.officer, fact.at)})


def _help_ended(lobby: Lobby, fact: Fact) -> Lobby:
    return replace(lobby, helps={key: one for key, one in lobby.helps.items() if key != fact.counter})


def _undone(lobby: Lobby, fact: Fact) -> Lobby:
    counter = fact.counter or ""
    desk = lobby.desk(counter)
    if desk.undo is None:
        raise ValueError(f"entry {fact.seq} takes back what was not done")
    before = desk.undo
    after = lobby
    for card in before.cards:
        now = lobby.cards[card.id]
        after = after.with_card(replace(card, slip=now.slip, slip_device=now.slip_device))
    restored = replace(before.desk, phase=desk.phase, pause_reason=desk.pause_reason)
    dropped = {key: one for key, one in lobby.ratings.items() if key == restored.rating or key != desk.rating}
    return replace(after.with_desk(counter, restored), ratings=dropped)


def _undoable(change: Change) -> Change:
    """Have the counter remember what it was like before `change`, so that it can be taken back."""

    def remembering(lobby: Lobby, fact: Fact) -> Lobby:
        counter, ticket = fact.counter or "", _ticket(fact)
        before, after = lobby.desk(counter), change(lobby, fact)
        if before.ticket != ticket.ticket and fact.kind is not EntryKind.TICKET_CALLED:
            return after
        cards: tuple[Card, ...] = (lobby.cards[ticket.ticket],)
        left: tuple[Ticket, ...] = (ticket,)
        desk = replace(before, undo=None)
        # A call that ended a service is one act with it.
        if before.undo is not None and before.undo.cards[0].id == fact.data.get("ended"):
            cards, left = (*before.undo.cards, *cards), (*before.undo.left, *left)
            desk = before.undo.desk
        undo = Undo(fact.kind, fact.at, desk, cards, left)
        return after.with_desk(counter, replace(after.desk(counter), undo=undo))

    return remembering


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
        desk = lobby.desk(fact.counter or "")
        undo = None if phase is CounterPhase.CLOSED else desk.undo
        desk = replace(desk, phase=phase, pause_reason=reason, undo=undo)
        return lobby.with_desk(fact.counter or "", desk)

    return change


def _ticket(fact: Fact) -> Ticket:
    if fact.ticket is None:
        raise ValueError(f"entry {fact.seq} {fact.kind} carries no ticket")
    return fact.ticket


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


_CHANGES: Mapping[EntryKind, Change] = {
    EntryKind.DAY_OPENED: _day_opened,
    EntryKind.TICKET_ISSUED: _issued,
    EntryKind.TICKET_PRINTED: _printed,
    EntryKind.TICKET_REPRINT: _reprinting,
    EntryKind.TICKET_PRIORITIZED: _restated,
    EntryKind.TICKET_CALLED: _undoable(_called),
    EntryKind.TICKET_RECALLED: _recalled,
    EntryKind.TICKET_SERVING: _undoable(_serving),
    EntryKind.TICKET_SERVED: _undoable(_served),
    EntryKind.TICKET_NO_SHOW: _undoable(_missed),
    EntryKind.TICKET_PARKED: _undoable(_parked),
    EntryKind.TICKET_RETURNED: _returned,
    EntryKind.TICKET_CANCELLED: _ended,
    EntryKind.TICKET_EXPIRED: _ended,
    EntryKind.TICKET_TRANSFERRED: _undoable(_transferred),
    EntryKind.NUMBERS_LEASED: _leased,
    EntryKind.HELP_CALLED: _help_called,
    EntryKind.HELP_ENDED: _help_ended,
    EntryKind.RATING_SUBMITTED: _rated,
    EntryKind.CALL_PRESENTED: _presented,
    EntryKind.COUNTER_OPENED: _phase(CounterPhase.OPEN),
    EntryKind.COUNTER_RESUMED: _phase(CounterPhase.OPEN),
    EntryKind.COUNTER_PAUSED: _phase(CounterPhase.PAUSED),
    EntryKind.COUNTER_CLOSED: _phase(CounterPhase.CLOSED),
    EntryKind.COUNTER_UNDONE: _undone,
}
