"""Where a printer's twin is reached: a TCP port or a serial line of its own."""

from __future__ import annotations

import os
import selectors
import socket
import threading
import tty
from collections.abc import Callable
from pathlib import Path

from ticketing.printers.fake_printer import FakePrinter


class _Line:
    """Reads descriptors on a thread until stopped."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake_read, self._wake_write = os.pipe()
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        self._thread = threading.Thread(target=self._run, name="twin", daemon=True)

    def watch(self, descriptor: int | socket.socket, then: Callable[[], None]) -> None:
        self._selector.register(descriptor, selectors.EVENT_READ, then)

    def forget(self, descriptor: int | socket.socket) -> None:
        self._selector.unregister(descriptor)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        os.write(self._wake_write, b".")
        self._thread.join()
        self._selector.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                key.data()


class TcpPrinter:
    """The twin at a TCP port of its own choice, as a printer with a network socket; one connection at a time."""

    def __init__(self, printer: FakePrinter, host: str = "127.0.0.1", port: int = 0) -> None:
        self._printer = printer
        self._host = host
        self.port = port
        self._line = _Line()
        self._door: socket.socket | None = None

    def start(self) -> None:
        self._door = socket.create_server((self._host, self.port))
        self.port = self._door.getsockname()[1]
        self._line.watch(self._door, self._accept)
        self._line.start()

    def stop(self) -> None:
        self._line.stop()
        if self._door is not None:
            self._door.close()

    def _accept(self) -> None:
        if self._door is None:
            return
        caller, _ = self._door.accept()
        self._line.watch(caller, lambda: self._read(caller))

    def _read(self, caller: socket.socket) -> None:
        try:
            data = caller.recv(65536)
        except ConnectionError:
            data = b""
        if data:
            self._printer.take(data, caller.sendall)
            return
        self._line.forget(caller)
        caller.close()


class SerialPrinter:
    """The twin at a pty that stands for a serial port: `device` is the port's path, once started."""

    def __init__(self, printer: FakePrinter) -> None:
        self._printer = printer
        self.device = Path()
        self._line = _Line()
        self._ends: tuple[int, int] | None = None

    def start(self) -> None:
        near, far = os.openpty()
        tty.setraw(far)
        self._ends = near, far
        self.device = Path(os.ttyname(far))
        self._line.watch(near, lambda: self._printer.take(os.read(near, 65536), lambda data: os.write(near, data)))
        self._line.start()

    def stop(self) -> None:
        self._line.stop()
        for end in self._ends or ():
            os.close(end)
