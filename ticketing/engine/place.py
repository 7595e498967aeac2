"""How many would be called before a ticket, told without ordering the line for those most often asked about."""

from __future__ import annotations

from datetime import datetime

from ticketing.engine.selection import in_turn, turn_after
from ticketing.engine.site import Rules, Site
from ticketing.engine.state import Card, Line, Lobby


def ahead(site: Site, lobby: Lobby, card: Card, now: datetime) -> int:
    """Return how many of the same field would be called before `card`; 0 where it does not wait.

    The same as its index in `selection.order` at a counter where it is priority's turn.
    """
    line = lobby.line(card.ticket.service)
    if not card.waits:
        return 0
    if card in line.first:
        return line.first.index(card)
    return len(line.first) + _among_others(line, site.rules, card, now)


def _among_others(line: Line, rules: Rules, card: Card, now: datetime) -> int:
    is_booked = card in line.booked
    if is_booked and (card.appointment is None or card.appointment > now):
        # Who came early for an appointment is called once nobody else is here.
        return len(line.priority) + len(line.normal) + line.booked.index(card)
    due = sum(1 for one in line.booked if one.appointment is not None and one.appointment <= now)
    if _is_last(line, card):
        return due + len(line.priority) + len(line.normal) - 1
    if is_booked and not _somebody_aged(line, rules, now):
        return line.booked.index(card)
    others = sorted((*line.booked, *line.priority, *line.normal), key=lambda one: one.place)
    ordered = in_turn(rules, others, turn_after(rules), now)
    return next(place for place, one in enumerate(ordered) if one.id == card.id)


def _is_last(line: Line, card: Card) -> bool:
    """Tell whether `card` is a normal ticket that came after all others: then they all go first."""
    last = line.normal.last
    if last is None or last.id != card.id:
        return False
    others = (line.priority.last, line.booked.last)
    return all(one is None or one.place < card.place for one in others)


def _somebody_aged(line: Line, rules: Rules, now: datetime) -> bool:
    oldest = (line.priority.head, line.normal.head)
    return any(one is not None and one.waited_s(now) >= rules.normal_bound_s for one in oldest)
