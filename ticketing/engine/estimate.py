"""How many are ahead and how long it may take: a range that about four in five waits fall in, and never a promise.

The wait is the time until the counters that now serve the field have called everyone ahead: each counter is free when
the citizen in hand is done (the longer it lasts already, the longer it may still last), and then calls at the pace that
was learned for the field and the officer. Counters of several fields share their time among those who wait; priority
that may still come goes before a normal ticket; a break of the office's hours that lies in between is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, exp, hypot, sqrt
from typing import Any

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.ticket import Wait
from ticketing.engine.hands import Hand, hands_of, pace_of
from ticketing.engine.learning import Pace
from ticketing.engine.place import ahead
from ticketing.engine.selection import waits_for_its_counter
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby

__all__ = ["ahead", "learned", "standing", "wait"]

# Four in five of normally distributed values lie so many standard deviations around the middle.
FOUR_IN_FIVE = 1.2816
UNKNOWN_SHARE = 0.25
UNKNOWN_S = 35.0
MOST_PASSED = 0.4
# When one counter is free, another is somewhere along its service: it has on average done so much of a call.
ALONG = 0.6


def learned(lobby: Lobby) -> dict[str, Any]:
    """Return what the next day's `day.opened` carries as `learned`."""
    return lobby.learned.to_data()


def wait(site: Site, lobby: Lobby, service: str, people: int, now: datetime | None = None) -> Wait | None:
    """Return how long someone waits with `people` ahead, None where nobody can tell (no counter of the field works).

    `now` is the newest entry's time where it is not given.
    """
    return _wait(site, lobby, service, people, now or lobby.at, site.serving(service))


def standing(site: Site, lobby: Lobby, card: Card, now: datetime | None = None) -> tuple[int, Wait | None]:
    """Return how many are ahead of `card` and how much longer it waits.

    The wait is None where it does not wait or nobody can tell. A ticket bound to one counter waits for that one; an
    appointment is not called before its time. `now` is the newest entry's time where it is not given.
    """
    at = now or lobby.at
    if at is None or not card.waits:
        return 0, None
    people = ahead(site, lobby, card, at)
    counters = site.serving(card.ticket.service)
    if waits_for_its_counter(site, lobby, card, at):
        counters = (card.to or "",)
    if card.is_first or (card.ticket.priority is None and card.appointment is None):
        return people, _wait(site, lobby, card.ticket.service, people, at, counters, not card.is_first)
    return people, _passing(site, lobby, card, people, at, counters)


def _passing(site: Site, lobby: Lobby, card: Card, people: int, at: datetime, counters: Sequence[str]) -> Wait | None:
    """Return the wait of a ticket that passes others, of whom some will have waited too long to be passed by then."""
    told = _wait(site, lobby, card.ticket.service, people, at, counters, False)
    if told is not None:
        then = at + timedelta(seconds=(told.low_s + told.high_s) / 2)
        later = max(people, ahead(site, lobby, card, then))
        told = _wait(site, lobby, card.ticket.service, later, at, counters, False)
    if told is None or card.appointment is None:
        return told
    early = max(0, int((card.appointment - at).total_seconds()))
    return Wait(low_s=max(early, told.low_s), high_s=max(early + told.high_s - told.low_s, told.high_s))


def _wait(
    site: Site,
    lobby: Lobby,
    service: str,
    people: int,
    at: datetime | None,
    counters: Sequence[str],
    is_passed: bool = True,
) -> Wait | None:
    if at is None or service not in site.services:
        return None
    opens_s = _opens_s(site, service, at)
    hands = list(hands_of(site, lobby, service, people, at, counters, opens_s))
    if not hands:
        return None
    pace = pace_of(site, lobby, service)
    calls = 1.0 + people + (_passers(site, hands, pace, people) if is_passed else 0.0)
    middle = _until(hands, calls)
    spread = _spread(hands, calls - 1, _variation(pace), middle)
    low, high = max(0.0, middle - spread), middle + spread
    return Wait(low_s=int(_over_break(site, service, at, low)), high_s=ceil(_over_break(site, service, at, high)))


def _passers(site: Site, hands: Sequence[Hand], pace: Pace, people: int) -> float:
    """Return how many who are still to come will go before a normal ticket, until it has waited too long for that."""
    passed = min(MOST_PASSED, pace.passed)
    called = min(people, site.rules.normal_bound_s / _together(hands))
    return called * passed / (1 - passed)


def _variation(pace: Pace) -> float:
    """Return the standard deviation of a service as a share of its mean, from the spread of its logarithm."""
    return min(1.5, sqrt(exp(pace.log_var) - 1))


def _until(hands: Sequence[Hand], calls: float) -> float:
    """Return the seconds until the counters have made `calls` calls."""
    pace, weighted = 0.0, 0.0
    ordered = sorted(hands, key=lambda hand: hand.free_s)
    for place, hand in enumerate(ordered, 1):
        pace += 1 / hand.every_s
        weighted += hand.free_s / hand.every_s
        until = (calls - 1 - ALONG * (place - 1) + weighted) / pace
        if place == len(ordered) or until <= ordered[place].free_s:
            return max(ordered[0].free_s, until)
    return ordered[0].free_s


def _spread(hands: Sequence[Hand], calls: float, variation: float, middle: float) -> float:
    first = min(hands, key=lambda hand: hand.free_s)
    services = variation * _together(hands) * sqrt(max(0.0, calls))
    return FOUR_IN_FIVE * hypot(services, first.unsure_s / len(hands), UNKNOWN_SHARE * middle, UNKNOWN_S)


def _together(hands: Sequence[Hand]) -> float:
    """Return the seconds between two calls of any of the counters."""
    return 1 / sum(1 / hand.every_s for hand in hands)


def _opens_s(site: Site, service: str, at: datetime) -> float:
    """Return the seconds until the field's office is at work next today, 0 where it is now or not any more."""
    for begins, ends in _periods(site, service, at):
        if at < ends:
            return max(0.0, (begins - at).total_seconds())
    return 0.0


def _over_break(site: Site, service: str, at: datetime, seconds: float) -> float:
    """Return `seconds` of work as they pass on the clock, with the break that begins meanwhile."""
    for (_, ends), (begins, _) in pairwise(_periods(site, service, at)):
        if at < ends and seconds > (ends - at).total_seconds():
            return seconds + (begins - ends).total_seconds()
    return seconds


def _periods(site: Site, service: str, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    hours = site.hours_of(service)
    return hours.work(at.astimezone(OFFICE_ZONE).date()) if hours is not None else ()
