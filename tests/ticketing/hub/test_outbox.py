"""What happened while the bridge was away reaches it, in order, a window at a time, until it says that it holds it."""

from __future__ import annotations

from typing import Any

from ticketing.hub.outbox import STALLED_S, WINDOW


def issue(site: Any, count: int) -> None:
    for _ in range(count):
        site.granted("dispenser-1", "ticket/issue", service="ho-tich")


def test_a_bridge_that_comes_late_gets_everything_in_order(site: Any) -> None:
    issue(site, WINDOW + 20)
    site.broker.sent.clear()
    site.bridge_is("online")
    site.hub.flush()
    assert site.entries() == list(range(1, WINDOW + 1))
    site.granted("bridge", "bridge/taken", through=WINDOW)
    assert site.entries() == list(range(1, WINDOW + 22))


def test_entries_are_told_at_once_while_the_bridge_keeps_up(site: Any) -> None:
    site.bridge_is("online")
    issue(site, 1)
    assert site.entries() == [1, 2]
    site.granted("bridge", "bridge/taken", through=2)
    site.clock.forward(STALLED_S * 4)
    issue(site, 1)
    site.hub.flush()
    assert site.entries() == [1, 2, 3]


def test_what_is_not_acknowledged_is_sent_again_and_not_more_often_than_needed(site: Any) -> None:
    site.bridge_is("online")
    issue(site, 2)
    site.granted("bridge", "bridge/taken", through=1)
    site.clock.forward(STALLED_S - 1)
    site.hub.flush()
    assert site.entries() == [1, 2, 3]
    site.clock.forward(2)
    site.hub.flush()
    site.hub.flush()
    assert site.entries() == [1, 2, 3, 2, 3]


def test_a_bridge_that_restarts_is_sent_what_it_did_not_take(site: Any) -> None:
    site.bridge_is("online")
    issue(site, 2)
    site.granted("bridge", "bridge/taken", through=2)
    site.bridge_is("offline")
    issue(site, 1)
    site.broker.sent.clear()
    site.bridge_is("online")
    site.hub.flush()
    assert site.entries() == [3, 4]


def test_the_mark_survives_a_restart_of_the_hub(site: Any) -> None:
    site.bridge_is("online")
    issue(site, 3)
    site.granted("bridge", "bridge/taken", through=3)
    site.stop()
    site.broker.sent.clear()
    site.start()
    site.bridge_is("online")
    site.hub.flush()
    assert site.entries() == [4]


def test_a_bridge_that_lost_its_store_is_sent_everything_from_where_it_stands(site: Any) -> None:
    site.bridge_is("online")
    issue(site, 4)
    site.granted("bridge", "bridge/taken", through=5)
    site.broker.sent.clear()
    site.granted("bridge", "bridge/taken", through=2)
    site.hub.flush()
    assert site.entries() == [3, 4, 5]
    site.stop()
    site.broker.sent.clear()
    site.start()
    site.bridge_is("online")
    site.hub.flush()
    assert site.entries() == [3, 4, 5]


def test_entries_that_never_were_cannot_be_taken(site: Any) -> None:
    issue(site, 1)
    assert site.refused("bridge", "bridge/taken", through=99) == "bad_request"
