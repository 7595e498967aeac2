"""How many would be called before a ticket, told without ordering the whole line."""

from __future__ import annotations

from bisect import bisect_left
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
    due = sum(1 for one in line.booked.values() if one.appointment is not None and one.appointment <= now)
    if card.id in line.booked and (card.appointment is None or card.appointment > now):
        # Who came early for an appointment is called once nobody else is here.
        return len(line.priority) + len(line.normal) + _index(line.booked, card)
    if _somebody_aged(line, rules, now):
        return _merged(line, rules, card, now)
    if card.id in line.booked:
        return _index(line.booked, card)
    every = _normal_between(rules)
    if card.id in line.priority:
        turn = _index(line.priority, card)
        return due + turn + min(turn * every, len(line.normal))
    turn = _index(line.normal, card)
    passing = len(line.priority) if every == 0 else min((turn + every) // every, len(line.priority))
    return due + turn + passing


def _normal_between(rules: Rules) -> int:
    """Return how many normal tickets are called between two of priority, 0 where priority always goes first."""
    return 0 if rules.precedence is Precedence.STRICT else rules.priority_one_in - 1


def _somebody_aged(line: Line, rules: Rules, now: datetime) -> bool:
    oldest = next(iter(line.normal.values()), None)
    return oldest is not None and oldest.waited_s(now) >= rules.normal_bound_s


def _merged(line: Line, rules: Rules, card: Card, now: datetime) -> int:
    """Count in the order of calls, where some waited so long that who came later passes them no more."""
    due = [one.place for one in line.booked.values() if one.appointment is not None and one.appointment <= now]
    priority = [one.place for one in line.priority.values()]
    normal = [one.place for one in line.normal.values()]
    aged_before = (now.timestamp() - rules.normal_bound_s) * 1000
    aged = bisect_left(normal, True, key=lambda place: place[1] > aged_before)
    wanted, every = card.place, _normal_between(rules)
    d = p = n = 0
    since = every
    while d + p + n < len(due) + len(priority) + len(normal):
        bound: Standing | None = normal[n] if n < aged else None
        may_due = d < len(due) and (bound is None or due[d] <= bound)
        may_pass = p < len(priority) and (bound is None or priority[p] <= bound)
        if may_due:
            place, d = due[d], d + 1
        elif may_pass and (n == len(normal) or since >= every):
            place, p, since = priority[p], p + 1, 0
        elif n < len(normal):
            place, n, since = normal[n], n + 1, since + 1
        else:
            place, p, since = priority[p], p + 1, since + 1
        if place == wanted:
            return d + p + n - 1
    return d + p + n


def _index(rank: dict[str, Card], card: Card) -> int:
    # Who has just come stands last, which is by far the most asked.
    if next(reversed(rank)) == card.id:
        return len(rank) - 1
    return list(rank).index(card.id)
