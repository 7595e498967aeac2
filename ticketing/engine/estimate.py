"""How many are ahead and how long it may take, as a range and never as a promise."""

from __future__ import annotations

from math import ceil
from statistics import median

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Wait
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby

ENOUGH_SEEN = 3
LOW_TENTHS, HIGH_TENTHS = 7, 13


def ahead(lobby: Lobby, card: Card) -> int:
    """Return how many of the same field would be called before `card`; 0 where it no longer waits.

    The same as its index in `selection.order`, without ordering the line.
    """
    line = lobby.line(card.ticket.service)
    if card.id in line.first:
        return _index(line.first, card)
    if card.id in line.priority:
        turn = _index(line.priority, card)
        return len(line.first) + turn + min(turn, len(line.normal))
    if card.id in line.normal:
        turn = _index(line.normal, card)
        return len(line.first) + turn + min(turn + 1, len(line.priority))
    return 0


def _index(rank: dict[str, Card], card: Card) -> int:
    # Who has just come stands last, which is by far the most asked.
    if next(reversed(rank)) == card.id:
        return len(rank) - 1
    return list(rank).index(card.id)


def wait(site: Site, lobby: Lobby, service: str, people: int) -> Wait | None:
    """Return how long someone waits with `people` ahead, None where no counter of the field is open.

    The pace is the median of today's latest services of the field, or the settings' `typical_s` before there are three.
    """
    working = [one for one in site.serving(service) if lobby.desk(one).phase is CounterPhase.OPEN]
    if not working or service not in site.services:
        return None
    seen = lobby.durations.get(service, ())
    pace = median(seen) if len(seen) >= ENOUGH_SEEN else float(site.services[service].typical_s)
    rounds = people / len(working)
    return Wait(low_s=int(rounds * pace * LOW_TENTHS / 10), high_s=ceil((rounds + 1) * pace * HIGH_TENTHS / 10))
