"""Plain packets are read and written as MQTT 5 says, and as paho reads and writes them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some
from paho.mqtt._packet import decode_puback, decode_publish
from paho.mqtt.enums import MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from lobby.link.bus import Incoming
from lobby.link.packets import Arrived, body_of, plain_publish, puback_of, publish_of

V5 = MQTTProtocolVersion.MQTTv5
TOPIC = "lobby/1/demo/do/dispenser-1/ticket/issue"
topics = some.text(some.characters(exclude_characters="#+\x00", codec="utf-8"), min_size=1, max_size=60)
payloads = some.one_of(some.binary(max_size=300), some.integers(0, 70_000).map(bytes))


def packet(first: int, body: bytes) -> bytes:
    length, digits = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        digits.append(digit | (128 if length else 0))
        if not length:
            return bytes((first,)) + bytes(digits) + body


def publish(
    topic: str, payload: bytes, *, qos: int = 0, packet_id: int = 0, retain: bool = False, properties: bytes = b"\0"
) -> bytes:
    name = topic.encode()
    identified = struct.pack("!H", packet_id) if qos else b""
    body = struct.pack("!H", len(name)) + name + identified + properties + payload
    return packet(0x30 | qos << 1 | retain, body)


def read(data: bytes) -> Arrived | None:
    found = body_of(data, 0)
    assert found is not None
    begins, ends = found
    assert ends == len(data)
    return plain_publish(data[0], data[begins:ends])


@given(topics, payloads)
def test_what_is_written_is_what_paho_reads(topic: str, payload: bytes) -> None:
    data = publish_of(topic, payload)
    assert data == publish(topic, payload)
    found = body_of(data, 0)
    assert found is not None
    told = decode_publish(data[0], data[found[0] :], V5)
    assert (told.topic.decode(), told.payload, told.qos, told.retain) == (topic, payload, 0, False)


@given(topics, payloads, some.integers(0, 1), some.integers(1, 65535), some.booleans())
def test_a_plain_message_is_read_whole(topic: str, payload: bytes, qos: int, packet_id: int, retain: bool) -> None:
    arrived = read(publish(topic, payload, qos=qos, packet_id=packet_id, retain=retain))
    assert arrived == Arrived(Incoming(topic, payload, retain), packet_id if qos else 0)


@given(some.integers(1, 65535))
def test_what_was_taken_is_acknowledged_as_paho_understands_it(packet_id: int) -> None:
    data = puback_of(packet_id)
    assert decode_puback(data[0], data[2:], V5).mid == packet_id


def test_a_message_with_properties_or_at_qos_2_is_left_to_paho() -> None:
    expiring = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    expiring.MessageExpiryInterval = 15
    packed = expiring.pack()  # type: ignore[no-untyped-call]
    assert read(publish(TOPIC, b"{}", properties=packed)) is None
    assert read(publish(TOPIC, b"{}", qos=2, packet_id=7)) is None
    assert read(packet(0x40, b"\0\7")) is None


@given(some.binary(max_size=40))
def test_a_garbled_message_is_left_to_paho_and_never_breaks(body: bytes) -> None:
    for first in (0x30, 0x32):
        arrived = plain_publish(first, body)
        assert arrived is None or body.startswith(struct.pack("!H", len(arrived.message.topic.encode())))


@given(payloads, some.data())
def test_half_a_packet_is_none(payload: bytes, data: some.DataObject) -> None:
    whole = publish(TOPIC, payload)
    cut = data.draw(some.integers(0, len(whole) - 1))
    assert body_of(whole[:cut], 0) is None
    assert body_of(whole + whole[:cut], 0) == (len(whole) - len(payload) - len(TOPIC) - 3, len(whole))


def test_a_length_of_five_bytes_is_no_packet() -> None:
    with pytest.raises(ValueError, match="so long"):
        body_of(b"\x30\xff\xff\xff\xff\x01", 0)
