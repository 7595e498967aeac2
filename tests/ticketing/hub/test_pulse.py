"""The hub's beat: every three seconds while it serves, none while nobody is served."""

from __future__ import annotations

import json
from typing import Any

from lobby.clock import HandClock
from lobby.contract.topics import Topics
from ticketing.hub.pulse import EVERY_S, HELD_UP_S


def beats(site: Any, topics: Topics) -> list[bytes]:
    site.hub.flush()
    found: list[bytes] = site.broker.payloads(topics.beat())
    return found


def test_one_beat_every_three_seconds_that_nobody_keeps(site: Any, topics: Topics) -> None:
    (first,) = beats(site, topics)
    assert json.loads(first) == {"v": 1, "at": "2026-11-23T08:00:00.000+07:00"}
    site.clock.forward(EVERY_S - 0.1)
    assert len(beats(site, topics)) == 1
    site.clock.forward(0.1)
    assert len(beats(site, topics)) == 2
    assert topics.beat() not in site.broker.retained


def test_a_hub_whose_card_hangs_in_a_commit_does_not_beat_until_it_goes_on(site: Any, topics: Topics) -> None:
    before = len(beats(site, topics))
    with site.ground.keeper.upkeep():
        site.clock.forward(EVERY_S + HELD_UP_S)
        assert len(beats(site, topics)) == before
        assert not site.door.serves()
    assert len(beats(site, topics)) == before + 1
    assert site.door.serves()


def test_a_commit_that_only_takes_its_time_silences_nothing(site: Any, topics: Topics) -> None:
    before = len(beats(site, topics))
    site.clock.forward(EVERY_S)
    with site.ground.keeper.upkeep():
        site.clock.forward(HELD_UP_S - 0.1)
        assert len(beats(site, topics)) == before + 1


def test_a_hub_whose_link_is_back_beats_at_once(site: Any, topics: Topics) -> None:
    before = len(beats(site, topics))
    clock: HandClock = site.clock
    site.link.bus.stop()
    clock.forward(EVERY_S)
    assert len(beats(site, topics)) == before
    site.link.bus.start()
    assert len(beats(site, topics)) == before + 1
    site.link.bus.stop()
    site.link.bus.start()
    assert len(beats(site, topics)) == before + 2
