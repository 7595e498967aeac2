"""The one input device of this machine that is the scanner: found, checked, and taken away from all others."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from evdev import InputDevice, InputEvent, ecodes, list_devices

TYPES_CODES = frozenset({ecodes.KEY_ENTER, ecodes.KEY_0, ecodes.KEY_A})
_log = logging.getLogger(__name__)

Identity = tuple[int, int, str]


class GrabbedDevice:
    """The scanner by path, by vendor and product, or by both; nobody else reads it.

    Of the nodes that one device may show, the one that has all of `keys` is taken. What is at a path must be what was
    there first: numbers of nodes wander when things are plugged, and a keyboard must never be grabbed for a scanner.
    """

    def __init__(
        self, path: Path | None, vendor: int | None, product: int | None, keys: frozenset[int] = TYPES_CODES
    ) -> None:
        self._path = path
        self._ids = None if vendor is None or product is None else (vendor, product)
        self._keys = keys
        self._known: Identity | None = None
        self._device: InputDevice[str] | None = None

    def open(self) -> None:
        """Find and grab it; raises OSError: ENODEV where there is none, ENXIO where another device has its path."""
        refused = OSError(errno.ENODEV, "no input device is this scanner")
        for device in self._candidates():
            try:
                device.grab()
            except OSError as fault:
                # Two scanners of one kind: the next one may be free.
                device.close()
                refused = fault
                continue
            self._take(device)
            return
        raise refused

    def fileno(self) -> int:
        return -1 if self._device is None else int(self._device.fd)

    def read(self) -> Iterable[InputEvent]:
        if self._device is None:
            raise OSError(errno.ENODEV, "not open")
        return tuple(self._device.read())

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
        self._device = None

    def _take(self, device: InputDevice[str]) -> None:
        self._device = device
        if self._path is not None:
            self._known = _identity(device)
        _log.info("scanner %s (%04x:%04x) grabbed", device.path, device.info.vendor, device.info.product)

    def _candidates(self) -> Iterator[InputDevice[str]]:
        """Yield the open devices that may be the scanner; who takes one closes it."""
        if self._path is not None:
            yield self._at_path(self._path)
            return
        for path in list_devices():
            try:
                device = InputDevice(path)
            except OSError:  # pulled out since it was listed
                continue
            if self._fits(device):
                yield device
            else:
                device.close()

    def _at_path(self, path: Path) -> InputDevice[str]:
        device = InputDevice(str(path))
        if self._fits(device) and self._known in (None, _identity(device)):
            return device
        device.close()
        raise OSError(errno.ENXIO, "another device is at the scanner's path")

    def _fits(self, device: InputDevice[str]) -> bool:
        # One scanner can show several nodes; the one for volume or power keys never types a code.
        types = set(device.capabilities().get(ecodes.EV_KEY, ())) >= self._keys
        return types and self._ids in (None, (device.info.vendor, device.info.product))


def _identity(device: InputDevice[str]) -> Identity:
    return device.info.vendor, device.info.product, device.name
