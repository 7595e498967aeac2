"""Simulated days: everyone who comes is dealt with, and what people saw is what the journal tells."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from crowd.day import draw, officers
from crowd.figures import differences, of_journal
from crowd.office import SEVEN, SHARED, Office
from ticketing.engine.fold import fold
from ticketing.simulation.play import Played, play_day, play_days
from ticketing.simulation.site import site_of

MONDAY = date(2026, 11, 23)


def played(office: Office, seed: int, visits: int = 150) -> Played:
    random = Random(seed)
    return play_day(site_of(office), office, MONDAY, draw(random, office, visits), random)


@pytest.mark.parametrize("office", [SEVEN, SHARED])
def test_a_day_of_the_office_ends_with_everyone_dealt_with(office: Office) -> None:
    day = played(office, 1)
    issued, served = day.figures.count("issued"), day.figures.count("served")
    assert issued + day.turned_away == 150
    assert served > 0.9 * issued
    assert not any(len(one) for one in day.lobby.waiting.values())
    assert day.figures.count("missed") and day.figures.count("moved") and day.figures.count("parked")


def test_what_people_saw_is_what_the_journal_tells() -> None:
    day = played(SEVEN, 2)
    tickets = {fact.ticket.ticket for fact in day.facts if fact.ticket is not None}
    journal = of_journal((fact.entry().model_dump(mode="json") for fact in day.facts), tickets)
    assert differences(day.figures, journal) == []
    one = next(key for key in journal.happened if key[:2] == ("ho-tich", "served"))
    journal.happened[one] -= 1
    assert len(differences(day.figures, journal)) == 1


def test_the_journal_of_a_simulated_day_gives_its_state() -> None:
    day = played(SHARED, 3, visits=60)
    assert fold(day.facts) == day.lobby


def test_one_seed_gives_one_day() -> None:
    assert played(SEVEN, 4, visits=40).facts == played(SEVEN, 4, visits=40).facts


def test_told_waits_come_true_more_often_than_not_and_better_than_guessing_the_settings() -> None:
    random = Random(5)
    site, speeds = site_of(SEVEN), officers(random, SEVEN)
    days = [(MONDAY + timedelta(days=place), draw(random, SEVEN, 300, speeds)) for place in range(2)]
    told = [one for one in play_days(site, SEVEN, days, random)[1].told if one.wait and one.waited_s is not None]
    within = sum(1 for one in told if one.wait is not None and one.wait.low_s <= (one.waited_s or 0) <= one.wait.high_s)
    assert len(told) > 200 and within > 0.6 * len(told)
