"""The hub as devices meet it: asked over the bus, its journal real, its pictures retained."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lobby.contract.requests import CounterOpen, TicketIssue, TicketTrack
from lobby.contract.topics import Topics
from ticketing.hub.backroom import BackRoom
from ticketing.journal.store import Journal, StoredReply


def test_a_visit_is_told_to_everyone_it_concerns(site: Any, topics: Topics) -> None:
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich", lang="en")
    queue = site.kept(topics.queue("ho-tich"))
    assert (queue["waiting"], queue["last_issued"], queue["counters"]) == (1, "A001", ["quay-1"])
    called = site.granted("keypad-1", "counter/next", counter="quay-1")
    call = json.loads(site.broker.payloads(topics.call())[-1])
    assert (call["call_id"], call["counter_name"], call["nth"]) == (called["call_id"], "Quầy số 1", 1)
    assert call["languages"] == ["vi", "en"]
    site.send(topics.shown("board-1"), {"call_id": call["call_id"], "as": "displayed", "at": call["at"]})
    site.send(topics.shown("speaker-1"), {"call_id": call["call_id"], "as": "spoken", "at": call["at"]})
    site.send(topics.shown("dispenser-1"), {"call_id": call["call_id"], "as": "spoken", "at": call["at"]})
    site.hub.flush()
    site.hub.flush()
    counter = site.kept(topics.counter("quay-1"))
    assert (counter["ticket"]["number"], counter["presented"]) == ("A001", {"displayed": 1, "spoken": 1})
    rate = site.granted("keypad-1", "counter/finish", counter="quay-1")["rate"]
    assert site.kept(topics.config("pad-1"))["rating"]["rate"] == rate
    site.clock.forward(4)
    site.granted("pad-1", "rating/submit", rate=rate, score=5, at="2026-11-23T08:10:00+07:00")
    assert "rating" not in site.kept(topics.config("pad-1"))
    assert "ticket" not in site.kept(topics.counter("quay-1"))


def test_the_reply_leaves_before_the_pictures(
    new_site: Callable[..., Any], topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BackRoom, "start", lambda _room: None)
    site = new_site()
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    start = len(site.broker.sent)
    site.granted("keypad-1", "counter/next", counter="quay-1")
    told = [sent.topic for sent in site.broker.sent[start:]]
    assert told[:3] == [topics.reply("keypad-1"), topics.call(), topics.counter("quay-1")]


def test_only_what_changed_is_told_and_revisions_only_grow(site: Any, topics: Topics) -> None:
    start = len(site.broker.sent)
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    told = [sent for sent in site.broker.sent[start:] if sent.retained]
    assert {sent.topic for sent in told} == {topics.queue("ho-tich")}
    revs = [json.loads(sent.payload)["rev"] for sent in told]
    assert revs == sorted(revs)


def test_a_rating_that_closed_is_taken_off_the_pad(site: Any, topics: Topics) -> None:
    site.granted("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.granted("keypad-1", "counter/next", counter="quay-1")
    site.granted("keypad-1", "counter/finish", counter="quay-1")
    site.clock.forward(61)
    site.hub.step()
    site.hub.flush()
    assert "rating" not in site.kept(topics.config("pad-1"))


def test_the_same_request_gets_the_same_reply_after_a_restart_too(site: Any) -> None:
    again = str(uuid.uuid4())
    first = site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")
    refused = str(uuid.uuid4())
    nobody = site.ask("keypad-2", "counter/next", refused, counter="quay-2")
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich") == first
    site.stop()
    site.clock.forward(25 * 3600)
    site.start()
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich") == first
    assert site.ask("keypad-2", "counter/next", refused, counter="quay-2") == nobody
    assert (
        site.refused("dispenser-1", "ticket/printed", request_id=again, ticket=again, outcome="shown") == "bad_request"
    )
    site.clock.forward(48 * 3600)
    site.hub.step()
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")["data"] != first["data"]


def test_a_number_taken_in_on_a_friday_and_told_again_on_a_monday_counts_once(site: Any) -> None:
    number = site.granted("dispenser-1", "numbers/lease")["numbers"]["ho-tich"][0]
    said = {"number": number, "service": "ho-tich", "ticket": str(uuid.uuid4()), "track": "Qk3nVx8c2J0"}
    said |= {"request_id": str(uuid.uuid4()), "issued_at": "2026-11-23T07:59:00+07:00"}
    site.granted("keypad-1", "counter/open", counter="quay-1")
    first = site.ask("dispenser-1", "numbers/used", **said)
    assert first["ok"]
    site.clock.forward(72 * 3600)
    site.hub.step()
    before = site.ground.keeper.lobby.seq
    assert site.ask("dispenser-1", "numbers/used", **said) == first
    assert site.ground.keeper.lobby.seq == before


def test_a_look_at_a_ticket_writes_nothing(site: Any) -> None:
    track = site.granted("dispenser-1", "ticket/issue", service="ho-tich")["track"]
    looked, unknown = str(uuid.uuid4()), str(uuid.uuid4())
    assert site.granted("kiosk-1", "ticket/track", request_id=looked, track=track)["ahead"] == 0
    assert site.refused("kiosk-1", "ticket/track", request_id=unknown, track="khong-co-so") == "unknown_ticket"
    assert not site.ground.journal.replies_to([("kiosk-1", one) for one in (looked, unknown)])


def test_replies_of_devices_that_ask_much_do_not_pile_up(site: Any) -> None:
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    at = int(site.clock.now().timestamp() * 1000)
    many = [StoredReply("keypad-1", str(one), at, "counter/next", b'{"ok":false}') for one in range(1000)]
    site.ground.journal.record((), many)
    site.clock.forward(49 * 3600)
    site.hub.step()
    assert not site.ground.journal.replies_to([("keypad-1", one.id) for one in many])


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1899-12-31T00:00:00Z"])
def test_a_time_at_the_ends_of_the_calendar_is_refused_clearly(site: Any, at: str) -> None:
    rating = {"counter": "quay-1", "rate": "Qk3nVx8c2J0", "score": 5, "at": at}
    assert site.refused("pad-1", "rating/submit", **rating) == "bad_request"
    said = {"number": "A901", "service": "ho-tich", "ticket": str(uuid.uuid4()), "track": "Qk3nVx8c2J0"}
    assert site.refused("dispenser-1", "numbers/used", **said, issued_at=at) == "bad_request"
    issued = site.granted("dispenser-1", "ticket/issue", service="ho-tich", appointment=at)
    assert issued["ticket"]["number"] == "A001", "an appointment may be any words"


def test_the_queue_is_the_same_after_a_restart(site: Any, topics: Topics) -> None:
    site.granted("keypad-1", "counter/open", counter="quay-1")
    track = [site.granted("dispenser-1", "ticket/issue", service="ho-tich")["track"] for _ in range(3)][-1]
    site.granted("keypad-1", "counter/next", counter="quay-1")
    before = (site.door.queues(), site.door.counters(), site.door.waiting("quay-1"))
    site.stop()
    site.broker.retained.clear()
    site.start()
    assert (site.door.queues(), site.door.counters(), site.door.waiting("quay-1")) == before
    assert site.kept(topics.counter("quay-1"))["ticket"]["number"] == "A001"
    assert site.kept(topics.notices())["ticker"] == ["Lấy số và chờ gọi."]
    assert site.granted("kiosk-1", "ticket/track", track=track)["ahead"] == 1
    assert site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"] == "A004"


def test_a_broker_that_lost_everything_is_told_everything(site: Any, topics: Topics) -> None:
    site.link.bus.stop()
    site.broker.retained.clear()
    site.door.handle("desk", CounterOpen(id=str(uuid.uuid4()), counter="quay-2"), "lan.nt")
    site.hub.flush()
    site.link.bus.start()
    site.hub.flush()
    assert site.kept(topics.counter("quay-2"))["state"] == "open"
    assert {topics.queue("ho-tich"), topics.notices(), topics.config("pad-1")} <= set(site.broker.retained)


@pytest.mark.parametrize(
    ("device", "verb", "fields", "code"),
    [
        ("nobody-1", "ticket/issue", {"service": "ho-tich"}, "forbidden"),
        ("pad-1", "counter/next", {"counter": "quay-1"}, "forbidden"),
        ("kiosk-1", "counter/open", {"counter": "quay-1"}, "forbidden"),
        ("keypad-1", "counter/open", {"counter": "quay-2"}, "forbidden"),
        ("pad-1", "rating/submit", {"counter": "quay-2", "score": 5, "at": "2026-11-23T08:00:00Z"}, "forbidden"),
        ("desk", "counter/open", {"counter": "quay-1"}, "forbidden"),
        ("keypad-1", "counter/next", {"counter": "quay-1"}, "counter_closed"),
        ("dispenser-1", "ticket/issue", {"service": "khong-co"}, "unknown_service"),
        ("dispenser-1", "ticket/issue", {"service": "HO TICH"}, "bad_request"),
        ("dispenser-1", "ticket/steal", {}, "bad_request"),
        ("dispenser-1", "bridge/taken", {"through": 1}, "forbidden"),
    ],
)
def test_what_may_not_be_is_refused_in_vietnamese(
    site: Any, device: str, verb: str, fields: dict[str, Any], code: str
) -> None:
    reply = site.ask(device, verb, **fields)
    assert (reply["ok"], reply["error"]["code"]) == (False, code)
    assert any(letter in reply["error"]["message"] for letter in "ăâđêôơưạầộệểừứịỏấàáảéè")


@pytest.mark.parametrize("payload", [b"", b"\xff\xfe", b"[]", b'{"id": NaN}', b'{"id": "x"}', b"{" * 70000])
def test_a_payload_that_makes_no_sense_is_answered_and_harms_nothing(site: Any, topics: Topics, payload: bytes) -> None:
    site.send(topics.do("dispenser-1", "ticket/issue"), payload)
    assert json.loads(site.broker.payloads(topics.reply("dispenser-1"))[-1])["error"]["code"] == "bad_request"
    site.send(topics.shown("board-1"), payload)
    site.send(topics.presence("board-1"), payload)
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")


def test_the_bridges_own_verbs_and_old_retained_requests_are_left_alone(site: Any, topics: Topics) -> None:
    sent = len(site.broker.sent)
    site.send(topics.do("kiosk-1", "dossier/find"), {"id": str(uuid.uuid4()), "code": "H15.12-250701-0001"})
    asked = {"id": str(uuid.uuid4()), "service": "ho-tich"}
    site.send(topics.do("dispenser-1", "ticket/issue"), asked, retained=True)
    assert len(site.broker.sent) == sent


def test_a_device_that_asks_without_end_is_slowed_down(new_site: Callable[..., Any]) -> None:
    site = new_site(rules={"requests_per_s": 2, "requests_burst": 3})
    again = str(uuid.uuid4())
    for _ in range(3):
        site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")["error"]["code"] == "too_many_requests"
    site.granted("kiosk-1", "ticket/issue", service="ho-tich")
    site.clock.forward(1)
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")["ok"], "the refusal was not kept"


def test_a_journal_that_cannot_be_written_gives_no_number_and_says_so(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = str(uuid.uuid4())
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "record", _disk_full)
        assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")["error"]["code"] == "internal"
        assert [fault.code for fault in site.link.faults.standing()] == ["journal_failed"]
        assert site.door.queues()[0].waiting == 0
    assert site.ask("dispenser-1", "ticket/issue", again, service="ho-tich")["data"]["ticket"]["number"] == "A001"
    assert site.link.faults.standing() == ()


def _disk_full(*_: Any) -> None:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_clock_that_ran_back_is_a_fault_the_keeper_sees(site: Any) -> None:
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.clock.jump(site.clock.now() - timedelta(days=300))
    site.clock.forward(10)
    site.hub.step()
    assert [fault.code for fault in site.link.faults.standing()] == ["clock_behind"]
    assert site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"] == "A002"


def test_the_desk_asks_in_process_and_waits_for_news(site: Any) -> None:
    version = site.door.changed(-1, 0)
    seen: list[int] = []
    waiter = threading.Thread(target=lambda: seen.append(site.door.changed(version, 10)))
    waiter.start()
    issued = site.door.handle("desk", TicketIssue(id=str(uuid.uuid4()), service="dat-dai"), "lan.nt")
    waiter.join(10)
    assert issued.ok and seen and seen[0] > version
    tracked = site.door.handle("desk", TicketTrack(id=str(uuid.uuid4()), track=issued.data["track"]))
    assert tracked.data["ticket"]["number"] == "B001"
    assert site.door.waiting("quay-2")[0].number == "B001" and site.door.waiting("quay-9") == []


def test_the_hub_knows_how_its_devices_are(site: Any, topics: Topics) -> None:
    site.bridge_is("online")
    health = {"uptime_s": 5, "load": 0.1, "disk_free_mb": 900, "memory_mb": 50}
    site.send(topics.health("board-1"), health)
    seen = {one.device: one for one in site.door.devices()}
    assert seen["bridge"].presence.state == "online" and seen["board-1"].health.uptime_s == 5
    assert seen["kiosk-1"].presence is None and seen["pad-1"].counter == "quay-1"


def test_loudspeakers_are_told_to_fall_silent_and_to_speak_again(site: Any, topics: Topics) -> None:
    assert site.kept(topics.config("speaker-1"))["settings"] == {"held": False}
    for active in (True, False):
        site.granted("keypad-1", "counter/hush", counter="quay-1", active=active)
        site.hub.flush()
        assert site.kept(topics.config("speaker-1"))["settings"] == {"held": active}
