"""USB printers as they come: some answer, many never do, and cables are pulled; played by a twin of the library's."""

from __future__ import annotations

import errno
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from ticketing.printers.app import printer_of
from ticketing.printers.interpreter import interpret
from ticketing.printers.printer import Printer, PrinterError, PrinterFault, PrinterStatus
from ticketing.printers.settings import UsbPrinterSettings

_SLIP = Image.new("1", (576, 700), 0)


class UsbError(OSError):
    """As pyusb raises: an OSError of its own kind."""


class UsbTwin:
    """What is behind `escpos.printer`. Its hand: `replies`, `stale`, `gone`; its memory: `sent`, `claims`."""

    def __init__(self, library: ModuleType) -> None:
        self.replies: dict[int, int] | None = {1: 0x12, 2: 0x12, 4: 0x12}
        self.stale = b""
        self.gone = False
        self.sent = b""
        self.claims = 0
        self._asked: list[int] = []
        twin = self

        class Usb(library.Dummy):  # type: ignore[misc,name-defined]
            def __init__(self, vendor: int, product: int, *, profile: str, in_ep: int, **_: Any) -> None:
                super().__init__(profile=profile)
                self.in_ep = in_ep
                self.device = twin

            def open(self) -> None:
                twin.claim()

            def _raw(self, msg: bytes) -> None:
                twin.write(msg)

            def _read(self) -> bytes:
                return twin.read(self.in_ep, 16)

        self.library = SimpleNamespace(Usb=Usb)

    def claim(self) -> None:
        if self.gone:
            raise UsbError(errno.ENODEV, "no such device")
        self.claims += 1

    def write(self, data: bytes) -> None:
        if self.gone:
            raise UsbError(errno.ENODEV, "no such device")
        if data[:2] == b"\x10\x04":
            self._asked.append(data[2])
        else:
            self.sent += data

    def read(self, endpoint: int, length: int, timeout_ms: int = 1000) -> bytes:
        assert endpoint == 0x82
        if self.stale:
            late, self.stale = self.stale[:length], self.stale[length:]
            return late
        if self.replies is None or not self._asked:
            raise UsbError(errno.ETIMEDOUT, "timed out")
        return bytes((self.replies[self._asked.pop()],))


@pytest.fixture
def twin(library: ModuleType) -> UsbTwin:
    return UsbTwin(library)


def printer(twin: UsbTwin, must_answer: bool = False) -> Printer:
    settings = UsbPrinterSettings(driver="usb", vendor=0x04B8, product=0x0E15, must_answer=must_answer)
    library: Any = twin.library
    return printer_of(settings, lambda: library)


def test_a_usb_printer_answers_and_prints(twin: UsbTwin, tmp_path: Path) -> None:
    usb = printer(twin)
    assert usb.status() == PrinterStatus()
    usb.print_picture(_SLIP, "A012")
    (slip,) = interpret(twin.sent, 576)
    assert slip.crop((0, 0, 576, 700)).tobytes() == _SLIP.tobytes()
    assert twin.claims == 1


def test_one_that_never_answers_is_trusted_unless_it_must(twin: UsbTwin) -> None:
    twin.replies = None
    assert printer(twin).status() == PrinterStatus(None, answered=False)
    assert printer(twin, must_answer=True).status() == PrinterStatus(PrinterFault.UNKNOWN, answered=False)


def test_replies_to_what_was_asked_before_are_thrown_away(twin: UsbTwin) -> None:
    twin.stale = b"\x1a\x72"
    assert printer(twin).status() == PrinterStatus()


def test_paper_out_is_told(twin: UsbTwin) -> None:
    twin.replies = {1: 0x1A, 2: 0x32, 4: 0x72}
    assert printer(twin).status().fault is PrinterFault.PAPER_OUT


def test_a_pulled_cable_is_an_offline_printer_until_it_is_back(twin: UsbTwin) -> None:
    usb = printer(twin)
    assert usb.status().able
    twin.gone = True
    with pytest.raises(PrinterError) as told:
        usb.print_picture(_SLIP, "A012")
    assert told.value.fault is PrinterFault.OFFLINE
    assert usb.status().fault is PrinterFault.OFFLINE
    twin.gone = False
    assert usb.status().able
