"""Tells a press of a hardware button or key from its bouncing, its repeating and a hand that rests on it."""

from __future__ import annotations

from kiosk.presenters.settling import SETTLES_S

BOUNCES_S = 1.0
_DOWN = 1


class PressGuard:
    """Pure: `at` is monotonic seconds. A button that never comes to rest counts once."""

    def __init__(self) -> None:
        self._last: dict[int, float] = {}

    def counts(self, code: int, value: int, at: float) -> bool:
        """Tell whether an event of button `code` is a press: `value` 1 is down, 0 up, 2 the keyboard's own repeat."""
        last = self._last.get(code, float("-inf"))
        self._last[code] = at
        return value == _DOWN and at - last >= BOUNCES_S


class KeyGuard:
    """Pure: `at` is monotonic seconds. A keypad's own driver tells presses alone; fingers tremble."""

    def __init__(self) -> None:
        self._last = "", float("-inf")

    def counts(self, key: str, at: float) -> bool:
        """Tell whether `key` was meant to go down again, if it was the same one as before."""
        last, before = self._last
        counts = key != last or at - before >= SETTLES_S
        if counts:
            self._last = key, at
        return counts
