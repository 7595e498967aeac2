"""`lobby keypad`: the hardware keypad of one counter."""

from __future__ import annotations

from lobby.contract.roles import Role
from lobby.keys.build import source_of
from lobby.keys.listening import Listening, Missing
from lobby.link.device import link_device
from lobby.program import run, settings_from
from lobby.settings.device import clock_of
from ticketing.keypad.asking import Presses
from ticketing.keypad.keys import Keys
from ticketing.keypad.numbers import Numbers
from ticketing.keypad.settings import KeypadSettings

_PURPOSE = "Bàn phím bấm số của một quầy: gọi số tiếp theo, gọi lại, vắng mặt, tạm nghỉ, hoàn tác, gọi hỗ trợ."
MISSING = Missing(
    "keypad_missing",
    "Không thấy bàn phím bấm số của quầy.",
    "Cắm lại bàn phím vào cổng USB; thiết bị tự nhận lại sau vài giây. "
    "Trong khi đó cán bộ gọi số trên máy tính của quầy.",
)


def main(argv: list[str] | None = None) -> int:
    """Run the keypad until it is told to stop; returns the exit code."""
    settings = settings_from(argv, KeypadSettings, "keypad", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role.KEYPAD, clock)
    numbers = Numbers(settings.numbers.prefix, settings.numbers.digits)
    keys = Keys(settings.counter, settings.all_keys(), numbers, settings.recall_wait_s)
    presses = Presses(link, keys, settings.counter, clock)
    listening = Listening(source_of(settings.keys), link.faults, presses.press, MISSING)
    return run([presses, link, listening])
