"""How each driver's connection is made and asked for a status byte, after late replies were thrown away."""

from __future__ import annotations

import errno
import select
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ticketing.printers.raster import PROFILE
from ticketing.printers.settings import (
    CableSettings,
    NetworkPrinterSettings,
    SerialPrinterSettings,
    UsbPrinterSettings,
)

_LATE = 64


@dataclass(frozen=True)
class Cable:
    """`connect` returns an open python-escpos printer, or raises its DeviceNotFoundError or OSError; `ask` sends it a
    query and returns the bytes it answers, none or TimeoutError where it stays silent."""

    connect: Callable[[], Any]
    ask: Callable[[Any, bytes], bytes]


def cable_of(settings: CableSettings, library: ModuleType) -> Cable:
    """Return the way to the printer of `settings`; `library` is the module `escpos.printer`."""
    match settings:
        case NetworkPrinterSettings():
            return Cable(lambda: _network(settings, library), _ask_network)
        case SerialPrinterSettings():
            return Cable(lambda: _serial(settings, library), _ask_serial)
        case UsbPrinterSettings():
            return Cable(lambda: _usb(settings, library), _ask_usb)
    raise ValueError(f"no cable for {type(settings).__name__}")


def _network(settings: NetworkPrinterSettings, library: ModuleType) -> Any:
    printer = library.Network(settings.host, settings.port, timeout=settings.timeout_s, profile=PROFILE)
    printer.open()
    return printer


def _ask_network(printer: Any, query: bytes) -> bytes:
    while select.select([printer.device], [], [], 0)[0]:
        if not printer.device.recv(_LATE):
            raise ConnectionResetError(errno.ECONNRESET, "the printer closed the connection")
    reply: bytes = printer.query_status(query)
    if not reply:
        raise ConnectionResetError(errno.ECONNRESET, "the printer closed the connection")
    return reply


def _serial(settings: SerialPrinterSettings, library: ModuleType) -> Any:
    printer = library.Serial(
        devfile=str(settings.device),
        baudrate=settings.baud,
        timeout=settings.timeout_s,
        xonxoff=settings.xonxoff,
        profile=PROFILE,
    )
    printer.open()
    # The library leaves writes without an end: a printer that holds its line would hold the service too.
    printer.device.write_timeout = settings.timeout_s + _seconds_to_send(settings.baud)
    return printer


def _seconds_to_send(baud: int) -> float:
    longest_slip_bytes = 200_000
    return longest_slip_bytes * 10 / baud


def _ask_serial(printer: Any, query: bytes) -> bytes:
    # The library reads 16 bytes and so waits out its time after the one that comes.
    port = printer.device
    port.reset_input_buffer()
    port.write(query)
    reply: bytes = port.read(1)
    return reply


def _usb(settings: UsbPrinterSettings, library: ModuleType) -> Any:
    if not library.Usb.is_usable():
        raise OSError(errno.ENODEV, "no way to USB on this machine: pyusb is not installed")
    printer = library.Usb(
        settings.vendor,
        settings.product,
        timeout=int(settings.timeout_s * 1000),
        in_ep=settings.in_endpoint,
        out_ep=settings.out_endpoint,
        profile=PROFILE,
    )
    try:
        printer.open()
    except ValueError as fault:  # pyusb's NoBackendError: libusb-1.0 is not installed
        raise OSError(errno.ENODEV, f"no way to USB on this machine: {fault}") from fault
    return printer


def _ask_usb(printer: Any, query: bytes) -> bytes:
    _drain_usb(printer)
    return bytes(printer.query_status(query))


def _drain_usb(printer: Any) -> None:
    try:
        while len(printer.device.read(printer.in_ep, _LATE, 20)):
            pass
    except OSError as nothing_left:
        if nothing_left.errno not in (errno.ETIMEDOUT, errno.EPIPE):
            raise
