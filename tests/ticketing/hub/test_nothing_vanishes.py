"""A call answered `ok` reaches the lobby whatever dies just then; a picture is told until it is under way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lobby.contract.requests import CounterNext
from lobby.contract.topics import Topics
from ticketing.journal.store import Journal


def called(site: Any, topics: Topics) -> list[str]:
    return [json.loads(payload)["call_id"] for payload in site.broker.payloads(topics.call())]


def counter_calls(site: Any) -> str:
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    call_id: str = site.granted("keypad-1", "counter/next", counter="quay-1")["call_id"]
    return call_id


def hub_dies_before_telling(site: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(site.hub, "flush", lambda: None)
        patched.setattr(site.hub._back_room, "work_once", lambda: None)
        call_id = counter_calls(site)
        site.stop()
    return call_id


def test_a_call_of_a_hub_that_died_is_told_when_it_is_back(
    site: Any, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = hub_dies_before_telling(site, monkeypatch)
    assert called(site, topics) == []
    site.clock.forward(5)
    site.start()
    assert called(site, topics) == [call_id]
    (sent,) = [one for one in site.broker.sent if one.topic == topics.call()]
    assert 8 <= sent.expires_s <= 10


def test_a_call_that_is_over_is_not_told_any_more(site: Any, topics: Topics, monkeypatch: pytest.MonkeyPatch) -> None:
    hub_dies_before_telling(site, monkeypatch)
    site.clock.forward(16)
    site.start()
    assert called(site, topics) == []


def test_a_call_made_while_the_broker_was_away_is_told_when_it_is_back(site: Any, topics: Topics) -> None:
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.link.bus.lose()
    request = CounterNext(id="5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", counter="quay-1")
    assert site.door.handle("desk", request, "lan.nt").ok
    site.hub.flush()
    assert called(site, topics) == []
    site.link.bus.start()
    site.hub.flush()
    assert len(called(site, topics)) == 1


def test_a_picture_the_bus_did_not_take_is_told_again(
    site: Any, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(site.link, "send", lambda *_, **__: False)
        site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    assert site.kept(topics.queue("ho-tich"))["waiting"] == 0
    site.hub.flush()
    assert site.kept(topics.queue("ho-tich"))["waiting"] == 1


def test_a_commit_that_stood_though_it_seemed_to_fail_is_told(
    site: Any, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Journal.record

    def stands_but_fails(self: Journal, *given: Any) -> None:
        record(self, *given)
        raise sqlite3.OperationalError("disk I/O error")

    site.bridge_is("online")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "record", stands_but_fails)
        assert site.refused("dispenser-1", "ticket/issue", service="ho-tich") == "internal"
    with monkeypatch.context() as patched:
        # The hub's own health brings news too, that the disk works again.
        patched.setattr(site.ground.seen, "changed", lambda: None)
        seen = site.door.changed(-1, 0.0)
        assert site.refused("keypad-1", "counter/next", counter="quay-1") == "counter_closed"
        assert site.door.changed(seen, 0.0) > seen, "the pages look again, though nothing new was asked for"
    site.granted("dispenser-1", "ticket/issue", service="dat-dai")
    assert sorted(set(site.entries())) == [1, 2, 3, 4]
    assert site.kept(topics.queue("ho-tich"))["waiting"] == 2


def test_a_day_that_is_over_is_closed_though_nobody_asks(site: Any, topics: Topics) -> None:
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.clock.forward(timedelta(hours=17).total_seconds())
    site.hub.step()
    site.hub.flush()
    assert site.kept(topics.queue("ho-tich"))["waiting"] == 0
    assert site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"] == "A001"


def test_a_clock_far_ahead_closes_no_day_by_itself(new_site: Callable[..., Any], topics: Topics) -> None:
    site = new_site()
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.clock.forward(timedelta(days=400).total_seconds())
    site.hub.step()
    site.hub.flush()
    assert site.kept(topics.queue("ho-tich"))["waiting"] == 1
