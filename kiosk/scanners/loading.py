"""Makes a program's scanners on a thread of their own: while their libraries load, citizens may touch already."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from lobby.health import Faults
from lobby.program import Part

log = logging.getLogger(__name__)

LOADS_S = 5.0


class Scanners:
    """All scanners as one part; what cannot be loaded is told to the keeper, and the screen goes on without."""

    def __init__(self, make: Callable[[], list[Part]], faults: Faults) -> None:
        self._make = make
        self._faults = faults
        self._made: list[Part] = []
        self._failed = False
        self._loader = threading.Thread(target=self._load, name="scanners-load", daemon=True)
        self._parts: list[Part] = []

    def start(self) -> None:
        self._loader.start()

    def step(self) -> None:
        if self._failed:
            remedy = "Cài lại chương trình và các gói hệ thống mà nó cần (libzbar0), rồi khởi động lại kiosk."
            self._faults.stand("scanners", "Không nạp được phần mềm của máy quét; vẫn nhập mã bằng tay được.", remedy)
        while self._made:
            part = self._made.pop(0)
            self._parts.append(part)
            part.start()
        for part in self._parts:
            part.step()

    def stop(self) -> None:
        self._loader.join(LOADS_S)
        for part in reversed(self._parts):
            part.stop()

    def _load(self) -> None:
        try:
            self._made.extend(self._make())
        except ImportError:
            log.exception("scanners not loaded")
            self._failed = True
