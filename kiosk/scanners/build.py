"""Makes the scanners that a kiosk's settings name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.scanners.part import Scanner, ScannerPart
from kiosk.scanners.reading import ANY_CODE, Reads, Scan
from kiosk.scanners.settings import ScannersSettings
from kiosk.scanners.tray import Tray
from kiosk.viewfinder import Viewfinder
from lobby.clock import Clock
from lobby.health import Faults
from lobby.program import Part


def build(
    settings: ScannersSettings,
    on_scan: Callable[[Scan], None],
    faults: Faults,
    clock: Clock,
    viewfinder: Viewfinder | None = None,
    wake: Callable[[], None] = lambda: None,
    reads: Reads = ANY_CODE,
) -> list[Part]:
    """Return one part for each scanner; `on_scan` is called by the parts' `step()`, in the caller's thread.

    `viewfinder` gets what the camera sees; `wake`, which any thread may call, asks for a step as something was read.
    Where the camera sees several codes, `reads` tells which are dossier codes.
    """
    return [
        ScannerPart(scanner, Tray(source, clock, place), on_scan, faults, wake)
        for source, place, scanner in _scanners(settings, clock, viewfinder or Viewfinder(clock), reads)
    ]


def _scanners(
    settings: ScannersSettings, clock: Clock, viewfinder: Viewfinder, reads: Reads
) -> Iterator[tuple[str, int, Scanner]]:
    """Yield each scanner with its kind and its place among its kind, from 1."""
    # Each kind is imported only where it is set: OpenCV alone costs a kiosk without a camera tens of megabytes.
    if settings.camera is not None:
        from kiosk.scanners.camera import camera_reader  # noqa: PLC0415

        yield "camera", 1, camera_reader(settings.camera, clock, viewfinder, beeps=settings.beep, reads=reads)
    if settings.hid:
        from kiosk.scanners.hid import hid_reader  # noqa: PLC0415

        for place, keys in enumerate(settings.hid, 1):
            yield "hid", place, hid_reader(keys, clock)
    if settings.serial:
        from kiosk.scanners.serial_port import SerialReader  # noqa: PLC0415

        for place, line in enumerate(settings.serial, 1):
            yield "serial", place, SerialReader(line, clock)
