"""TCP ports for a demo: the usual ones where they are free, others where something or another demo holds them."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path


class PortsHeld:
    """Ports of this run, and a lock on each usual one, so that two demos starting at once do not choose the same."""

    def __init__(self, usual: Sequence[int]) -> None:
        self._usual = usual
        self._locks: list[int] = []
        self.numbers: list[int] = []

    def take(self) -> None:
        """Choose the ports: `numbers` holds one for each usual one."""
        self.numbers = free_ports([port if self._lock(port) else 0 for port in self._usual])

    def release(self) -> None:
        """Let another demo have the usual ports."""
        for lock in self._locks:
            os.close(lock)
        self._locks = []

    def _lock(self, port: int) -> bool:
        try:
            lock = os.open(Path(tempfile.gettempdir()) / f"lobby-demo-{port}.lock", os.O_CREAT | os.O_RDWR, 0o666)
        except OSError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self._locks.append(lock)
        return True


def free_ports(usual: Sequence[int]) -> list[int]:
    """Return a free port on loopback for each of `usual`, itself where it is free; 0 stands for any."""
    holders: list[socket.socket] = []
    try:
        for port in usual:
            holder = socket.socket()
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holders.append(holder)
            try:
                holder.bind(("127.0.0.1", port))
            except OSError:
                holder.bind(("127.0.0.1", 0))
        return [int(holder.getsockname()[1]) for holder in holders]
    finally:
        for holder in holders:
            holder.close()
