"""Draws the day: each citizen's visit and each officer's shift, from a random generator that is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from random import Random

from crowd.office import Field, Hours, Office

# How lively each hour is: the rush after opening, the lull before lunch, a smaller rush after it.
_LIVELY = {6: 0.2, 7: 1.4, 8: 2.0, 9: 1.7, 10: 1.1, 11: 0.7, 12: 0.2, 13: 1.3, 14: 1.2, 15: 0.8, 16: 0.4}
_BREAKS = ("Nghỉ giải lao", "Họp đột xuất", "Xử lý công việc khẩn cấp", "Hỗ trợ đồng nghiệp")


@dataclass(frozen=True)
class Visit:
    """What a citizen will do; times in seconds, `comes` after midnight.

    `serve_s` is what an average officer needs. One who `misses` is not there when called, and asks to be put back after
    `back_s` (never where that is None). One with `parks_s` fetches papers for so long in the middle of it, and is to
    be called by the same counter then where it is a `supplement`. `moves_to` is the field it is sent on to. With
    `booked`, an appointment was made for that time.
    """

    comes: float
    service: str
    serve_s: float
    walk_s: float
    priority: str | None = None
    misses: bool = False
    back_s: float | None = None
    parks_s: float | None = None
    supplement: bool = False
    moves_to: str | None = None
    booked: float | None = None


@dataclass(frozen=True)
class Pause:
    """An officer leaves at `begins` for `lasts_s`, as soon as the citizen in hand is done."""

    begins: float
    lasts_s: float
    reason: str


@dataclass(frozen=True)
class Shift:
    """An officer's day at `counter`: `speed` multiplies what a service takes, `opens` and `closes` are when they mean
    to begin and end; lunch is one of the pauses."""

    counter: str
    speed: float
    opens: float
    closes: float
    pauses: tuple[Pause, ...]


@dataclass(frozen=True)
class Day:
    """Everyone of one day, visits in the order they come."""

    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]


def draw(random: Random, office: Office, visits: int = 300, speeds: dict[str, float] | None = None) -> Day:
    """Return a day of `visits` citizens; `speeds` keeps an officer's speed from day to day."""
    comes = sorted(_comes(random, office.hours) for _ in range(visits))
    people = tuple(_visit(random, office, moment) for moment in comes)
    speeds = speeds if speeds is not None else officers(random, office)
    return Day(people, tuple(_shift(random, office.hours, counter, speeds[counter]) for counter in office.counters))


def officers(random: Random, office: Office) -> dict[str, float]:
    """Return how each counter's officer differs from the average one."""
    return {counter: random.uniform(0.8, 1.3) for counter in office.counters}


def _comes(random: Random, hours: Hours) -> float:
    while True:
        moment = random.uniform(hours.doors, hours.closes)
        lively = _LIVELY.get(int(moment // 3600), 0.5)
        if random.random() * max(_LIVELY.values()) < lively and hours.take_numbers(moment):
            return moment


def _visit(random: Random, office: Office, comes: float) -> Visit:
    field = random.choices(office.fields, [one.share for one in office.fields])[0]
    misses = random.random() < 0.06
    parks = random.random() < 0.04
    return Visit(
        comes,
        field.id,
        _serve_s(random, field),
        random.uniform(8, 40),
        _priority(random, office),
        misses,
        random.uniform(60, 900) if misses and random.random() < 0.55 else None,
        random.uniform(300, 1800) if parks else None,
        parks and random.random() < 0.5,
        _moves_to(random, office, field.id),
        _booked(random, office.hours, comes),
    )


def _serve_s(random: Random, field: Field) -> float:
    return max(20.0, random.lognormvariate(log(field.mean_s) - field.spread**2 / 2, field.spread))


def _priority(random: Random, office: Office) -> str | None:
    drawn = random.random()
    for one, share in office.priorities.items():
        drawn -= share
        if drawn < 0:
            return one
    return None


def _moves_to(random: Random, office: Office, service: str) -> str | None:
    others = [one.id for one in office.fields if one.id != service]
    return random.choice(others) if others and random.random() < 0.04 else None


def _booked(random: Random, hours: Hours, comes: float) -> float | None:
    if random.random() >= 0.04:
        return None
    # People come some minutes before their appointment, on the quarter of an hour.
    booked = ((comes + random.uniform(0, 900)) // 900 + 1) * 900
    return booked if booked < hours.closes and not hours.lunch <= booked < hours.back else None


def _shift(random: Random, hours: Hours, counter: str, speed: float) -> Shift:
    late = max(0.0, random.gauss(0, 400))
    lunch = Pause(hours.lunch, hours.back - hours.lunch + max(0.0, random.gauss(0, 240)), "Nghỉ trưa")
    breaks = [_break(random, hours) for _ in range(random.choice((1, 2, 2, 3)))]
    return Shift(counter, speed, hours.opens + late, hours.closes, _apart(sorted([lunch, *breaks], key=_begins)))


def _break(random: Random, hours: Hours) -> Pause:
    morning = random.random() < 0.5
    begins = random.uniform(hours.opens, hours.lunch) if morning else random.uniform(hours.back, hours.closes)
    return Pause(begins, random.uniform(240, 1200), random.choice(_BREAKS))


def _begins(pause: Pause) -> float:
    return pause.begins


def _apart(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Leave out a break that another follows within an hour, and never lunch."""
    kept = [first for first, then in pairwise(pauses) if then.begins - first.begins - first.lasts_s > 1800]
    kept += [one for one in pauses if one.reason == "Nghỉ trưa" and one not in kept]
    return tuple(sorted(kept, key=_begins))
