"""Makes the scanners that a kiosk's settings name."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.scanners.part import Scanner, ScannerPart
from kiosk.scanners.reading import Scan
from kiosk.scanners.settings import ScannersSettings
from kiosk.scanners.tray import Tray
from lobby.clock import Clock
from lobby.health import Faults
from lobby.program import Part


def build(settings: ScannersSettings, on_scan: Callable[[Scan], None], faults: Faults, clock: Clock) -> list[Part]:
    """Return one part for each scanner; `on_scan` is called by the parts' `step()`, in the caller's thread."""
    parts: list[Part] = []
    for source, scanner in _scanners(settings, clock):
        parts.append(ScannerPart(scanner, Tray(source, clock), on_scan, faults))
    return parts


def _scanners(settings: ScannersSettings, clock: Clock) -> list[tuple[str, Scanner]]:
    # Each kind is imported only where it is set: OpenCV alone costs a kiosk without a camera tens of megabytes.
    found: list[tuple[str, Scanner]] = []
    if settings.camera is not None:
        from kiosk.scanners.camera import camera_reader  # noqa: PLC0415

        found.append(("camera", camera_reader(settings.camera, clock)))
    if settings.hid is not None:
        from kiosk.scanners.hid import hid_reader  # noqa: PLC0415

        found.append(("hid", hid_reader(settings.hid, clock)))
    if settings.serial is not None:
        from kiosk.scanners.serial_port import SerialReader  # noqa: PLC0415

        found.append(("serial", SerialReader(settings.serial, clock)))
    return found
