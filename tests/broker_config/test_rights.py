"""A device can do what its role may, and nothing else: tried against a real mosquitto."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

from lobby.contract.topics import Topics

TOPICS = Topics("demo")
NOT_AUTHORISED = 135


class Tried:
    """A raw MQTT 5 client that tells the broker's own reason codes."""

    def __init__(self, broker: Any, device: str) -> None:
        self.codes: queue.Queue[int] = queue.Queue()
        self.linked: queue.Queue[int] = queue.Queue()
        self.client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        self.client.username_pw_set(device, broker.passwords.get(device, "wrong"))
        self.client.on_connect = lambda *given: self.linked.put(given[3].value)
        self.client.on_publish = lambda *given: self.codes.put(given[3].value)
        self.client.on_subscribe = lambda *given: self.codes.put(given[3][0].value)
        self.client.connect(broker.host, broker.port)
        self.client.loop_start()

    def publish(self, topic: str) -> int:
        self.client.publish(topic, b"{}", qos=1)
        return self.codes.get(timeout=30)

    def subscribe(self, topic: str) -> int:
        self.client.subscribe(topic, qos=1)
        return self.codes.get(timeout=30)


@contextmanager
def acting_as(broker: Any, device: str) -> Iterator[Tried]:
    tried = Tried(broker, device)
    try:
        assert tried.linked.get(timeout=30) == 0
        yield tried
    finally:
        tried.client.disconnect()
        tried.client.loop_stop()


@pytest.mark.parametrize(
    ("device", "topic"),
    [
        ("pad-1", TOPICS.do("pad-1", "counter/next")),
        ("pad-1", TOPICS.do("keypad-1", "counter/next")),
        ("kiosk-1", TOPICS.do("dispenser-1", "ticket/issue")),
        ("kiosk-1", TOPICS.presence("dispenser-1")),
        ("kiosk-1", TOPICS.reply("kiosk-1")),
        ("dispenser-1", TOPICS.queue("ho-tich")),
        ("dispenser-1", TOPICS.do("dispenser-1", "counter/next")),
        ("board-1", TOPICS.call()),
        ("board-1", TOPICS.shown("speaker-1")),
        ("keypad-1", TOPICS.do("keypad-2", "counter/next")),
        ("bridge", TOPICS.journal()),
        ("kiosk-1", TOPICS.procedures()),
        ("hub", TOPICS.procedures()),
        ("pad-1", TOPICS.do("pad-1", "procedures/part")),
        ("hub", TOPICS.do("hub", "counter/next")),
    ],
)
def test_a_device_cannot_write_what_its_role_may_not(broker: Any, device: str, topic: str) -> None:
    with acting_as(broker, device) as tried:
        assert tried.publish(topic) == NOT_AUTHORISED


@pytest.mark.parametrize(
    ("device", "topic"),
    [
        ("dispenser-1", TOPICS.do("dispenser-1", "ticket/issue")),
        ("keypad-1", TOPICS.do("keypad-1", "counter/next")),
        ("pad-1", TOPICS.do("pad-1", "rating/submit")),
        ("kiosk-1", TOPICS.do("kiosk-1", "dossier/find")),
        ("board-1", TOPICS.shown("board-1")),
        ("hub", TOPICS.reply("pad-1") + "/below"),
        ("bridge", TOPICS.results()),
        ("bridge", TOPICS.results_page(2)),
        ("bridge", TOPICS.procedures()),
        ("bridge", TOPICS.dossiers_changed()),
        ("kiosk-1", TOPICS.do("kiosk-1", "procedures/part")),
    ],
)
def test_a_device_writes_what_its_role_may(broker: Any, device: str, topic: str) -> None:
    with acting_as(broker, device) as tried:
        # 16: accepted, though nobody listens now (MQTT 5.0 §3.4.2.1).
        assert tried.publish(topic) in (0, 16)


def heard(broker: Any, wait_until: Callable[..., None], listener: str, topic: str, writer: str) -> bool:
    """Tell whether `listener`, subscribed to everything, hears what `writer` publishes to `topic`."""
    got: list[str] = []
    with acting_as(broker, listener) as ear, acting_as(broker, writer) as mouth:
        ear.client.on_message = lambda *given: got.append(given[2].topic)
        ear.subscribe("#")
        assert mouth.publish(topic) in (0, 16)
        # The listener's own presence comes after: once it is heard, the other would have been too.
        mark = TOPICS.presence(listener)
        assert ear.publish(mark) in (0, 16)
        wait_until(lambda: mark in got, "the listener hears its own presence")
    return topic in got


def test_a_pad_hears_its_own_config_and_no_other(broker: Any, wait_until: Callable[..., None]) -> None:
    assert heard(broker, wait_until, "pad-1", TOPICS.config("pad-1"), "hub")
    assert not heard(broker, wait_until, "pad-1", TOPICS.config("pad-2"), "hub")


def test_the_token_of_a_rating_reaches_no_officers_device(broker: Any, wait_until: Callable[..., None]) -> None:
    assert not heard(broker, wait_until, "keypad-1", TOPICS.config("pad-1"), "hub")


def test_which_dossiers_are_done_reaches_the_telephone_alone(broker: Any, wait_until: Callable[..., None]) -> None:
    assert heard(broker, wait_until, "sms-1", TOPICS.dossiers_changed(), "bridge")
    for device in ("board-1", "kiosk-1", "keypad-1"):
        assert not heard(broker, wait_until, device, TOPICS.dossiers_changed(), "bridge")


def test_nobody_but_the_bridge_hears_the_journal(broker: Any, wait_until: Callable[..., None]) -> None:
    assert heard(broker, wait_until, "bridge", TOPICS.journal(), "hub")
    assert not heard(broker, wait_until, "board-1", TOPICS.journal(), "hub")


def test_the_catalogue_is_announced_to_kiosks_and_asked_of_the_bridge(
    broker: Any, wait_until: Callable[..., None]
) -> None:
    assert heard(broker, wait_until, "kiosk-1", TOPICS.procedures(), "bridge")
    assert not heard(broker, wait_until, "pad-1", TOPICS.procedures(), "bridge")
    assert heard(broker, wait_until, "bridge", TOPICS.do("kiosk-1", "procedures/part"), "kiosk-1")


def test_a_reply_is_heard_by_its_asker_alone(broker: Any, wait_until: Callable[..., None]) -> None:
    assert heard(broker, wait_until, "kiosk-1", TOPICS.reply("kiosk-1"), "bridge")
    assert not heard(broker, wait_until, "dispenser-1", TOPICS.reply("kiosk-1"), "bridge")


@pytest.mark.parametrize(("user", "password"), [(None, None), ("pad-1", "wrong"), ("nobody", "wrong")])
def test_no_door_without_a_password(broker: Any, user: str | None, password: str | None) -> None:
    refused: queue.Queue[bool] = queue.Queue()
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
    if user:
        client.username_pw_set(user, password)
    client.on_connect = lambda *given: refused.put(given[3].is_failure)
    client.connect(broker.host, broker.port)
    client.loop_start()
    try:
        assert refused.get(timeout=30)
    finally:
        client.disconnect()
        client.loop_stop()
