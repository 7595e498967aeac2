"""The line to LED boards through an RS-485/Ethernet converter: TCP that notices a far end which is gone."""

from __future__ import annotations

import fcntl
import logging
import select
import socket
import struct
import termios

from display.led.line import LineLost, line_lost, wait_for

log = logging.getLogger(__name__)

CONNECT_S = 2.0
SEND_S = 3.0
_ONCE = 4096
_READS_MOST = 16
_IDLE_S, _EVERY_S, _TIMES = 10, 5, 3


class TcpLine:
    """A raw TCP connection to `host`:`port`, as converters call «TCP server» mode."""

    def __init__(self, host: str, port: int, send_s: float = SEND_S) -> None:
        self._place = (host, port)
        self._name = f"tcp://{host}:{port}"
        self._send_s = send_s
        self._socket: socket.socket | None = None

    def send(self, data: bytes) -> None:
        try:
            self._let_go_if_ended()
            sock = self._opened()
            sock.settimeout(self._send_s)
            sock.sendall(data)
            # Converters that lost power answer nothing: bytes the far end did not take stay in our queue.
            if not wait_for(lambda: _unsent(sock) == 0, self._send_s):
                raise TimeoutError("bytes are not taken by the far end")
        except OSError as fault:
            raise self._lost(fault) from fault

    def receive(self, within_s: float) -> bytes:
        try:
            sock = self._opened()
            if not select.select([sock], [], [], within_s)[0]:
                return b""
            came = sock.recv(_ONCE)
            if not came:
                raise ConnectionResetError("the far end closed")
            return came
        except OSError as fault:
            raise self._lost(fault) from fault

    def clear(self) -> None:
        # Bounded: a far end that never stops talking is not waited for.
        for _ in range(_READS_MOST):
            if not self.receive(0):
                return

    def close(self) -> None:
        sock, self._socket = self._socket, None
        if sock is not None:
            sock.close()

    def _let_go_if_ended(self) -> None:
        """Close what the far end closed, so that the bytes go over a new connection and are not lost."""
        if self._socket is None:
            return
        try:
            self.clear()
        except LineLost as fault:
            log.info("connecting again: %s", fault.technical)

    def _opened(self) -> socket.socket:
        if self._socket is None:
            sock = socket.create_connection(self._place, CONNECT_S)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE_S)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _EVERY_S)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _TIMES)
            log.info("LED line opened at %s", self._name)
            self._socket = sock
        return self._socket

    def _lost(self, fault: Exception) -> LineLost:
        self.close()
        return line_lost(self._name, fault)


def _unsent(sock: socket.socket) -> int:
    """Return how many bytes the far end has not acknowledged (SIOCOUTQ of tcp(7))."""
    count: int = struct.unpack("i", fcntl.ioctl(sock, termios.TIOCOUTQ, b"\0\0\0\0"))[0]
    return count
