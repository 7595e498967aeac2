"""A thermal printer behind python-escpos, over whichever cable."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import Any

from escpos.exceptions import DeviceNotFoundError
from PIL import Image

from ticketing.printers.cables import Cable
from ticketing.printers.printer import PrinterError, PrinterFault, PrinterStatus
from ticketing.printers.raster import send_slip
from ticketing.printers.realtime import Asked, fault_of, query, status_byte

log = logging.getLogger(__name__)

_ORDER = (Asked.PRINTER, Asked.OFFLINE_CAUSE, Asked.PAPER)


class EscposPrinter:
    """Prints over a cable that `plug` gives when first needed; faults of the cable become PrinterFault."""

    def __init__(self, plug: Callable[[], Cable], cut: bool, must_answer: bool) -> None:
        self._plug = plug
        self._cut = cut
        self._must_answer = must_answer
        self._cable: Cable | None = None
        self._escpos: Any = None

    def status(self) -> PrinterStatus:
        try:
            return self._ask()
        except (OSError, DeviceNotFoundError) as fault:
            if _timed_out(fault):
                return self._silent()
            log.warning("printer not reached: %s", fault)
            self.release()
            return PrinterStatus(PrinterFault.OFFLINE, answered=False)

    def print_picture(self, picture: Image.Image, name: str) -> None:
        try:
            _, escpos = self._connected()
            send_slip(escpos, picture, self._cut)
        except (OSError, DeviceNotFoundError) as fault:
            self.release()
            code = PrinterFault.UNKNOWN if _timed_out(fault) else PrinterFault.OFFLINE
            raise PrinterError(code, f"slip {name}: {fault!r}") from fault

    def release(self) -> None:
        escpos, self._escpos = self._escpos, None
        if escpos is None:
            return
        try:
            escpos.close()
        except OSError as fault:  # a cable that was pulled out cannot be closed in order
            log.warning("connection not closed: %s", fault)

    def _connected(self) -> tuple[Cable, Any]:
        if self._cable is None:
            self._cable = self._plug()
        if self._escpos is None:
            self._escpos = self._cable.connect()
        return self._cable, self._escpos

    def _ask(self) -> PrinterStatus:
        cable, escpos = self._connected()
        found: list[PrinterFault] = []
        for asked in _ORDER:
            status = status_byte(cable.ask(escpos, query(asked)))
            if status is None:
                return self._silent()
            fault = fault_of(asked, status)
            if fault is not None:
                found.append(fault)
        return PrinterStatus(_worst(found))

    def _silent(self) -> PrinterStatus:
        if self._must_answer:
            self.release()
        return PrinterStatus(PrinterFault.UNKNOWN if self._must_answer else None, answered=False)


def _timed_out(fault: Exception) -> bool:
    # pyusb's time-out is an OSError of its own kind, told by its number alone.
    return isinstance(fault, TimeoutError) or getattr(fault, "errno", None) == errno.ETIMEDOUT


def _worst(found: list[PrinterFault]) -> PrinterFault | None:
    order = (PrinterFault.COVER_OPEN, PrinterFault.PAPER_OUT, PrinterFault.UNKNOWN, PrinterFault.OFFLINE)
    return next((fault for fault in order if fault in found), found[0] if found else None)
