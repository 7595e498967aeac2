"""HID scanners: keyboards that are read raw and grabbed, so that no code reaches a text field or another program."""

from __future__ import annotations

import errno
import select
import threading
from collections.abc import Iterable
from typing import Protocol

from evdev import InputEvent

from kiosk.scanners.grabbed import GrabbedDevice
from kiosk.scanners.hid_twin import PipeScanner
from kiosk.scanners.keys import KeyLines
from kiosk.scanners.lines import GAP_S
from kiosk.scanners.part import AGAIN_S
from kiosk.scanners.settings import HidScanner
from kiosk.scanners.tray import Tray
from lobby.clock import Clock


class KeyDevice(Protocol):
    """Where key events come from; `open` and `read` raise OSError when the device is not there (any more)."""

    def open(self) -> None: ...

    def fileno(self) -> int: ...

    def read(self) -> Iterable[InputEvent]: ...

    def close(self) -> None: ...


class HidReader:
    """Reads one HID scanner; a device that is not there is looked for again each second."""

    def __init__(self, device: KeyDevice, layout: str, clock: Clock) -> None:
        self._device = device
        self._layout = layout
        self._lines = KeyLines(layout)
        self._clock = clock
        self._open = False

    def look(self, tray: Tray, ended: threading.Event) -> None:
        """Read what the scanner typed in the next 100 ms at most."""
        try:
            if not self._open:
                self._device.open()
                self._open = True
            tray.well()
            self._read(tray)
        except OSError as fault:
            self.close()
            tray.trouble(*_words(fault))
            ended.wait(AGAIN_S)

    def close(self) -> None:
        self._device.close()
        self._lines = KeyLines(self._layout)
        self._open = False

    def _read(self, tray: Tray) -> None:
        ready, _, _ = select.select([self._device.fileno()], [], [], GAP_S)
        events = self._device.read() if ready else ()
        scans = [self._lines.feed(e.type, e.code, e.value, self._clock.monotonic()) for e in events]
        for scan in (*scans, self._lines.gap(self._clock.monotonic())):
            if scan:
                tray.put(scan)


def hid_reader(settings: HidScanner, clock: Clock) -> HidReader:
    """Return the reader of the device, or of the FIFO in its place, that `settings` name."""
    device: KeyDevice
    if settings.pipe is not None:
        device = PipeScanner(settings.pipe)
    else:
        device = GrabbedDevice(settings.path, settings.vendor, settings.product)
    return HidReader(device, settings.layout, clock)


def _words(fault: OSError) -> tuple[str, str]:
    if fault.errno == errno.EBUSY:
        return "Máy quét mã vạch đang bị chương trình khác giữ.", "Hãy tắt chương trình đó hoặc khởi động lại kiosk."
    if fault.errno in (errno.EACCES, errno.EPERM):
        return "Kiosk không có quyền đọc máy quét mã vạch.", "Hãy cho tài khoản của dịch vụ vào nhóm input."
    if fault.errno == errno.ENXIO:
        return (
            "Ở cổng của máy quét mã vạch là một thiết bị khác, không phải máy quét.",
            "Hãy cắm lại máy quét; trong mục hid ghi path dạng /dev/input/by-id/… hoặc vendor và product.",
        )
    return (
        "Không thấy máy quét mã vạch (kiểu bàn phím).",
        "Hãy kiểm tra dây USB của máy quét và mục hid trong cấu hình.",
    )
