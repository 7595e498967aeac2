"""HID scanners: keyboards that are read raw and grabbed, so that no code reaches a text field or another program."""

from __future__ import annotations

import errno
import logging
import select
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from evdev import InputDevice, InputEvent, ecodes, list_devices

from kiosk.scanners.hid_twin import PipeScanner
from kiosk.scanners.keys import KeyLines
from kiosk.scanners.lines import GAP_S
from kiosk.scanners.part import AGAIN_S
from kiosk.scanners.settings import HidScanner
from kiosk.scanners.tray import Tray
from lobby.clock import Clock

_TYPES_CODES = frozenset({ecodes.KEY_ENTER, ecodes.KEY_0, ecodes.KEY_A})
_log = logging.getLogger(__name__)


class KeyDevice(Protocol):
    """Where key events come from; `open` and `read` raise OSError when the device is not there (any more)."""

    def open(self) -> None: ...

    def fileno(self) -> int: ...

    def read(self) -> Iterable[InputEvent]: ...

    def close(self) -> None: ...


class GrabbedDevice:
    """The scanner among the machine's input devices, by path or by vendor and product; nobody else reads it.

    Of the nodes that one device may show, the one that has all of `keys` is taken.
    """

    def __init__(
        self, path: Path | None, vendor: int | None, product: int | None, keys: frozenset[int] = _TYPES_CODES
    ) -> None:
        self._path = path
        self._ids = (vendor, product)
        self._keys = keys
        self._device: InputDevice[str] | None = None

    def open(self) -> None:
        device = InputDevice(str(self._path)) if self._path is not None else self._search()
        try:
            device.grab()
        except OSError:
            device.close()
            raise
        self._device = device
        _log.info("scanner %s (%04x:%04x) grabbed", device.path, device.info.vendor, device.info.product)

    def fileno(self) -> int:
        return -1 if self._device is None else int(self._device.fd)

    def read(self) -> Iterable[InputEvent]:
        if self._device is None:
            raise OSError(errno.ENODEV, "not open")
        return tuple(self._device.read())

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
        self._device = None

    def _search(self) -> InputDevice[str]:
        for path in list_devices():
            device = InputDevice(path)
            if (device.info.vendor, device.info.product) == self._ids and self._types(device):
                return device
            device.close()
        raise OSError(errno.ENODEV, "no input device has this vendor and product")

    def _types(self, device: InputDevice[str]) -> bool:
        # One scanner can show several nodes; the one for volume or power keys never types a code.
        return set(device.capabilities().get(ecodes.EV_KEY, ())) >= self._keys


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
    return (
        "Không thấy máy quét mã vạch (kiểu bàn phím).",
        "Hãy kiểm tra dây USB của máy quét và mục hid trong cấu hình.",
    )
