"""Tells a press of a hardware button from its bouncing, its repeating and a hand that rests on it."""

from __future__ import annotations

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
