"""What each entry about a counter does to the state of the day, and how a counter's act can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from immutables import Map

from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket
from ticketing.engine.copies import replace
from ticketing.engine.facts import Fact
from ticketing.engine.state import Card, Desk, Help, Hush, Lease, Lobby, Rating, Undo
from ticketing.engine.ticket_effects import ticket_of

Change = Callable[[Lobby, Fact], Lobby]


def rated(lobby: Lobby, fact: Fact) -> Lobby:
    """A rating was given; one of an earlier day is remembered by the journal alone."""
    rate, quick, counter = str(fact.private["rate"]), fact.private.get("quick"), fact.counter or ""
    rating = lobby.ratings.get(rate)
    if rating is not None:
        given = replace(rating, given=str(fact.private.get("asked", "")))
        lobby = replace(lobby, ratings=lobby.ratings.set(rate, given))
    if quick is None:
        return lobby
    desk = lobby.desk(counter)
    return lobby.with_desk(counter, replace(desk, quick=desk.quick + 1 if quick else 0))


def leased(lobby: Lobby, fact: Fact) -> Lobby:
    """Set numbers aside for a dispenser, and let nobody be given those that it forgot."""
    device, given = str(fact.data["device"]), fact.data["numbers"].items()
    added = {number: Lease(device, service) for service, numbers in given for number in numbers}
    void = fact.data.get("void", ())
    added.update({number: replace(added.get(number) or lobby.leases[number], void=True) for number in void})
    return replace(lobby, leases=lobby.leases.update(added))


def help_called(lobby: Lobby, fact: Fact) -> Lobby:
    """A call for help stands at the counter."""
    return replace(lobby, helps={**lobby.helps, fact.counter or "": Help(fact.officer, fact.at)})


def help_ended(lobby: Lobby, fact: Fact) -> Lobby:
    """The call for help is over."""
    return replace(lobby, helps={key: one for key, one in lobby.helps.items() if key != fact.counter})


def hushed(lobby: Lobby, fact: Fact) -> Lobby:
    """The loudspeakers are silent."""
    return replace(lobby, hush=Hush(fact.counter or "", fact.officer, fact.at))


def resumed(lobby: Lobby, fact: Fact) -> Lobby:
    """The loudspeakers speak again."""
    return replace(lobby, hush=None)


def undone(lobby: Lobby, fact: Fact) -> Lobby:
    """Put counter and tickets back as they were before the counter's last act."""
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
    return replace(after.with_desk(counter, restored), ratings=_ratings_before(lobby, desk, restored, before.at))


def _ratings_before(lobby: Lobby, desk: Desk, restored: Desk, at: datetime) -> Map[str, Rating]:
    """Return the ratings without the one that the act opened, and with the one open again that it closed."""
    ratings, reopened = lobby.ratings, lobby.ratings.get(restored.rating or "")
    if desk.rating is not None and desk.rating != restored.rating:
        ratings = ratings.delete(desk.rating)
    if reopened is not None and reopened.closed == at:
        ratings = ratings.set(reopened.rate, replace(reopened, closed=None))
    return ratings


def undoable(change: Change) -> Change:
    """Have the counter remember what it was like before `change`, so that it can be taken back."""

    def remembering(lobby: Lobby, fact: Fact) -> Lobby:
        counter, ticket = fact.counter or "", ticket_of(fact)
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


def presented(lobby: Lobby, fact: Fact) -> Lobby:
    """A device presented the counter's newest call."""
    counter = fact.counter or ""
    desk = lobby.desk(counter)
    seen = (str(fact.data["device"]), str(fact.data["as"]))
    return lobby.with_desk(counter, replace(desk, shown=desk.shown | {seen}))


def phase_is(phase: CounterPhase) -> Callable[[Lobby, Fact], Lobby]:
    """Return the change that brings a counter to `phase`."""

    def change(lobby: Lobby, fact: Fact) -> Lobby:
        reason = fact.data.get("reason") if phase is CounterPhase.PAUSED else None
        desk = lobby.desk(fact.counter or "")
        undo = None if phase is CounterPhase.CLOSED else desk.undo
        officer = None if phase is CounterPhase.CLOSED else fact.officer or desk.officer
        desk = replace(desk, phase=phase, pause_reason=reason, undo=undo, officer=officer)
        return lobby.with_desk(fact.counter or "", desk)

    return change
