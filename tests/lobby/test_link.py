"""The link to the broker: asking until answered, presence with its will, states that never run backwards."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.clock import Clock, HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import decode, encode, read
from lobby.contract.devices import Health, Presence, Standing
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import Request, TicketIssue
from lobby.contract.roles import Role
from lobby.contract.states import QueueState
from lobby.contract.topics import Topics
from lobby.link.answering import Answerer
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink, link_device, offline_will
from lobby.link.kept import SETTLED_S
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.device import DeviceSettings

TOPICS = Topics("demo")
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


def dispenser(broker: MemoryBroker, clock: HandClock, folder: Path) -> tuple[DeviceLink, MemoryBus]:
    bus = MemoryBus(broker, offline_will(TOPICS, "dispenser-1", Role.DISPENSER, clock))
    return DeviceLink(bus, TOPICS, "dispenser-1", Role.DISPENSER, clock, folder), bus


def issue() -> TicketIssue:
    return TicketIssue(id=str(uuid.uuid4()), service="ho-tich")


def hub(broker: MemoryBroker, handle: Callable[[str, Request], Reply]) -> MemoryBus:
    bus = MemoryBus(broker)
    answerer = Answerer(bus, TOPICS, handle, lambda verb: not verb.startswith("dossier/"))
    bus.subscribe(TOPICS.do("+", "#"), answerer.take)
    bus.start()
    return bus


def test_an_unanswered_request_is_asked_again_with_its_id_and_given_up_in_time(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, _ = dispenser(broker, clock, tmp_path)
    link.start()
    answers: list[Reply | None] = []
    request = issue()
    link.ask(request, answers.append, give_up_s=4)
    for _ in range(10):
        clock.forward(0.5)
        link.step()
    sent = [json.loads(payload)["id"] for payload in broker.payloads(TOPICS.do("dispenser-1", "ticket/issue"))]
    assert len(sent) == 3 and set(sent) == {request.id}
    assert answers == [None]


def test_a_reply_reaches_its_asker_once(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    hub(broker, lambda device, request: accept(request.id, Nothing()))
    link, _ = dispenser(broker, clock, tmp_path)
    link.start()
    answers: list[Reply | None] = []
    link.ask(issue(), answers.append)
    clock.forward(60)
    link.step()
    assert [answer.ok for answer in answers if answer] == [True]


def test_a_request_that_cannot_be_read_is_answered_with_its_id() -> None:
    broker = MemoryBroker()
    hub(broker, lambda device, request: accept(request.id, Nothing()))
    speak = MemoryBus(broker)
    speak.start()
    speak.publish(TOPICS.do("dispenser-1", "ticket/issue"), b'{"v":1,"id":"abc"}')
    reply = json.loads(broker.payloads(TOPICS.reply("dispenser-1"))[0])
    assert (reply["id"], reply["ok"], reply["error"]["code"]) == ("abc", False, "bad_request")


@pytest.mark.parametrize(
    ("payload", "answered"),
    [
        (b'{"v":1,"pad":{"id":"other"},"id":"own"}', "own"),
        (b'{"v":1,"pad":"' + b"x" * 5000 + b'","id":"own"}', "own"),
        (b'{"v":1,"id":"own",', "own"),
        (b'{"v":1}', None),
    ],
)
def test_a_refusal_carries_the_requests_own_id_or_null(payload: bytes, answered: str | None) -> None:
    broker = MemoryBroker()
    hub(broker, lambda device, request: accept(request.id, Nothing()))
    speak = MemoryBus(broker)
    speak.start()
    speak.publish(TOPICS.do("dispenser-1", "ticket/issue"), payload)
    reply = json.loads(broker.payloads(TOPICS.reply("dispenser-1"))[0])
    assert reply["id"] == answered and reply["error"]["code"] == "bad_request"


def test_a_handler_that_fails_answers_internal_and_lives_on() -> None:
    broker = MemoryBroker()

    def fails(device: str, request: Request) -> Reply:
        raise ZeroDivisionError

    hub(broker, fails)
    speak = MemoryBus(broker)
    speak.start()
    for _ in range(2):
        speak.publish(TOPICS.do("dispenser-1", "ticket/issue"), encode(issue()))
    codes = [json.loads(payload)["error"]["code"] for payload in broker.payloads(TOPICS.reply("dispenser-1"))]
    assert codes == ["internal", "internal"]


def test_response_topic_and_correlation_are_honoured_below_the_askers_own_topic_only() -> None:
    broker = MemoryBroker()
    bus = MemoryBus(broker)
    bus.start()

    def refuses(device: str, request: Request) -> Reply:
        raise Refused(ErrorCode.FORBIDDEN)

    answerer = Answerer(bus, TOPICS, refuses, lambda verb: True)
    own, foreign = TOPICS.reply("keypad-1") + "/x", TOPICS.reply("keypad-2")
    for place in (own, foreign):
        answerer.take(
            Incoming(TOPICS.do("keypad-1", "counter/next"), b'{"v":1}', response_topic=place, correlation=b"7")
        )
    assert [(sent.topic, sent.correlation) for sent in broker.sent] == [(own, b"7"), (TOPICS.reply("keypad-1"), b"7")]


def test_whoever_has_said_that_it_stops_does_not_come_back_by_an_old_will(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, _ = dispenser(broker, clock, tmp_path)
    link.start()
    other = MemoryBus(broker)
    other.start()

    def late(incoming: Incoming) -> None:
        if decode(Presence, incoming.payload).state is Standing.STOPPED:
            will = offline_will(TOPICS, "dispenser-1", Role.DISPENSER, clock)
            other.publish(will.topic, will.payload, retained=True)

    other.subscribe(TOPICS.presence("dispenser-1"), late)
    link.stop()
    assert said(broker) is not Standing.ONLINE


def test_a_lost_device_is_said_to_be_offline_and_a_stopped_one_stopped(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, bus = dispenser(broker, clock, tmp_path)
    link.start()
    assert said(broker) is Standing.ONLINE
    bus.lose()
    assert said(broker) is Standing.OFFLINE
    bus.start()
    assert said(broker) is Standing.ONLINE
    link.stop()
    assert said(broker) is Standing.STOPPED


def said(broker: MemoryBroker) -> Standing:
    presence = read(Presence, json.loads(broker.retained[TOPICS.presence("dispenser-1")]))
    assert presence.role == "dispenser"
    return presence.state


def test_health_is_told_at_once_when_a_fault_comes_or_goes(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, _ = dispenser(broker, clock, tmp_path)
    link.start()
    link.faults.stand("paper_out", "Máy in hết giấy.", "Thay cuộn giấy.")
    link.faults.stand("paper_out", "Máy in hết giấy.", "Thay cuộn giấy.")
    link.faults.clear("paper_out")
    told = [read(Health, json.loads(payload)) for payload in broker.payloads(TOPICS.health("dispenser-1"))]
    assert [[fault.code for fault in health.faults] for health in told] == [[], ["paper_out"], []]


def test_an_older_picture_is_dropped_and_an_unreadable_one_harms_nobody(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, _ = dispenser(broker, clock, tmp_path)
    seen: list[int] = []
    link.watch(QueueState, TOPICS.queue("+"), lambda state: seen.append(state.rev))
    link.start()
    speak = MemoryBus(broker)
    speak.start()
    topic = TOPICS.queue("ho-tich")
    for rev in (5, 4, 5, 6):
        speak.publish(topic, encode(read(QueueState, {**QueueState.example, "rev": rev})), retained=True)
        speak.publish(topic, b"not json")
    assert seen == [5, 5, 6]


def picture(service: str, rev: int = 5) -> bytes:
    return encode(read(QueueState, {**QueueState.example, "service": service, "rev": rev}))


def test_who_watches_is_told_of_what_was_taken_away(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, _ = dispenser(broker, clock, tmp_path)
    seen: list[str] = []
    link.watch(QueueState, TOPICS.queue("+"), lambda state: seen.append(f"{state.service} {state.rev}"), seen.append)
    speak = MemoryBus(broker)
    speak.start()
    speak.publish(TOPICS.queue("ho-tich"), picture("ho-tich"), retained=True)
    link.start()
    for _ in range(2):
        speak.publish(TOPICS.queue("ho-tich"), b"", retained=True)
    speak.publish(TOPICS.queue("never-was"), b"", retained=True)
    speak.publish(TOPICS.queue("ho-tich"), picture("ho-tich", rev=1), retained=True)
    assert seen == ["ho-tich 5", "ho-tich", "ho-tich 1"]


def test_what_was_taken_away_while_the_link_was_lost_is_noticed_when_the_rest_came_again(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, bus = dispenser(broker, clock, tmp_path)
    gone: list[str] = []
    link.watch(QueueState, TOPICS.queue("+"), lambda state: None, gone.append)
    speak = MemoryBus(broker)
    speak.start()
    for service in ("ho-tich", "dat-dai", "lao-dong"):
        speak.publish(TOPICS.queue(service), picture(service), retained=True)
    link.start()
    bus.lose()
    speak.publish(TOPICS.queue("dat-dai"), b"", retained=True)
    clock.forward(SETTLED_S)
    link.step()
    assert gone == []
    bus.start()
    clock.forward(SETTLED_S - 1)
    link.step()
    assert gone == []
    clock.forward(1)
    link.step()
    link.step()
    assert gone == ["dat-dai"]


def test_a_broker_that_lost_everything_takes_nothing_away(tmp_path: Path) -> None:
    broker, clock = MemoryBroker(), HandClock(MORNING)
    link, bus = dispenser(broker, clock, tmp_path)
    gone: list[str] = []
    link.watch(QueueState, TOPICS.queue("+"), lambda state: None, gone.append)
    broker.retained[TOPICS.queue("ho-tich")] = picture("ho-tich")
    link.start()
    bus.lose()
    broker.retained.clear()
    bus.start()
    clock.forward(2 * SETTLED_S)
    link.step()
    assert gone == []


def test_over_the_real_broker_a_removed_field_is_noticed_at_once_and_after_a_lost_link(
    broker: Any, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    def linked(device: str, role: Role, clock: Clock) -> DeviceLink:
        settings = DeviceSettings(site="demo", device=device, state=tmp_path, broker=broker.settings(device))
        return link_device(settings, role, clock)

    clock = HandClock(MORNING)
    hub_link, screen = linked("hub", Role.HUB, SystemClock()), linked("dispenser-1", Role.DISPENSER, clock)
    seen: list[str] = []
    gone: list[str] = []
    screen.watch(QueueState, TOPICS.queue("+"), lambda state: seen.append(state.service), gone.append)
    hub_link.start()
    screen.start()
    try:
        wait_until(lambda: hub_link.bus.linked and screen.bus.linked, "both are linked")
        for service in ("ho-tich", "dat-dai", "lao-dong"):
            hub_link.bus.publish(TOPICS.queue(service), picture(service), retained=True)
        wait_until(lambda: len(seen) == 3, "the fields are known")
        hub_link.bus.publish(TOPICS.queue("ho-tich"), b"", retained=True)
        wait_until(lambda: gone == ["ho-tich"], "the field is gone")
        broker.kill()
        wait_until(lambda: not screen.bus.linked and not hub_link.bus.linked, "the loss is noticed")
        seen.clear()
        broker.start()
        wait_until(lambda: hub_link.bus.linked and screen.bus.linked, "both are linked again", within_s=15)
        clock.forward(SETTLED_S)
        screen.step()
        hub_link.bus.publish(TOPICS.queue("dat-dai"), picture("dat-dai"), retained=True)
        wait_until(lambda: seen == ["dat-dai"], "the broker that lost all is told again what there is")
        assert gone == ["ho-tich"]
        clock.forward(SETTLED_S)
        screen.step()
        assert gone == ["ho-tich", "lao-dong"]
    finally:
        screen.stop()
        hub_link.stop()


def test_over_the_real_broker_a_device_comes_back_by_itself(
    broker: Any, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    def linked(device: str, role: Role) -> DeviceLink:
        settings = DeviceSettings(site="demo", device=device, state=tmp_path, broker=broker.settings(device))
        return link_device(settings, role, SystemClock())

    hub_link, kiosk = linked("hub", Role.HUB), linked("kiosk-1", Role.KIOSK)
    seen: list[Standing] = []
    hub_link.watch(Presence, TOPICS.presence("kiosk-1"), lambda presence: seen.append(presence.state))
    hub_link.start()
    kiosk.start()
    try:
        wait_until(lambda: seen and seen[-1] is Standing.ONLINE, "the kiosk is there")
        broker.restart()
        wait_until(lambda: not kiosk.bus.linked or len(seen) > 1, "the link was lost")
        seen.clear()
        wait_until(lambda: seen and seen[-1] is Standing.ONLINE, "the kiosk is there again", within_s=15)
        # A broker that remembers may tell the hub so before the kiosk is back.
        wait_until(lambda: kiosk.bus.linked, "the kiosk is linked again", within_s=15)
        kiosk.stop()
        wait_until(lambda: seen[-1] is Standing.STOPPED, "the kiosk says it stopped")
    finally:
        hub_link.stop()
