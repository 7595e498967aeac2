"""A scanner as a part of a program: reads in a thread of its own, so that no screen waits for a device."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.scanners.reading import Scan
from kiosk.scanners.tray import Tray
from lobby.health import Faults

AGAIN_S = 1.0
"""Seconds until a device that is not there is looked for again."""

_JOIN_S = 3.0
_log = logging.getLogger(__name__)


class Scanner(Protocol):
    """What a scanner's thread does, round after round."""

    def look(self, tray: Tray, ended: threading.Event) -> None:
        """Read for a moment (well under a second, unless `ended` is set) and leave what was read in `tray`."""

    def close(self) -> None:
        """Let go of the device."""


class ScannerPart:
    """One scanner, running: `step()` hands its scans and faults on in the caller's thread.

    `wake`, called from the scanner's own thread, asks for such a step as soon as something was read.
    """

    def __init__(
        self,
        scanner: Scanner,
        tray: Tray,
        on_scan: Callable[[Scan], None],
        faults: Faults,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._scanner = scanner
        self._tray = tray
        self._on_scan = on_scan
        self._faults = faults
        self._wake = wake
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"scanner-{self._tray.name}", daemon=True)
        self._thread.start()

    def step(self) -> None:
        self._tray.hand_over(self._on_scan, self._faults)

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._look_once()
            if self._tray.holds_scans:
                self._wake()
        self._scanner.close()

    def _look_once(self) -> None:
        try:
            self._scanner.look(self._tray, self._ended)
        except Exception:  # noqa: BLE001 - the thread's boundary: one bad read must not end the scanner
            _log.exception("scanner %s failed in a round", self._tray.name)
            self._tray.trouble("Máy quét gặp lỗi khi đọc.", "Nếu còn lặp lại, hãy rút máy quét ra rồi cắm lại.")
            self._scanner.close()
            self._ended.wait(AGAIN_S)
