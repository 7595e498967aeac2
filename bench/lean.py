"""A client of few instructions (MQTT 3.1.1 on a bare socket), so that many do not outweigh what they measure."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from types import TracebackType

from lobby.link.paho import Access

CONNECT, PUBLISH, PUBACK, SUBSCRIBE = 0x10, 0x30, 0x40, 0x82
QOS_1 = 0x02
KEEPALIVE_S = 600
ENOUGH = 65536


class Lost(Exception):
    """The broker ended the connection."""


class Lean:
    """One connection of a device; `publish` and `read` are the caller's thread's alone."""

    def __init__(self, access: Access, topic: str, client_id: str = "") -> None:
        self._socket = socket.create_connection((access.host, access.port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = bytearray()
        self._mid = 1
        hello = b"\x00\x04MQTT\x04\xc2" + KEEPALIVE_S.to_bytes(2, "big")
        self._send(CONNECT, hello + _text(client_id) + _text(access.username) + _text(access.password))
        self._send(SUBSCRIBE, b"\x00\x01" + _text(topic) + b"\x01")

    def __enter__(self) -> Lean:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._socket.close()

    def fileno(self) -> int:
        """Return what `select` watches."""
        return self._socket.fileno()

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish with QoS 1; the broker's PUBACK is read over."""
        self._mid = self._mid % 65535 + 1
        self._send(PUBLISH | QOS_1, _text(topic) + self._mid.to_bytes(2, "big") + payload)

    def read(self, within_s: float = 0.0) -> list[bytes]:
        """Return the payloads that came, acknowledged; waits at most `within_s`. Raises Lost."""
        if not select.select([self._socket], [], [], within_s)[0]:
            return []
        got = self._socket.recv(ENOUGH)
        if not got:
            raise Lost
        self._held += got
        return list(self._payloads())

    def _payloads(self) -> Iterator[bytes]:
        while (packet := _packet(self._held)) is not None:
            kind, begins, ends = packet
            body = bytes(self._held[begins:ends])
            del self._held[:ends]
            if kind & 0xF0 == PUBLISH:
                after_topic = 2 + int.from_bytes(body[:2], "big")
                if kind & QOS_1:
                    self._send(PUBACK, body[after_topic : after_topic + 2])
                    after_topic += 2
                yield body[after_topic:]

    def _send(self, kind: int, body: bytes) -> None:
        self._socket.sendall(bytes([kind]) + _length(len(body)) + body)


def _packet(held: bytearray) -> tuple[int, int, int] | None:
    """Return kind, first and last place of a whole packet's body; None where more must come."""
    length, shift, place = 0, 0, 1
    while place < len(held):
        byte = held[place]
        length |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return (held[0], place, place + length) if len(held) >= place + length else None
    return None


def _length(size: int) -> bytes:
    written = bytearray()
    while True:
        size, low = divmod(size, 128)
        written.append(low | (0x80 if size else 0))
        if not size:
            return bytes(written)


def _text(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw
