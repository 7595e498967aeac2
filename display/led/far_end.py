"""The far end of a line, where boards hang: a pseudo-terminal, or a TCP port as a converter has."""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import tty
from contextlib import suppress
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

_MOST = 4096


class FarEnd(Protocol):
    """Bytes to and from whoever drives the boards."""

    def start(self) -> None:
        """Be there."""

    def read(self, within_s: float) -> bytes:
        """Return what comes within `within_s` seconds, empty where nothing does."""

    def write(self, data: bytes) -> None:
        """Answer."""

    def stop(self) -> None:
        """Be gone."""


class PtyEnd:
    """A pseudo-terminal whose name stands at `link`."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._ends: tuple[int, int] | None = None

    def start(self) -> None:
        self._ends = os.openpty()
        # The slave stays open here, so that the board outlives whoever writes to it.
        tty.setraw(self._ends[1])
        port = os.ttyname(self._ends[1])
        self._link.parent.mkdir(parents=True, exist_ok=True)
        part = self._link.with_name(f".{self._link.name}.part")
        part.unlink(missing_ok=True)
        part.symlink_to(port)
        part.replace(self._link)
        log.info("LED twin at %s", port)

    def read(self, within_s: float) -> bytes:
        if self._ends is None or not select.select([self._ends[0]], [], [], within_s)[0]:
            return b""
        return os.read(self._ends[0], _MOST)

    def write(self, data: bytes) -> None:
        if self._ends is not None:
            os.write(self._ends[0], data)

    def stop(self) -> None:
        if self._ends is None:
            return
        if self._link.is_symlink() and str(self._link.readlink()) == os.ttyname(self._ends[1]):
            self._link.unlink()
        for end in self._ends:
            os.close(end)
        self._ends = None


class TcpEnd:
    """A converter's TCP port on this machine alone; it serves whoever came last."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._server: socket.socket | None = None
        self._peer: socket.socket | None = None
        self._dropping = threading.Event()
        self._dropped = threading.Event()

    def start(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = int(self._server.getsockname()[1])
        log.info("LED twin at tcp://127.0.0.1:%d", self.port)

    def read(self, within_s: float) -> bytes:
        if self._dropping.is_set():
            self._let_go()
            self._dropping.clear()
            self._dropped.set()
        ends = [end for end in (self._server, self._peer) if end is not None]
        ready = select.select(ends, [], [], within_s)[0] if ends else []
        if self._server in ready and self._server is not None:
            self._let_go()
            self._peer = self._server.accept()[0]
            return b""
        if self._peer is None or self._peer not in ready:
            return b""
        came = b""
        with suppress(ConnectionError):
            came = self._peer.recv(_MOST)
        if not came:
            self._let_go()
        return came

    def write(self, data: bytes) -> None:
        if self._peer is not None:
            with suppress(ConnectionError):
                self._peer.sendall(data)

    def drop(self, within_s: float = 30.0) -> None:
        """Close the connection that stands, as a converter does that was switched off and on; whoever reads does it."""
        self._dropped.clear()
        self._dropping.set()
        self._dropped.wait(within_s)

    def _let_go(self) -> None:
        peer, self._peer = self._peer, None
        if peer is not None:
            peer.close()

    def stop(self) -> None:
        self._let_go()
        server, self._server = self._server, None
        if server is not None:
            server.close()
