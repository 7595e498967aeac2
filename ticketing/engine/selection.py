"""Who is next at a counter, and the reason in words an officer can tell the people who wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState
from ticketing.engine.reasons import why
from ticketing.engine.site import Precedence, Profile, Rules, Site
from ticketing.engine.state import Card, Line, Lobby, Standing


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


def may_call(site: Site, lobby: Lobby, counter: str, card: Card, now: datetime) -> bool:
    """Tell whether `counter` may call `card`.

    A ticket bound to one counter is that counter's alone, until that counter closes or the ticket has waited the bound
    of a normal one: then whoever serves the field. The tickets of a field that no counter serves are anyone's, so that
    nobody who holds one is forgotten.
    """
    if card.to == counter:
        return True
    return _serves(site, counter, card) and not waits_for_its_counter(site, lobby, card, now)


def _serves(site: Site, counter: str, card: Card) -> bool:
    service = card.ticket.service
    return service in site.counters[counter].services or not is_served(site, service)


def is_served(site: Site, service: str) -> bool:
    """Tell whether the settings know `service` and a counter that serves it."""
    return service in site.services and bool(site.serving(service))


def waits_for_its_counter(site: Site, lobby: Lobby, card: Card, now: datetime) -> bool:
    """Tell whether `card` is bound to one counter that still may come for it."""
    if card.to not in site.counters or lobby.desk(card.to or "").phase is CounterPhase.CLOSED:
        return False
    return card.waited_s(now) < site.rules.normal_bound_s


def may_call_again(site: Site, counter: str, card: Card) -> bool:
    """Tell whether `counter` may call `card` by its number: whoever serves its field, and whoever called it before."""
    return counter in (card.ticket.counter, card.to) or _serves(site, counter, card)


def line(site: Site, lobby: Lobby, counter: str, now: datetime) -> list[Card]:
    """Return the tickets that wait for `counter`, in the order it would call them."""
    lines = _lines(site, lobby, counter)
    mine = [card for one in lines for card in one.cards() if may_call(site, lobby, counter, card, now)]
    return order(site, lobby, counter, mine, now)


def aside(site: Site, lobby: Lobby, counter: str) -> list[Card]:
    """Return the tickets that `counter` may call again: those parked, then those who did not come, newest first."""
    mine = [card for card in lobby.aside.values() if may_call_again(site, counter, card)]
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
            head = next((card for card in rank if may_call(site, lobby, counter, card, now)), None)
            if head is not None:
                yield head


def _lines(site: Site, lobby: Lobby, counter: str) -> Iterator[Line]:
    """Return the lines in which somebody may wait for `counter`: its fields', those of no field, those with who is
    bound to one counter."""
    mine = site.counters[counter].services
    for service, one in lobby.waiting.items():
        if service in mine or one.bound or not is_served(site, service):
            yield one


def order(site: Site, lobby: Lobby, counter: str, cards: Iterable[Card], now: datetime) -> list[Card]:
    """Return `cards` in the order in which `counter` would call them if nobody else came."""
    in_place = sorted(cards, key=lambda card: card.place)
    first = [card for card in in_place if card.is_first]
    others = in_place[len(first) :]
    since = lobby.desk(counter).since_priority
    if site.counters[counter].profile is Profile.LONGEST or _somebody_aged(site.rules, others, now):
        return first + in_turn(site.rules, others, since, now)
    due, booked, priority, normal = _ranks(others, now)
    by_place = sorted((*priority, *normal), key=lambda card: card.place)
    first += due
    for service in dict.fromkeys((*site.counters[counter].services, *(card.ticket.service for card in by_place))):
        turns = in_turn(site.rules, [card for card in by_place if card.ticket.service == service], since, now)
        since = _since_after(turns, since)
        first += turns
    return [*first, *booked]


def _somebody_aged(rules: Rules, cards: list[Card], now: datetime) -> bool:
    return any(card.waited_s(now) >= rules.normal_bound_s for card in cards)


def _since_after(turns: list[Card], since: int) -> int:
    for card in turns:
        since = 0 if card.ticket.priority else since + 1
    return since


def in_turn(rules: Rules, in_place: Sequence[Card], since: int, now: datetime) -> list[Card]:
    """Return those who were not put first in the order of calls, where `since` calls were none of priority.

    `in_place` is in the order of `place`.
    """
    due, booked, priority, normal = _ranks(in_place, now)
    # In milliseconds since 1970, as places tell it: whoever came before has waited the bound.
    aged_before = (now.timestamp() - rules.normal_bound_s) * 1000
    ordered: list[Card] = []
    while due or priority or normal:
        if due and not _is_barred(due[0], (priority, normal), aged_before):
            ordered.append(due.popleft())
        elif priority and (not normal or _passes(rules, priority[0].place, normal[0].place, since, aged_before)):
            ordered.append(priority.popleft())
            since = 0
        else:
            ordered.append(normal.popleft())
            since += 1
    # Nobody else is here: who came early for an appointment need not wait for it.
    return [*ordered, *booked]


def _is_barred(due: Card, waiting: Iterable[deque[Card]], aged_before: float) -> bool:
    """Tell whether somebody who came before the appointment has waited so long that it passes them no more."""
    places = (rank[0].place for rank in waiting if rank)
    return any(place < due.place for place in places if place[1] <= aged_before)


def _passes(rules: Rules, priority: Standing, normal: Standing, since: int, aged_before: float) -> bool:
    """Tell whether the priority ticket goes before the normal one: by its turn, or because it came earlier anyway."""
    return priority < normal or (since >= turn_after(rules) and normal[1] > aged_before)


def turn_after(rules: Rules) -> int:
    """Return after how many calls without priority it is priority's turn; 0 where it always is."""
    return 0 if rules.precedence is Precedence.STRICT else rules.priority_one_in - 1


def _ranks(in_place: Sequence[Card], now: datetime) -> tuple[deque[Card], deque[Card], deque[Card], deque[Card]]:
    due, booked, priority, normal = deque[Card](), deque[Card](), deque[Card](), deque[Card]()
    for card in in_place:
        if card.appointment is not None:
            (due if card.appointment <= now else booked).append(card)
        else:
            (priority if card.ticket.priority else normal).append(card)
    return due, booked, priority, normal


def _turn(card: Card) -> Turn:
    if card.is_first:
        return Turn.FIRST
    if card.appointment is not None:
        return Turn.APPOINTMENT
    return Turn.PRIORITY if card.ticket.priority else Turn.NORMAL
