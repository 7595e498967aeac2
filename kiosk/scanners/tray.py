"""Between a scanner's own thread and the program's: scans and faults are left here and handed on by one step."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.scanners.reading import RepeatGuard, Scan, clean
from lobby.clock import Clock
from lobby.health import Faults

_HOLDS = 256
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """A fault of a scanner: what it means and what to do, in Vietnamese for the site's keeper."""

    detail: str
    remedy: str


class Tray:
    """Holds what one scanner read, once each, until the program's thread takes it; a full tray drops, and logs it.

    `place` is the scanner's among its kind, from 1; from the second on its faults carry it.
    """

    def __init__(self, source: str, clock: Clock, place: int = 1) -> None:
        self.source = source
        self.name = source if place == 1 else f"{source}-{place}"
        self.guard = RepeatGuard()
        self._clock = clock
        self._scans: queue.Queue[Scan] = queue.Queue(_HOLDS)
        self._trouble: Trouble | None = None

    def put(self, raw: str, symbology: str | None = None) -> bool:
        """Leave what was read, and tell whether it is a scan of its own; empty and repeated ones end here."""
        scan = clean(raw, self.source, symbology)
        if scan is None or not self.guard.fresh(scan.text, self._clock.monotonic()):
            return False
        try:
            self._scans.put_nowait(scan)
        except queue.Full:
            _log.warning("scan from %s dropped: %d wait already", self.source, _HOLDS)
            return False
        return True

    def trouble(self, detail: str, remedy: str) -> None:
        """Leave word that the scanner does not work."""
        found = Trouble(detail, remedy)
        if found != self._trouble:
            _log.warning("scanner %s is out of work", self.name)
        self._trouble = found

    def well(self) -> None:
        """Leave word that the scanner works."""
        if self._trouble is not None:
            _log.info("scanner %s works again", self.name)
        self._trouble = None

    @property
    def holds_scans(self) -> bool:
        """Whether something waits that was read."""
        return not self._scans.empty()

    def hand_over(self, on_scan: Callable[[Scan], None], faults: Faults) -> None:
        """Give all that was left to the caller, in the caller's thread."""
        trouble = self._trouble
        if trouble is None:
            faults.clear(f"scanner-{self.name}")
        else:
            faults.stand(f"scanner-{self.name}", trouble.detail, trouble.remedy)
        for _ in range(self._scans.qsize()):
            on_scan(self._scans.get_nowait())
