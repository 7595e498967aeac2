"""Status bytes mean what the printer's maker says; noise is not taken for one."""

from __future__ import annotations

import pytest

from ticketing.printers.printer import PrinterFault
from ticketing.printers.realtime import Asked, fault_of, status_byte


@pytest.mark.parametrize(
    ("asked", "status", "fault"),
    [
        (Asked.PRINTER, 0x12, None),
        (Asked.PRINTER, 0x16, None),  # the drawer's pin, which no ticket printer uses
        (Asked.PRINTER, 0x1A, PrinterFault.OFFLINE),
        (Asked.OFFLINE_CAUSE, 0x16, PrinterFault.COVER_OPEN),
        (Asked.OFFLINE_CAUSE, 0x32, PrinterFault.PAPER_OUT),
        (Asked.OFFLINE_CAUSE, 0x52, PrinterFault.UNKNOWN),
        (Asked.PAPER, 0x12, None),
        (Asked.PAPER, 0x1E, PrinterFault.PAPER_NEAR_END),
        (Asked.PAPER, 0x72, PrinterFault.PAPER_OUT),
        (Asked.PAPER, 0x7E, PrinterFault.PAPER_OUT),
    ],
)
def test_each_bit_names_its_fault(asked: Asked, status: int, fault: PrinterFault | None) -> None:
    assert fault_of(asked, status) is fault


@pytest.mark.parametrize(("reply", "status"), [(b"", None), (b"\x00\xff", None), (b"\x12", 0x12), (b"\x12\x1a", 0x1A)])
def test_only_the_newest_true_status_counts(reply: bytes, status: int | None) -> None:
    assert status_byte(reply) == status
