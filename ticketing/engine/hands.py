"""The counters that will call from a line: when each is free next, how fast it calls, and how unsure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import erfc, exp, hypot, log, sqrt

from lobby.contract.states import CounterPhase
from ticketing.engine.learning import Learned, Pace
from ticketing.engine.site import Profile, Site
from ticketing.engine.state import Lobby

# The settings' `typical_s` counts half as long as so many services were seen, and soon not at all.
TYPICAL_COUNTS = 3
TYPICAL_SPREAD = 0.6


@dataclass(frozen=True)
class Hand:
    """A counter that will call from the line: in so many seconds first, then every so many, until whenever."""

    free_s: float
    every_s: float
    unsure_s: float


def hands_of(
    site: Site, lobby: Lobby, service: str, people: int, at: datetime, counters: Sequence[str], opens_s: float
) -> Iterator[Hand]:
    """Return the hands of those `counters` that work, for one with `people` ahead and `opens_s` before opening."""
    known = lobby.learned
    for counter in counters:
        desk = lobby.desk(counter)
        if desk.phase is CounterPhase.CLOSED and not opens_s:
            continue
        factor = known.habit(counter).factor
        share, before_s = _share(site, lobby, counter, service, people)
        every_s = (pace_of(site, lobby, service).mean_s * factor + known.gap_s) / share
        free_s, unsure_s = _free_in(site, lobby, counter, at, factor)
        if desk.phase is not CounterPhase.OPEN:
            rest_s = opens_s or _rest_of_break(known, counter, at)
            free_s, unsure_s = max(free_s, rest_s), hypot(unsure_s, rest_s / 4)
        yield Hand(free_s + before_s * factor, every_s, unsure_s)


def _free_in(site: Site, lobby: Lobby, counter: str, at: datetime, factor: float) -> tuple[float, float]:
    """Return the seconds until a counter calls again, as expected, and how unsure that is."""
    held = lobby.in_hand(counter)
    if held is None or held.ticket.called_at is None:
        free = lobby.learned.free.get(counter, at)
        return max(0.0, lobby.learned.gap_s - (at - free).total_seconds()), 0.0
    pace = pace_of(site, lobby, held.ticket.service)
    spread = sqrt(pace.log_var)
    rest = _rest(pace.log_mean + log(factor), spread, max(1.0, (at - held.ticket.called_at).total_seconds()))
    return rest + lobby.learned.gap_s, rest * min(1.0, spread)


def _rest(middle: float, spread: float, lasted_s: float) -> float:
    """Return how much longer something lasts that has lasted `lasted_s`, where such times are log-normal."""
    # E[X - t | X > t]; see Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 1, ch. 14.
    place = (log(lasted_s) - middle) / spread
    still = erfc(place / sqrt(2)) / 2
    if still < 1e-4:
        return lasted_s / 2
    return exp(middle + spread * spread / 2) * erfc((place - spread) / sqrt(2)) / 2 / still - lasted_s


def _rest_of_break(known: Learned, counter: str, at: datetime) -> float:
    begun = known.free.get(counter, at)
    return max(known.break_s / 3, known.break_s - (at - begun).total_seconds())


def _share(site: Site, lobby: Lobby, counter: str, service: str, people: int) -> tuple[float, float]:
    """Return how much of its time a counter has for the field, and the seconds of work it does before that."""
    known = site.counters[counter]
    if len(known.services) < 2 or service not in known.services:
        return 1.0, 0.0
    if known.profile is Profile.ORDERED:
        earlier = known.services[: known.services.index(service)]
        return 1.0, sum(_work(site, lobby, one) for one in earlier)
    line = len(lobby.line(service))
    # Who came for another field after the citizen in question is called later.
    came_before = min(1.0, (people + 1) / line) if line else 1.0
    others = came_before * sum(_work(site, lobby, one) for one in known.services if one != service)
    own = max(1, people) * pace_of(site, lobby, service).mean_s / _working(site, lobby, service)
    return own / (own + others), 0.0


def _work(site: Site, lobby: Lobby, service: str) -> float:
    """Return the seconds of work that waits in a field for each counter that serves it."""
    if service not in site.services:
        return 0.0
    return len(lobby.line(service)) * pace_of(site, lobby, service).mean_s / _working(site, lobby, service)


def _working(site: Site, lobby: Lobby, service: str) -> int:
    return max(1, sum(1 for one in site.serving(service) if lobby.desk(one).phase is CounterPhase.OPEN))


def pace_of(site: Site, lobby: Lobby, service: str) -> Pace:
    """Return the pace of a field, where the settings' typical time counts as a few services that were seen."""
    seen, known = lobby.learned.pace(service), site.services.get(service)
    typical = float(known.typical_s) if known is not None else seen.mean_s or 1.0
    share = seen.n**2 / (seen.n**2 + TYPICAL_COUNTS**2)
    spread = TYPICAL_SPREAD * TYPICAL_SPREAD
    return Pace(
        seen.n,
        typical + share * (seen.mean_s - typical),
        log(typical) - spread / 2 + share * (seen.log_mean - log(typical) + spread / 2),
        max(0.01, spread + share * (seen.log_var - spread)),
        seen.passed,
    )
