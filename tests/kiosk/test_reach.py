"""A screen knows within ten seconds that the hub is silent, and takes none for silent that never beat."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.reach import SILENT_S, Reach
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.devices import Presence, Standing
from lobby.contract.roles import Role

STARTED = datetime(2026, 11, 23, 7, 0, tzinfo=OFFICE_ZONE)


def hub(state: Standing = Standing.ONLINE, since: datetime = STARTED) -> Presence:
    return Presence(state=state, role=Role.HUB, version="0.1.0", since=since)


def beating() -> Reach:
    reach = Reach()
    assert reach.reached(True, 0.0)
    reach.present(hub(), 0.0)
    reach.beat(0.0)
    return reach


def test_a_hub_that_falls_silent_is_away_until_it_beats_again() -> None:
    reach = beating()
    assert reach.reached(True, SILENT_S - 0.1)
    assert not reach.reached(True, SILENT_S)
    reach.beat(60.0)
    assert reach.reached(True, 60.0)


def test_a_hub_of_an_older_version_is_never_silent() -> None:
    reach = Reach()
    reach.present(hub(), 0.0)
    assert reach.reached(True, 0.0) and reach.reached(True, 3600.0)


def test_after_a_return_to_an_older_version_no_beat_is_waited_for() -> None:
    reach = beating()
    reach.present(hub(since=STARTED + timedelta(hours=1)), 1.0)
    assert reach.reached(True, 3600.0)


def test_what_came_while_the_link_was_away_is_not_held_against_the_hub() -> None:
    reach = beating()
    assert not reach.reached(False, 30.0)
    assert reach.reached(True, 60.0)
    assert not reach.reached(True, 60.0 + SILENT_S)


def test_a_hub_that_was_lost_and_is_there_again_is_given_its_time() -> None:
    reach = beating()
    reach.present(hub(Standing.OFFLINE), 20.0)
    assert not reach.reached(True, 20.0)
    reach.present(hub(), 40.0)
    assert reach.reached(True, 40.0)


def test_others_say_nothing_of_the_hub() -> None:
    reach = beating()
    reach.present(Presence(state=Standing.OFFLINE, role=Role.BRIDGE, version="1", since=STARTED), 1.0)
    assert reach.reached(True, 1.0)
    reach.beat(SILENT_S)
    assert reach.reached(True, SILENT_S + 1.0)
