"""Which of the kernel's input devices is meant: the one at a path, of a vendor and product, or the first that fits."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import evdev


def anything(_device: Any) -> bool:
    """Take every device."""
    return True


def find_input(
    what: str, path: Path | None, ids: tuple[int | None, int | None] | None, fits: Callable[[Any], bool] = anything
) -> Any:
    """Open the input device at `path`, or of the vendor and product `ids`, or (both None) any, if it `fits`.

    Returns an evdev InputDevice; raises OSError, FileNotFoundError (ENOENT, naming `what`) where there is none.
    """
    for place in [str(path)] if path is not None else evdev.list_devices():
        device = evdev.InputDevice(place)
        meant = path is not None or ids is None or (device.info.vendor, device.info.product) == ids
        if meant and fits(device):
            return device
        device.close()
    raise FileNotFoundError(errno.ENOENT, f"no {what}")
