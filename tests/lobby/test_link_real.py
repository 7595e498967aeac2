"""The link over a real broker: nothing given up happens later, and nothing accepted is lost in a rush."""

from __future__ import annotations

import logging
import socket
import struct
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import MQTTErrorCode

from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Reply
from lobby.contract.requests import TicketIssue
from lobby.contract.topics import Topics
from lobby.link.asking import GIVE_UP_S, Asker
from lobby.link.bus import Incoming
from lobby.link.paho import Access, PahoBus

TOPICS = Topics("demo")
RUSH = 3000


@pytest.fixture
def linked(broker: Any, wait_until: Callable[..., None]) -> Iterator[Callable[[str], PahoBus]]:
    buses: list[PahoBus] = []

    def link(device: str) -> PahoBus:
        bus = PahoBus(Access(broker.host, broker.port, device, broker.passwords[device]))
        buses.append(bus)
        return bus

    yield link
    for bus in buses:
        bus.stop()


def test_a_request_given_up_while_the_broker_was_away_never_happens(
    broker: Any, linked: Callable[[str], PahoBus], wait_until: Callable[..., None]
) -> None:
    hub, dispenser = linked("hub"), linked("dispenser-1")
    heard: list[Incoming] = []
    hub.subscribe(TOPICS.do("+", "#"), heard.append)
    clock = HandClock(SystemClock().now().astimezone(OFFICE_ZONE))
    asker = Asker(dispenser, TOPICS, "dispenser-1", clock)
    asker.start()
    hub.start()
    dispenser.start()
    wait_until(lambda: hub.linked and dispenser.linked, "both are linked")
    broker.kill()
    answers: list[Reply | None] = []
    asker.ask(TicketIssue(id=str(uuid.uuid4()), service="ho-tich"), answers.append)
    wait_until(lambda: not dispenser.linked and not hub.linked, "the loss is noticed")
    asker.ask(TicketIssue(id=str(uuid.uuid4()), service="ho-tich"), answers.append)
    clock.forward(GIVE_UP_S + 1)
    asker.step()
    assert answers == [None, None]
    broker.start()
    wait_until(lambda: hub.linked and dispenser.linked, "both are linked again", 20)
    # What was said before would come before this.
    dispenser.publish(TOPICS.do("dispenser-1", "ticket/track"), b"{}")
    wait_until(lambda: heard, "the hub hears the dispenser")
    assert [incoming.topic for incoming in heard] == [TOPICS.do("dispenser-1", "ticket/track")]


def test_whatever_was_accepted_in_a_rush_arrives(
    broker: Any, linked: Callable[[str], PahoBus], wait_until: Callable[..., None], tmp_path: Path
) -> None:
    hub, kiosk = linked("hub"), linked("kiosk-1")
    heard: list[bytes] = []
    kiosk.subscribe(TOPICS.reply("kiosk-1"), lambda incoming: heard.append(incoming.payload))
    hub.start()
    kiosk.start()
    wait_until(lambda: hub.linked and kiosk.linked, "both are linked")
    accepted = [b"%d" % n for n in range(RUSH) if hub.publish(TOPICS.reply("kiosk-1"), b"%d" % n)]
    assert len(accepted) == RUSH
    wait_until(lambda: len(heard) >= len(accepted), "everything arrives", 30)
    assert heard == accepted


class Dying:
    """A broker that takes a client in, sends `burst` and breaks the link as a killed one does that had not read all."""

    def __init__(self, burst: bytes) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._burst = burst
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with self._server:
            client, _ = self._server.accept()
        with client:
            client.recv(4096)
            client.sendall(b"\x20\x03\0\0\0")
            client.recv(4096)
            client.sendall(self._burst)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_what_came_just_before_the_link_broke_is_answered_then_and_not_at_the_next_link(
    wait_until: Callable[..., None],
) -> None:
    topic = TOPICS.do("keypad-1", "counter/next")
    burst = b"".join(_asked(topic, number) for number in range(1, 6))
    hub = PahoBus(Access("127.0.0.1", Dying(burst).port, "hub", "secret"))
    heard: list[Incoming] = []
    answered: list[int] = []
    hub.subscribe(TOPICS.do("+", "#"), heard.append)
    hub.when_drained(lambda: answered.append(len(heard)))
    hub.start()
    try:
        wait_until(lambda: len(heard) == 5, "all five requests came")
        wait_until(lambda: not hub.linked, "the link is lost")
        wait_until(lambda: answered and answered[-1] == 5, "they are answered though no broker is there")
    finally:
        hub.stop()


def _asked(topic: str, packet_id: int) -> bytes:
    name = topic.encode()
    body = len(name).to_bytes(2, "big") + name + packet_id.to_bytes(2, "big") + b"\0{}"
    return bytes((0x32, len(body))) + body


def test_a_certificate_that_is_not_there_yet_is_waited_for(
    broker: Any, tmp_path: Path, wait_until: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "lobby.link.paho")
    access = Access(broker.host, broker.port, "hub", broker.passwords["hub"], tmp_path / "ca.pem")
    hub = PahoBus(access)
    hub.start()
    try:
        wait_until(lambda: "broker not reached" in caplog.text, "the first attempt fails")
        assert hub._thread.is_alive()
    finally:
        hub.stop()


def test_nothing_is_accepted_while_unlinked(broker: Any, linked: Callable[[str], PahoBus]) -> None:
    assert linked("hub").publish(TOPICS.call(), b"{}") is False


def test_what_arrived_together_is_handed_over_before_the_bus_says_so(
    broker: Any, linked: Callable[[str], PahoBus], wait_until: Callable[..., None]
) -> None:
    hub, kiosk = linked("hub"), linked("kiosk-1")
    heard: list[bytes] = []
    answered: list[list[bytes]] = []

    def answer() -> None:
        # What is published here must leave though nothing else happens on the link.
        if heard:
            answered.append(heard.copy())
            heard.clear()
            hub.publish(TOPICS.reply("kiosk-1"), b"%d" % len(answered[-1]))

    hub.subscribe(TOPICS.do("+", "#"), lambda incoming: heard.append(incoming.payload))
    hub.when_drained(answer)
    told: list[bytes] = []
    kiosk.subscribe(TOPICS.reply("kiosk-1"), lambda incoming: told.append(incoming.payload))
    hub.start()
    kiosk.start()
    wait_until(lambda: hub.linked and kiosk.linked, "both are linked")
    kiosk.publish(TOPICS.do("kiosk-1", "ticket/track"), b"alone")
    wait_until(lambda: told, "the lone one is answered")
    assert answered == [[b"alone"]]
    payloads = [b"%d" % n for n in range(RUSH)]
    for payload in payloads:
        kiosk.publish(TOPICS.do("kiosk-1", "ticket/track"), payload)
    wait_until(lambda: sum(int(count) for count in told) == RUSH + 1, "all are answered", 30)
    assert [payload for together in answered[1:] for payload in together] == payloads
    assert len(answered) < RUSH / 2


def test_what_other_threads_tell_gives_way_to_answers_but_not_for_ever(
    linked: Callable[[str], PahoBus], wait_until: Callable[..., None]
) -> None:
    hub, kiosk = linked("hub"), linked("kiosk-1")
    entered, leave = threading.Event(), threading.Event()
    told: list[bytes] = []

    def answer() -> None:
        entered.set()
        leave.wait(10)

    hub.subscribe(TOPICS.do("+", "#"), lambda _incoming: None)
    hub.when_drained(answer)
    kiosk.subscribe(TOPICS.counter("quay-1"), lambda incoming: told.append(incoming.payload))
    hub.start()
    kiosk.start()
    wait_until(lambda: hub.linked and kiosk.linked, "both are linked")
    kiosk.publish(TOPICS.do("kiosk-1", "ticket/track"), b"long")
    assert entered.wait(10)
    sent = [hub.publish(TOPICS.counter("quay-1"), b"%d" % n) for n in range(3)]
    assert sent == [True] * 3 and not leave.is_set(), "none waited for the answer's end"
    leave.set()
    wait_until(lambda: told == [b"0", b"1", b"2"], "all is told, in order")


def test_a_fault_of_the_library_costs_one_connection_and_not_the_link(
    linked: Callable[[str], PahoBus], wait_until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = linked("hub")
    turns: list[bool] = []
    hub.when_linked(turns.append)
    hub.start()
    wait_until(lambda: turns == [True], "the hub is linked")
    real = Client.loop_write

    def faulty(client: Client) -> MQTTErrorCode:
        if turns == [True]:
            raise ValueError("packet")
        return real(client)

    monkeypatch.setattr(Client, "loop_write", faulty)
    hub.publish(TOPICS.reply("kiosk-1"), b"wakes")
    wait_until(lambda: turns == [True, False, True], "the hub is linked again", 20)
