"""Makes the keypad that settings name."""

from __future__ import annotations

from lobby.keys.evdev_keys import EvdevKeys, find_keypad
from lobby.keys.pipe_keys import PipeKeys
from lobby.keys.serial_keys import SerialKeys
from lobby.keys.settings import EvdevSettings, PipeSettings, SerialSettings
from lobby.keys.source import KeySource


def source_of(settings: EvdevSettings | PipeSettings | SerialSettings) -> KeySource:
    """Return the keypad; it is looked for when it is opened."""
    if isinstance(settings, PipeSettings):
        return PipeKeys(settings.path)
    if isinstance(settings, SerialSettings):
        return SerialKeys(settings)
    return EvdevKeys(lambda: find_keypad(settings))
