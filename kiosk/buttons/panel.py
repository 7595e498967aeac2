"""Reads a panel of buttons in a thread of its own; a press counts once, however the contact bounces."""

from __future__ import annotations

import errno
import logging
import select
import threading
from collections.abc import Callable, Mapping

from evdev import ecodes

from kiosk.buttons.settings import ButtonsSettings
from kiosk.presenters.presses import PressGuard
from kiosk.scanners.grabbed import GrabbedDevice
from kiosk.scanners.hid import KeyDevice
from kiosk.scanners.hid_twin import PipeScanner
from kiosk.scanners.part import AGAIN_S
from lobby.clock import Clock
from lobby.health import Faults

log = logging.getLogger(__name__)

LOOKS_S = 0.2
_JOIN_S = 3.0
_FAULT = "buttons"
_REMEDY = "Kiểm tra dây USB của bàn phím nút bấm và mục buttons trong cấu hình; vẫn lấy số bằng màn hình chạm được."


class ButtonPanel:
    """`on_press` is called on the panel's thread with the field of a button."""

    def __init__(
        self,
        device: KeyDevice,
        services: Mapping[int, str],
        on_press: Callable[[str], None],
        faults: Faults,
        clock: Clock,
    ) -> None:
        self._device = device
        self._services = services
        self._on_press = on_press
        self._faults = faults
        self._clock = clock
        self._guard = PressGuard()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="buttons", daemon=True)
        self._trouble: str | None = None

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        """Tell the keeper how the panel does."""
        trouble = self._trouble
        if trouble is None:
            self._faults.clear(_FAULT)
        else:
            self._faults.stand(_FAULT, trouble, _REMEDY)

    def stop(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._read_while_there()
            except OSError as fault:
                self._device.close()
                self._tell(fault)
                self._ended.wait(AGAIN_S)
        self._device.close()

    def _read_while_there(self) -> None:
        self._device.open()
        self._trouble = None
        while not self._ended.is_set():
            ready, _, _ = select.select([self._device.fileno()], [], [], LOOKS_S)
            for event in self._device.read() if ready else ():
                if event.type == ecodes.EV_KEY:
                    self._key(event.code, event.value)

    def _key(self, code: int, value: int) -> None:
        service = self._services.get(code)
        if self._guard.counts(code, value, self._clock.monotonic()) and service is not None:
            self._on_press(service)

    def _tell(self, fault: OSError) -> None:
        words = "Không thấy bàn phím nút bấm."
        if fault.errno in (errno.EACCES, errno.EPERM, errno.EBUSY):
            words = "Máy lấy số không đọc được bàn phím nút bấm (không có quyền, hoặc chương trình khác đang giữ)."
        if self._trouble != words:
            log.warning("the panel of buttons is not there: %s", fault)
        self._trouble = words


def button_panel(
    settings: ButtonsSettings, on_press: Callable[[str], None], faults: Faults, clock: Clock
) -> ButtonPanel:
    """Return the panel that `settings` name."""
    services = settings.services()
    device: KeyDevice
    if settings.pipe is not None:
        device = PipeScanner(settings.pipe)
    else:
        device = GrabbedDevice(settings.path, settings.vendor, settings.product, frozenset(services))
    return ButtonPanel(device, services, on_press, faults, clock)
