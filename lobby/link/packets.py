"""The plain packets of MQTT 5 (OASIS, 2019), nearly all there are: PUBLISH without properties at QoS 0 or 1, PUBACK."""

from __future__ import annotations

from typing import NamedTuple

from lobby.link.bus import Incoming

_PUBLISH, _PUBACK = 0x30, 0x40
_TYPE, _QOS, _RETAIN = 0xF0, 0x06, 0x01
_MORE, _SEVEN_BITS = 0x80, 0x7F
_LENGTH_BYTES = 4


class Arrived(NamedTuple):
    """A message, and the packet id under which it wants to be acknowledged, 0 for none."""

    message: Incoming
    packet_id: int


def body_of(data: bytes, place: int) -> tuple[int, int] | None:
    """Return where the body of the packet at `place` begins and ends; None where the packet is not whole yet.

    Raises ValueError where its length takes more than four bytes (§1.5.5).
    """
    length = 0
    for number in range(_LENGTH_BYTES):
        at = place + 1 + number
        if at >= len(data):
            return None
        length |= (data[at] & _SEVEN_BITS) << (7 * number)
        if not data[at] & _MORE:
            end = at + 1 + length
            return (at + 1, end) if end <= len(data) else None
    raise ValueError("no packet is so long")


def plain_publish(first: int, body: bytes) -> Arrived | None:
    """Return the message in a PUBLISH that begins with `first`; None for any other packet, QoS 2, and any property."""
    if first & _TYPE != _PUBLISH or first & _QOS > 2 or len(body) < 2:
        return None
    place = 2 + (body[0] << 8 | body[1])
    packet_id = 0
    end_of_topic = place
    if first & _QOS:
        packet_id = int.from_bytes(body[place : place + 2], "big")
        place += 2
    if body[place : place + 1] != b"\0":
        return None
    try:
        topic = body[2:end_of_topic].decode()
    except UnicodeDecodeError:
        return None
    return Arrived(Incoming(topic, body[place + 1 :], bool(first & _RETAIN)), packet_id)


def publish_of(topic: str, payload: bytes) -> bytes:
    """Return a PUBLISH at QoS 0 without properties."""
    name = topic.encode()
    length = 2 + len(name) + 1 + len(payload)
    return b"".join((bytes((_PUBLISH, *_length(length))), len(name).to_bytes(2, "big"), name, b"\0", payload))


def puback_of(packet_id: int) -> bytes:
    """Return the PUBACK of a packet, which was taken (§3.4)."""
    return bytes((_PUBACK, 2, packet_id >> 8, packet_id & 0xFF))


def _length(value: int) -> list[int]:
    digits = [value & _SEVEN_BITS]
    while value := value >> 7:
        digits[-1] |= _MORE
        digits.append(value & _SEVEN_BITS)
    return digits
