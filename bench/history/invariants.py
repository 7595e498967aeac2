"""What must hold whatever people press; each check raises AssertionError with what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from lobby.contract.journal import EntryKind
from lobby.contract.ticket import TicketState
from ticketing.engine.facts import Fact
from ticketing.engine.fold import apply
from ticketing.engine.selection import may_call
from ticketing.engine.site import Precedence, Profile, Site
from ticketing.engine.state import Card, Lobby
from ticketing.journal.rows import from_row, to_row

HELD = (TicketState.CALLED, TicketState.SERVING)


def check_line(lobby: Lobby) -> None:
    """No ticket at two counters, and none lost: each is at one counter, in one line, aside, or ended."""
    held = [desk.ticket for desk in lobby.desks.values() if desk.ticket is not None]
    assert len(held) == len(set(held)), "one ticket at two counters"
    assert set(held) == {card.id for card in lobby.cards.values() if card.ticket.state in HELD}
    for counter, desk in lobby.desks.items():
        assert desk.ticket is None or lobby.cards[desk.ticket].ticket.counter == counter
    in_line = [card.id for one in lobby.waiting.values() for card in one.cards()]
    assert len(in_line) == len(set(in_line)), "one ticket in two places of the line"
    assert set(in_line) == {card.id for card in lobby.cards.values() if card.waits}
    assert set(lobby.aside) == {card.id for card in lobby.cards.values() if card.is_aside}


def check_numbers(facts: Sequence[Fact], lobby: Lobby) -> None:
    """No number twice on one day, given or set aside."""
    issued = Counter(
        (fact.day, fact.ticket.number)
        for fact in facts
        if fact.kind is EntryKind.TICKET_ISSUED and fact.ticket is not None
    )
    assert all(times == 1 for times in issued.values()), "one number twice on one day"
    assert not set(lobby.leases) & set(lobby.numbers), "a number set aside was given too"


def check_sequence(facts: Sequence[Fact]) -> None:
    """Entries count without gaps, and time and days never run back."""
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert all(a.at <= b.at and a.day <= b.day for a, b in pairwise(facts))


def check_returns(site: Site, lobby: Lobby, now: datetime) -> None:
    """Whoever was to come back by `now` is back, unless the office has closed."""
    if lobby.day is None:
        return
    for card in lobby.aside.values():
        hours = site.hours_of(card.ticket.service)
        end = hours.ends(lobby.day) if hours is not None else None
        if card.returns_at is not None and (end is None or now < end):
            # One that comes back at once does so with the next act.
            assert card.returns_at >= now, f"{card.ticket.number} should be back in line"


def check_calls(site: Site, before: Lobby, facts: Iterable[Fact]) -> None:
    """Each call by the rules is first come first served within class and field, and starves nobody."""
    lobby = before
    for fact in facts:
        if fact.kind is EntryKind.TICKET_CALLED and fact.data["turn"] != "chosen":
            _check_call(site, lobby, fact)
        lobby = apply(lobby, fact)


def _check_call(site: Site, lobby: Lobby, fact: Fact) -> None:
    counter, ticket = fact.counter or "", fact.ticket
    assert ticket is not None and fact.data["why"], "every call keeps its reason"
    called = lobby.cards[ticket.ticket]
    mine = [
        card
        for line in lobby.waiting.values()
        for card in line.cards()
        if may_call(site, lobby, counter, card, fact.at) and card.id != called.id
    ]
    _check_first_come(called, mine)
    normal = [card for card in mine if _rank(card) == "normal"]
    if _rank(called) not in ("priority", "booked"):
        return
    for card in normal:
        aged = card.waited_s(fact.at) >= site.rules.normal_bound_s
        assert not (aged and card.place < called.place), f"{card.ticket.number} waited too long to be passed"
    if site.counters[counter].profile is Profile.ORDERED:
        # Such a counter's first field goes before the others, so turns are taken within one field.
        normal = [card for card in normal if card.ticket.service == called.ticket.service]
    waits = [card for card in mine if _rank(card) in ("priority", "normal")]
    for card in waits if _rank(called) == "booked" else ():
        aged = card.waited_s(fact.at) >= site.rules.normal_bound_s
        assert not (aged and card.place < called.place), f"{card.ticket.number} is barred by no appointment"
    earlier = [card for card in normal if card.place < called.place]
    if _rank(called) == "priority" and earlier and site.rules.precedence is Precedence.RATIO:
        since = lobby.desk(counter).since_priority
        assert since >= site.rules.priority_one_in - 1, "more priority than one in so many"


def _check_first_come(called: Card, others: Sequence[Card]) -> None:
    # Whoever was put first goes before all; else within one field and class by place.
    if not called.is_first:
        assert not any(card.is_first for card in others), "somebody was put first"
    same = [card for card in others if _rank(card) == _rank(called) and card.ticket.service == called.ticket.service]
    assert all(called.place < card.place for card in same), "first come, first served within class and field"


def _rank(card: Card) -> str:
    if card.is_first:
        return "first"
    if card.appointment is not None:
        return "booked"
    return "priority" if card.ticket.priority else "normal"


def replayed(facts: Iterable[Fact]) -> list[Fact]:
    """Return `facts` as they are read back from the journal's rows."""
    return [from_row(to_row(fact)) for fact in facts]
