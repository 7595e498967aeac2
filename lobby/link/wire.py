"""A socket that reads and writes for many packets at once, for a client that asks for every few bytes of each."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

from lobby.link.packets import Arrived, body_of, plain_publish

AT_ONCE = 64 * 1024
# The broker lets no packet of more than 264 KiB pass (broker_config).
MOST_HELD = 1024 * 1024
_LATER = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Wire:
    """What paho takes for its socket: it reads ahead, and holds what is sent until `flush`.

    paho asks the kernel three times for a packet and once more to send one; each time other threads may take the
    interpreter, so that a burst of requests took half its time for that. paho gets whole packets only, so that between
    two of them one may be taken here.
    """

    def __init__(self, plain: socket.socket) -> None:
        self._socket = plain
        self._read = b""
        self._place = 0
        # The next packet: where it ends, 0 where it is not whole yet; the message in it, where it is a plain one.
        self._end = 0
        self._next: Arrived | None = None
        self._begun = False
        self._unsent = bytearray()

    def recv(self, count: int) -> bytes:
        """Return at most `count` bytes of a packet, none where the other side closed; raises OSError as a socket does,
        BlockingIOError where no packet is whole yet or `take_publish` has the next one."""
        if not self._begun:
            if not self._end and not self._more():
                return b""
            if self._next is not None:
                raise BlockingIOError
            self._begun = True
        begins, self._place = self._place, min(self._place + count, self._end)
        got = self._read[begins : self._place]
        if self._place == self._end:
            self._look()
        return got

    def take_publish(self) -> Arrived | None:
        """Return the next message, where it is whole and a plain one that paho has not begun to read."""
        arrived = self._next
        if arrived is not None:
            self._place = self._end
            self._look()
        return arrived

    def _more(self) -> bool:
        """Read until a packet is whole; tells whether one is, or the other side closed."""
        while came := self._socket.recv(AT_ONCE):
            self._read, self._place = self._read[self._place :] + came, 0
            if len(self._read) > MOST_HELD:
                raise ConnectionError(f"a packet of more than {MOST_HELD} bytes")
            self._look()
            if self._end:
                return True
        return False

    def _look(self) -> None:
        """Look at the packet that begins here."""
        found = body_of(self._read, self._place)
        self._begun, self._end, self._next = False, 0, None
        if found is not None:
            begins, self._end = found
            self._next = plain_publish(self._read[self._place], self._read[begins : self._end])

    def send(self, given: bytes | bytearray) -> int:
        """Take what is to be sent; raises OSError as a socket does, BlockingIOError where too much waits already."""
        if len(self._unsent) >= AT_ONCE:
            self.flush()
        if len(self._unsent) >= AT_ONCE:
            raise BlockingIOError
        self._unsent += given
        return len(given)

    def add(self, given: bytes) -> None:
        """Take what is to be sent, however much waits already."""
        self._unsent += given

    def flush(self) -> None:
        """Send what the kernel takes now; raises OSError where the link is broken."""
        with suppress(*_LATER):
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]

    def pending(self) -> int:
        """Return how many bytes can be had without asking the kernel: of a whole packet, or by TLS."""
        inner = self._socket.pending() if isinstance(self._socket, ssl.SSLSocket) else 0
        return self._end - self._place if self._end else inner

    @property
    def unsent(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._unsent)

    def fileno(self) -> int:
        return self._socket.fileno()

    def setblocking(self, flag: bool) -> None:
        self._socket.setblocking(flag)

    def setsockopt(self, level: int, name: int, value: int) -> None:
        self._socket.setsockopt(level, name, value)

    def close(self) -> None:
        """Close, after what was sent last: paho closes as soon as its farewell is taken."""
        with suppress(OSError):
            self.flush()
        self._socket.close()


class Waker:
    """Wakes a thread that waits in `select` for this."""

    def __init__(self) -> None:
        self._woken, self._waking = socket.socketpair()
        self._woken.setblocking(False)
        self._waking.setblocking(False)

    def fileno(self) -> int:
        return self._woken.fileno()

    def wake(self) -> None:
        """Let the waiting thread go on, now or when it waits next; any thread may."""
        with suppress(BlockingIOError):
            self._waking.send(b"!")

    def clear(self) -> None:
        """Forget that it was woken."""
        with suppress(BlockingIOError):
            self._woken.recv(AT_ONCE)
