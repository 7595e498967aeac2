"""`lobby keypad`: the hardware keypad of one counter."""

from __future__ import annotations

from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import run, settings_from
from lobby.settings.device import clock_of
from ticketing.keypad.asking import Presses
from ticketing.keypad.evdev_keys import EvdevKeys, find_keypad
from ticketing.keypad.keys import Keys
from ticketing.keypad.listening import Listening
from ticketing.keypad.pipe_keys import PipeKeys
from ticketing.keypad.settings import EvdevSettings, KeypadSettings, PipeSettings
from ticketing.keypad.source import KeySource

_PURPOSE = "Bàn phím bấm số của một quầy: gọi số tiếp theo, gọi lại, bắt đầu, kết thúc, vắng mặt, tạm dừng, mở quầy."


def main(argv: list[str] | None = None) -> int:
    """Run the keypad until it is told to stop; returns the exit code."""
    settings = settings_from(argv, KeypadSettings, "keypad", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role.KEYPAD, clock)
    presses = Presses(link, Keys(settings.counter, settings.all_keys()), settings.counter, clock)
    listening = Listening(source_of(settings.keys), link.faults, presses.press)
    return run([presses, link, listening])


def source_of(settings: EvdevSettings | PipeSettings) -> KeySource:
    """Return the keypad that the settings name."""
    if isinstance(settings, PipeSettings):
        return PipeKeys(settings.path)
    return EvdevKeys(lambda: find_keypad(settings))
