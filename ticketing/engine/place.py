"""How many would be called before a ticket, told without ordering the whole line."""

from __future__ import annotations

from datetime import datetime

from ticketing.engine.site import Precedence, Rules, Site
from ticketing.engine.state import Card, Line, Lobby, Standing


def ahead(site: Site, lobby: Lobby, card: Card, now: datetime) -> int:
    """Return how many of the same field would be called before `card`; 0 where it does not wait.

    The same as its index in `selection.order` at a counter where it is priority's turn.
    """
    line = lobby.line(card.ticket.service)
    if not card.waits:
        return 0
    if card.id in line.first:
        return _index(line.first, card)
    return len(line.first) + _among_others(line, site.rules, card, now)


def _among_others(line: Line, rules: Rules, card: Card, now: datetime) -> int:
    if card.id in line.booked and (card.appointment is None or card.appointment > now):
        # Who came early for an appointment is called once nobody else is here.
        return len(line.priority) + len(line.normal) + _index(line.booked, card)
    due = sum(1 for one in line.booked.values() if one.appointment is not None and one.appointment <= now)
    if _is_last(line, card):
        return due + len(line.priority) + len(line.normal) - 1
    if card.id in line.booked and not _somebody_aged(line, rules, now):
        return _index(line.booked, card)
    return _merged(line, rules, card, now)


def _is_last(line: Line, card: Card) -> bool:
    """Tell whether `card` is a normal ticket that came after all others: then they all go first."""
    if card.id not in line.normal or next(reversed(line.normal)) != card.id:
        return False
    others = (next(reversed(rank.values())) for rank in (line.priority, line.booked) if rank)
    return all(one.place < card.place for one in others)


def _somebody_aged(line: Line, rules: Rules, now: datetime) -> bool:
    oldest = (next(iter(rank.values())) for rank in (line.priority, line.normal) if rank)
    return any(one.waited_s(now) >= rules.normal_bound_s for one in oldest)


def _merged(line: Line, rules: Rules, card: Card, now: datetime) -> int:
    """Count in the order of calls."""
    due = [one.place for one in line.booked.values() if one.appointment is not None and one.appointment <= now]
    priority = [one.place for one in line.priority.values()]
    normal = [one.place for one in line.normal.values()]
    aged_before = (now.timestamp() - rules.normal_bound_s) * 1000
    every = 0 if rules.precedence is Precedence.STRICT else rules.priority_one_in - 1
    wanted, since = card.place, every
    d = p = n = 0
    while d + p + n < len(due) + len(priority) + len(normal):
        bars = [ranks[at] for ranks, at in ((priority, p), (normal, n)) if at < len(ranks)]
        if d < len(due) and not any(place < due[d] for place in bars if place[1] <= aged_before):
            place, d = due[d], d + 1
        elif p < len(priority) and (n == len(normal) or _passes(priority[p], normal[n], since >= every, aged_before)):
            place, p, since = priority[p], p + 1, 0
        else:
            place, n, since = normal[n], n + 1, since + 1
        if place == wanted:
            return d + p + n - 1
    return d + p + n


def _passes(priority: Standing, normal: Standing, has_turn: bool, aged_before: float) -> bool:
    return priority < normal or (has_turn and normal[1] > aged_before)


def _index(rank: dict[str, Card], card: Card) -> int:
    # Who has just come stands last, which is by far the most asked.
    if next(reversed(rank)) == card.id:
        return len(rank) - 1
    return list(rank).index(card.id)
