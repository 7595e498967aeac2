"""Whether earphones are in the socket: the kernel's switch, read as a keypad of two keys, `in` and `out`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from evdev import ecodes

from kiosk.aids.settings import Keys
from lobby.keys.finding import find_input
from lobby.keys.pipe_keys import PipeKeys
from lobby.keys.settings import PipeSettings
from lobby.keys.source import KeySource

IN, OUT = "in", "out"
# python-evdev has no public way to ask how a switch stands (EVIOCGSW of linux/input.h).
_BITS = import_module("evdev._input").ioctl_EVIOCG_bits


class JackSwitch:
    """The switch SW_HEADPHONE_INSERT of a sound card (ALSA's jack layer shows it as an input device).

    `heard` is told how the switch stands when it is opened, and `out` when it is closed or lost. The device at `path`,
    the one of `vendor` and `product`, or the first that has the switch; nobody is kept from it.
    """

    def __init__(
        self,
        heard: Callable[[str], None],
        path: Path | None = None,
        vendor: int | None = None,
        product: int | None = None,
    ) -> None:
        self._heard = heard
        self._path = path
        self._ids = None if vendor is None else (vendor, product)
        self._device: Any = None

    def open(self) -> int:
        self._device = find_input("input device that tells of earphones", self._path, self._ids, _has_switch)
        # What is in the socket already makes no event.
        state = _BITS(self._device.fd, ecodes.EV_SW)
        self._heard(IN if ecodes.SW_HEADPHONE_INSERT in state else OUT)
        return int(self._device.fd)

    def read(self) -> list[str]:
        return names_of(self._device.read())

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            # Nobody knows what is in a socket that is gone: a dossier must not be heard from a loudspeaker.
            self._heard(OUT)
            device.close()


def _has_switch(device: Any) -> bool:
    return ecodes.SW_HEADPHONE_INSERT in device.capabilities().get(ecodes.EV_SW, ())


def names_of(events: Iterable[Any]) -> list[str]:
    """Return `in` and `out` for the events of the switch."""
    ours = [one for one in events if one.type == ecodes.EV_SW and one.code == ecodes.SW_HEADPHONE_INSERT]
    return [IN if one.value else OUT for one in ours]


def jack_of(settings: Keys | None, heard: Callable[[str], None]) -> KeySource:
    """Return the socket that `settings` name, or the named pipe in its place."""
    if isinstance(settings, PipeSettings):
        return PipeKeys(settings.path)
    if settings is None:
        return JackSwitch(heard)
    return JackSwitch(heard, settings.path, settings.vendor, settings.product)
