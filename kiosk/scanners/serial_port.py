"""Serial scanners: RS-232 and USB-CDC ports, which also carry Vietnamese letters; looked for again when they vanish."""

from __future__ import annotations

import errno
import logging
import threading

import serial

from kiosk.scanners.lines import GAP_S, ByteLines
from kiosk.scanners.part import AGAIN_S
from kiosk.scanners.settings import SerialScanner
from kiosk.scanners.tray import Tray
from lobby.clock import Clock

_AT_ONCE = 4096


_log = logging.getLogger(__name__)


class SerialReader:
    """Reads one serial scanner; `port` is opened by its name each time, so a link to a new port is followed."""

    def __init__(self, settings: SerialScanner, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._port: serial.Serial | None = None
        self._lines = ByteLines(settings.suffix.encode())

    def look(self, tray: Tray, ended: threading.Event) -> None:
        """Read what the scanner sent in the next 100 ms at most."""
        try:
            if self._port is None:
                self._port = self._open()
            tray.well()
            self._read(self._port, tray)
        except OSError as fault:  # serial.SerialException is one
            self.close()
            tray.trouble(*_words(fault, self._settings.port))
            ended.wait(AGAIN_S)

    def close(self) -> None:
        if self._port is not None:
            self._port.close()
        self._port = None
        self._lines = ByteLines(self._settings.suffix.encode())

    def _open(self) -> serial.Serial:
        # pyserial raises DTR and RTS on opening, and bears ports without such lines; touching them later would fail.
        port = serial.Serial(self._settings.port, self._settings.baud, timeout=GAP_S, exclusive=True)
        _log.info("scanner at %s opened", self._settings.port)
        return port

    def _read(self, port: serial.Serial, tray: Tray) -> None:
        data = port.read(min(port.in_waiting, _AT_ONCE) or 1)
        at = self._clock.monotonic()
        for line in self._lines.feed(data, at) if data else self._lines.gap(at):
            tray.put(line.decode("utf-8", errors="replace"))


def _words(fault: OSError, port: str) -> tuple[str, str]:
    if fault.errno == errno.EAGAIN:
        return f"Cổng {port} của máy quét đang bị chương trình khác giữ.", "Hãy tắt chương trình đó."
    if fault.errno in (errno.EACCES, errno.EPERM):
        return f"Kiosk không có quyền mở cổng {port}.", "Hãy cho tài khoản của dịch vụ vào nhóm dialout."
    return (
        f"Không mở được cổng {port} của máy quét mã vạch.",
        "Hãy kiểm tra dây của máy quét và mục serial trong cấu hình.",
    )
