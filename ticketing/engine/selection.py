"""Who is next at a counter, and the reason in words an officer can tell the people who wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState
from ticketing.engine.site import Site, priority_words
from ticketing.engine.state import Card, Lobby


class Turn(StrEnum):
    """By which rule a ticket was called; the journal keeps it and the next turn depends on it."""

    FIRST = "first"
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
    """
    if card.to == counter:
        return True
    serves = card.ticket.service in site.counters[counter].services
    return serves and (card.to is None or lobby.desk(card.to).phase is CounterPhase.CLOSED)


def may_call_again(site: Site, lobby: Lobby, counter: str, card: Card) -> bool:
    """Tell whether `counter` may call `card` by its number: whoever called it before may, wherever it belongs."""
    return card.ticket.counter == counter or may_call(site, lobby, counter, card)


def line(site: Site, lobby: Lobby, counter: str) -> list[Card]:
    """Return the tickets that wait for `counter`, in the order it would call them."""
    lines = lobby.waiting.values()
    mine = [card for one in lines for card in one.cards() if may_call(site, lobby, counter, card)]
    return order(mine, lobby.desk(counter).after_priority)


def aside(site: Site, lobby: Lobby, counter: str) -> list[Card]:
    """Return the tickets that `counter` may call again: those parked, then those who did not come, newest first."""
    mine = [card for card in lobby.aside.values() if may_call_again(site, lobby, counter, card)]
    newest = sorted(mine, key=lambda card: card.ticket.called_at or card.ticket.issued_at, reverse=True)
    return sorted(newest, key=lambda card: card.ticket.state is not TicketState.PARKED)


def order(cards: Iterable[Card], after_priority: bool) -> list[Card]:
    """Return `cards` in calling order: those put first, then priority and the others in turn.

    Where both wait, one priority ticket goes first and then one other, so neither starves; within each, by place.
    """
    in_place = sorted(cards, key=lambda card: card.place)
    ordered = [card for card in in_place if card.is_first]
    priority = deque(card for card in in_place[len(ordered) :] if card.ticket.priority)
    normal = deque(card for card in in_place[len(ordered) :] if not card.ticket.priority)
    while priority or normal:
        takes_priority = bool(priority) and not (after_priority and normal)
        ordered.append((priority if takes_priority else normal).popleft())
        after_priority = takes_priority
    return ordered


def choose(site: Site, lobby: Lobby, counter: str) -> Choice | None:
    """Return who is next at `counter`, None where nobody waits."""
    waiting = line(site, lobby, counter)
    if not waiting:
        return None
    card = waiting[0]
    turn = _turn(card)
    return Choice(card, turn, _why(site, lobby, counter, card, turn, waiting))


def _turn(card: Card) -> Turn:
    if card.is_first:
        return Turn.FIRST
    return Turn.PRIORITY if card.ticket.priority else Turn.NORMAL


def _why(site: Site, lobby: Lobby, counter: str, card: Card, turn: Turn, waiting: list[Card]) -> str:
    if turn is Turn.FIRST:
        return "Được chuyển đến và xếp lên đầu hàng."
    if turn is Turn.PRIORITY:
        return f"Ưu tiên: {priority_words(card.ticket.priority or '')}."
    if lobby.desk(counter).after_priority and any(other.ticket.priority for other in waiting):
        return "Đến lượt người chờ thường, sau một lượt ưu tiên."
    return f"Chờ lâu nhất trong {_fields(site, counter, card)}."


def _fields(site: Site, counter: str, card: Card) -> str:
    if len(site.counters[counter].services) > 1:
        return "các lĩnh vực của quầy"
    service = site.services.get(card.ticket.service)
    return f"lĩnh vực {service.name}" if service is not None else "lĩnh vực của quầy"
