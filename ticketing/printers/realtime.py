"""The printer's real-time status bytes (ESC/POS `DLE EOT n`): how they are asked for and what they mean."""

from __future__ import annotations

from enum import IntEnum

from ticketing.printers.printer import PrinterFault

DLE_EOT = b"\x10\x04"
_FIXED, _MASK = 0x12, 0x93  # bits that every status byte bears, by which it is told from noise


class Asked(IntEnum):
    """The `n` of `DLE EOT n`."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


def query(asked: Asked) -> bytes:
    """Return the command that asks for one status byte."""
    return DLE_EOT + bytes((asked,))


def status_byte(reply: bytes) -> int | None:
    """Return the newest byte of `reply` that has the form of a status, None where there is none."""
    return next((byte for byte in reversed(reply) if byte & _MASK == _FIXED), None)


def fault_of(asked: Asked, status: int) -> PrinterFault | None:
    """Return the fault that a status byte tells of, None where it tells of none."""
    match asked:
        case Asked.PRINTER:
            return PrinterFault.OFFLINE if status & 0x08 else None
        case Asked.OFFLINE_CAUSE:
            return _offline_cause(status)
        case Asked.ERROR_CAUSE:
            return PrinterFault.UNKNOWN if status & 0x6C else None
        case Asked.PAPER:
            return _paper(status)


def _offline_cause(status: int) -> PrinterFault | None:
    if status & 0x04:
        return PrinterFault.COVER_OPEN
    if status & 0x20:
        return PrinterFault.PAPER_OUT
    return PrinterFault.UNKNOWN if status & 0x40 else None


def _paper(status: int) -> PrinterFault | None:
    if status & 0x60:
        return PrinterFault.PAPER_OUT
    return PrinterFault.PAPER_NEAR_END if status & 0x0C else None
