"""The link's socket: whole packets for its reader, everything sent in order, nothing lost when it closes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from lobby.link.packets import publish_of
from lobby.link.wire import AT_ONCE, MOST_HELD, Wire

ONE, OTHER = publish_of("lobby/1/demo/call", b"one"), publish_of("lobby/1/demo/call", b"another")
PINGRESP = b"\xd0\x00"
SUBACK = b"\x90\x04\x00\x01\x00\x01"


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """A wire and the broker's end of it."""
    near, far = socket.socketpair()
    near.setblocking(False)
    wire = Wire(near)
    yield wire, far
    wire.close()
    far.close()


def drained(wire: Wire, count: int) -> bytes:
    """What a reader gets that asks for a few bytes again and again, as paho does."""
    got = b""
    while len(got) < count:
        got += wire.recv(3)
    return got


def test_a_reader_gets_what_came_in_as_small_pieces_as_it_asks_for(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    far.sendall(PINGRESP + PINGRESP)
    assert drained(wire, 4) == PINGRESP + PINGRESP
    with pytest.raises(BlockingIOError):
        wire.recv(1)


def test_half_a_packet_waits_until_it_is_whole(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    for byte in SUBACK[:-1]:
        far.send(bytes((byte,)))
        with pytest.raises(BlockingIOError):
            wire.recv(1)
        assert wire.pending() == 0 and wire.take_publish() is None
    far.send(SUBACK[-1:])
    assert drained(wire, len(SUBACK)) == SUBACK


def test_a_plain_message_is_kept_for_who_takes_it(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    far.sendall(ONE + SUBACK)
    for _ in range(2):
        with pytest.raises(BlockingIOError):
            wire.recv(1)
    assert wire.pending() == len(ONE)
    taken = wire.take_publish()
    assert taken is not None and taken.message.payload == b"one"
    assert wire.take_publish() is None
    assert drained(wire, len(SUBACK)) == SUBACK


def test_plain_messages_may_be_taken_between_two_packets_and_never_within_one(
    ends: tuple[Wire, socket.socket],
) -> None:
    wire, far = ends
    far.sendall(PINGRESP + ONE + OTHER)
    assert wire.recv(1) == PINGRESP[:1]
    assert wire.take_publish() is None
    assert wire.recv(1) == PINGRESP[1:]
    first, second = wire.take_publish(), wire.take_publish()
    assert first is not None and second is not None
    assert (first.message.payload, second.message.payload) == (b"one", b"another")
    assert wire.take_publish() is None and wire.pending() == 0


def test_the_other_side_closing_is_told_after_what_it_sent(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    far.sendall(PINGRESP)
    far.close()
    assert drained(wire, 2) == PINGRESP
    assert wire.recv(1) == b""


def test_a_packet_without_end_breaks_the_link_instead_of_filling_the_memory(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    far.setblocking(False)
    far.send(b"\x30\xff\xff\xff\x7f")
    with pytest.raises(ConnectionError):
        for _ in range(MOST_HELD):
            try:
                far.send(bytes(4096))
            except BlockingIOError:
                with pytest.raises(BlockingIOError):
                    wire.recv(1)


def test_what_is_sent_goes_out_in_order_when_it_is_flushed_or_closed(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    assert wire.send(ONE) == len(ONE)
    wire.add(PINGRESP)
    assert wire.unsent
    far.setblocking(False)
    with pytest.raises(BlockingIOError):
        far.recv(1)
    wire.flush()
    assert not wire.unsent and far.recv(100) == ONE + PINGRESP
    wire.send(OTHER)
    wire.close()
    assert far.recv(100) == OTHER and far.recv(1) == b""


def test_a_broker_that_does_not_read_stops_the_sender_and_loses_nothing(ends: tuple[Wire, socket.socket]) -> None:
    wire, far = ends
    sent = 0
    with pytest.raises(BlockingIOError):
        while sent < 100 * AT_ONCE:
            sent += wire.send(bytes(1024))
    wire.add(PINGRESP)
    got = 0
    while got < sent + len(PINGRESP):
        got += len(far.recv(AT_ONCE))
        wire.flush()
    assert not wire.unsent and got == sent + len(PINGRESP)
