"""Who is next at a counter, and the reason in words an officer can tell the people who wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState
from ticketing.engine.reasons import why
from ticketing.engine.site import Precedence, Profile, Rules, Site
from ticketing.engine.state import Card, Line, Lobby


class Turn(StrEnum):
    """By which rule a ticket was called; the journal keeps it and the next turn depends on it."""

    FIRST = "first"
    APPOINTMENT = "appointment"
    PRIORITY = "priority"
    NORMAL = "normal"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Choice:
    """The ticket to call, by which turn, and `why` in Vietnamese."""

    card: Card
    turn: Turn
    why: str


def may_call(site: Site, lobby: Lobby, counter: str, card: Card) -> bool:
    """Tell whether `counter` may call `card`.

    A ticket bound to one counter is that counter's alone, until that counter closes: then whoever serves the field.
    The tickets of a field that left the settings are anyone's, so that nobody who holds one is forgotten.
    """
    if card.to == counter:
        return True
    service = card.ticket.service
    serves = service in site.counters[counter].services or service not in site.services
    return serves and not _waits_for_its_counter(site, lobby, card)


def _waits_for_its_counter(site: Site, lobby: Lobby, card: Card) -> bool:
    return card.to in site.counters and lobby.desk(card.to or "").phase is not CounterPhase.CLOSED


def may_call_again(site: Site, lobby: Lobby, counter: str, card: Card) -> bool:
    """Tell whether `counter` may call `card` by its number: whoever called it before may, wherever it belongs."""
    return card.ticket.counter == counter or may_call(site, lobby, counter, card)


def line(site: Site, lobby: Lobby, counter: str, now: datetime) -> list[Card]:
    """Return the tickets that wait for `counter`, in the order it would call them."""
    lines = _lines(site, lobby, counter)
    mine = [card for one in lines for card in one.cards() if may_call(site, lobby, counter, card)]
    return order(site, lobby, counter, mine, now)


def aside(site: Site, lobby: Lobby, counter: str) -> list[Card]:
    """Return the tickets that `counter` may call again: those parked, then those who did not come, newest first."""
    mine = [card for card in lobby.aside.values() if may_call_again(site, lobby, counter, card)]
    newest = sorted(mine, key=lambda card: card.ticket.called_at or card.ticket.issued_at, reverse=True)
    return sorted(newest, key=lambda card: card.ticket.state is not TicketState.PARKED)


def choose(site: Site, lobby: Lobby, counter: str, now: datetime) -> Choice | None:
    """Return who is next at `counter`, None where nobody waits."""
    # The first of a line depends on the heads of its ranks alone, so a long line costs no more than a short one.
    heads = list(_heads(site, lobby, counter, now))
    ordered = order(site, lobby, counter, heads, now)
    if not ordered:
        return None
    card = ordered[0]
    turn = _turn(card)
    return Choice(card, turn, why(site, counter, card, turn.value, heads, now))


def _heads(site: Site, lobby: Lobby, counter: str, now: datetime) -> Iterator[Card]:
    for one in _lines(site, lobby, counter):
        for rank in one.ranks():
            head = next((card for card in rank.values() if may_call(site, lobby, counter, card)), None)
            if head is not None:
                yield head


def _lines(site: Site, lobby: Lobby, counter: str) -> Iterator[Line]:
    """Return the lines in which somebody may wait for `counter`: its fields', those of no field, those with who is
    bound to one counter."""
    mine = site.counters[counter].services
    for service, one in lobby.waiting.items():
        if service in mine or one.bound or service not in site.services:
            yield one


def order(site: Site, lobby: Lobby, counter: str, cards: Iterable[Card], now: datetime) -> list[Card]:
    """Return `cards` in the order in which `counter` would call them if nobody else came."""
    in_place = sorted(cards, key=lambda card: card.place)
    first = [card for card in in_place if card.is_first]
    others = in_place[len(first) :]
    since = lobby.desk(counter).since_priority
    if site.counters[counter].profile is Profile.LONGEST or _somebody_aged(site.rules, others, now):
        return first + _in_turn(site.rules, others, since, now)
    for service in dict.fromkeys((*site.counters[counter].services, *(card.ticket.service for card in others))):
        mine = [card for card in others if card.ticket.service == service]
        turns = _in_turn(site.rules, mine, since, now)
        since = _since_after(turns, since)
        first += turns
    return first


def _somebody_aged(rules: Rules, cards: list[Card], now: datetime) -> bool:
    return any(card.waited_s(now) >= rules.normal_bound_s for card in cards)


def _since_after(turns: list[Card], since: int) -> int:
    for card in turns:
        since = 0 if card.ticket.priority else since + 1
    return since


def _in_turn(rules: Rules, in_place: list[Card], since: int, now: datetime) -> list[Card]:
    due, booked, priority, normal = _ranks(in_place, now)
    ordered: list[Card] = []
    while due or priority or normal:
        aged = normal and normal[0].waited_s(now) >= rules.normal_bound_s
        ahead = [rank[0] for rank in (due, priority) if rank and not (aged and normal[0].place < rank[0].place)]
        if due and due[0] in ahead:
            ordered.append(due.popleft())
        elif priority and priority[0] in ahead and (not normal or _is_priority_turn(rules, since)):
            ordered.append(priority.popleft())
            since = 0
        else:
            ordered.append((normal or priority).popleft())
            since = since + 1
    # Nobody else is here: who came early for an appointment need not wait for it.
    return [*ordered, *booked]


def _ranks(in_place: list[Card], now: datetime) -> tuple[deque[Card], deque[Card], deque[Card], deque[Card]]:
    due, booked, priority, normal = deque[Card](), deque[Card](), deque[Card](), deque[Card]()
    for card in in_place:
        if card.appointment is not None:
            (due if card.appointment <= now else booked).append(card)
        else:
            (priority if card.ticket.priority else normal).append(card)
    return due, booked, priority, normal


def _is_priority_turn(rules: Rules, since: int) -> bool:
    return rules.precedence is Precedence.STRICT or since >= rules.priority_one_in - 1


def _turn(card: Card) -> Turn:
    if card.is_first:
        return Turn.FIRST
    if card.appointment is not None:
        return Turn.APPOINTMENT
    return Turn.PRIORITY if card.ticket.priority else Turn.NORMAL
