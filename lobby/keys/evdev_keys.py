"""A USB keypad read from the kernel's input events, held for this program alone."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from evdev import ecodes

from lobby.keys.finding import find_input
from lobby.keys.settings import EvdevSettings

log = logging.getLogger(__name__)

_DOWN = 1  # 0 is released, 2 is the kernel's repeat of a key held down


class InputLike(Protocol):
    """What is used of an evdev InputDevice."""

    def fileno(self) -> int: ...

    def read(self) -> Iterable[Any]: ...

    def grab(self) -> None: ...

    def close(self) -> None: ...


class EvdevKeys:
    """Reads the keypad that `find` opens, once it is grabbed: no other program gets its keys."""

    def __init__(self, find: Callable[[], InputLike]) -> None:
        self._find = find
        self._device: InputLike | None = None
        self._dropping = False

    def open(self) -> int:
        device = self._find()
        try:
            device.grab()
        except OSError:
            device.close()
            raise
        self._device = device
        self._dropping = False
        return device.fileno()

    def read(self) -> list[str]:
        if self._device is None:
            return []
        try:
            events = list(self._device.read())
        except BlockingIOError:
            return []
        if not events:
            raise OSError(errno.ENODEV, "the keypad is gone")
        return [name for event in events if (name := self._name(event)) is not None]

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _name(self, event: Any) -> str | None:
        if event.type == ecodes.EV_SYN:
            # After a drop the kernel's buffer holds half a report, to be thrown away up to the next whole one.
            if event.code == ecodes.SYN_DROPPED:
                log.warning("key presses lost: read too late")
                self._dropping = True
            elif event.code == ecodes.SYN_REPORT:
                self._dropping = False
            return None
        if event.type != ecodes.EV_KEY or event.value != _DOWN or self._dropping:
            return None
        names = ecodes.KEY.get(event.code)
        return names[0] if isinstance(names, (list, tuple)) else names


def find_keypad(settings: EvdevSettings) -> InputLike:
    """Open the keypad that the settings name; raises FileNotFoundError (ENOENT) where there is none."""
    found: InputLike = find_input(
        "keypad of that vendor and product", settings.path, (settings.vendor, settings.product)
    )
    return found
