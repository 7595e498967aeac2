"""How far the told wait is from what came true, on simulated days: ours against ZMS's static average, in one run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import mean

from bench.static_average import StaticAverage
from bench.table import Figure
from crowd.day import draw, officers
from crowd.office import SEVEN, SHARED, Office
from ticketing.simulation.play import Told, play_days
from ticketing.simulation.site import site_of

SEEDS = 6
DAYS = 5
VISITS = 300
FIRST_DAY = date(2026, 11, 23)
OFFICES = {"seven counters, one field each": SEVEN, "seven counters that share fields": SHARED}


@dataclass(frozen=True)
class Compared:
    """One citizen: how far off ours and ZMS's were, in seconds, and the range that was told."""

    day: int
    ours_s: float
    theirs_s: float
    within: bool
    width_s: float
    waited_s: float


def measure() -> list[Figure]:
    """Return mean absolute errors, their ratio, and how often and how tightly the range held."""
    figures: list[Figure] = []
    with ProcessPoolExecutor() as pool:
        for name, office in OFFICES.items():
            print(f"{name}: {SEEDS} sites, {DAYS} days of {VISITS} visits each", file=sys.stderr)
            sites = pool.map(_site, [office] * SEEDS, range(SEEDS))
            compared = [one for site in sites for one in site]
            figures += _figures(name, compared)
    return figures


def _site(office: Office, seed: int) -> list[Compared]:
    random = Random(seed)
    site, speeds = site_of(office), officers(random, office)
    days = [(FIRST_DAY + timedelta(days=place), draw(random, office, VISITS, speeds)) for place in range(DAYS)]
    # The best static average that a keeper could have set: the office's true one, in whole minutes as ZMS keeps it.
    minutes = {field.id: max(1, round(_mean_s(office, field.id, speeds) / 60)) for field in office.fields}
    played = play_days(site, office, days, random, StaticAverage(site, minutes))
    return [one for place, day in enumerate(played) for told in day.told for one in _compared(place, told)]


def _mean_s(office: Office, service: str, speeds: dict[str, float]) -> float:
    field = next(one for one in office.fields if one.id == service)
    return field.mean_s * mean(speeds[key] for key, serves in office.counters.items() if service in serves)


def _compared(day: int, told: Told) -> Sequence[Compared]:
    if told.wait is None or told.waited_s is None or told.other is None:
        return ()
    low, high, waited = told.wait.low_s, told.wait.high_s, told.waited_s
    ours, theirs = abs((low + high) / 2 - waited), abs(told.other - waited)
    return (Compared(day, ours, theirs, low <= waited <= high, high - low, waited),)


def _figures(name: str, people: list[Compared]) -> list[Figure]:
    ours, theirs = (mean(one.ours_s for one in people) / 60, mean(one.theirs_s for one in people) / 60)
    by_day = [[one for one in people if one.day == day] for day in range(DAYS)]
    ratios = " ".join(f"{mean(o.ours_s for o in day) / mean(o.theirs_s for o in day):.2f}" for day in by_day)
    waited, width = mean(one.waited_s for one in people) / 60, mean(one.width_s for one in people) / 60
    outside = 100 * (1 - mean(one.within for one in people))
    return [
        Figure(f"{name}: wait that came true, mean", waited, "min", None, f"{len(people)} citizens"),
        Figure("  ZMS's static average, mean absolute error", theirs, "min", None, "its average is the true one"),
        Figure("  ours (middle of the range), mean absolute error", ours, "min", None),
        Figure("  ours against ZMS", ours / theirs, "times", 0.8, f"by day: {ratios}"),
        Figure("  waits outside the told range", outside, "%", 25, "four in five are meant to be within"),
        Figure("  width of the range, mean", width, "min", None),
    ]
