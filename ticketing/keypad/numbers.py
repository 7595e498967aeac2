"""A number typed on a keypad: digits that belong together become what is printed on the ticket (12 → A012)."""

from __future__ import annotations

# Whoever begins a number and is called away must not have it called later.
FORGOTTEN_S = 5.0
# Far less than a finger needs to hit one digit twice; a worn contact bounces within a few milliseconds.
BOUNCE_S = 0.06
_DIGITS = {f"KEY_{pad}{digit}": str(digit) for pad in ("KP", "") for digit in range(10)}
_LONGEST = 4


class Numbers:
    """The digits typed so far; tickets bear `prefix` and at least `digits` digits."""

    def __init__(self, prefix: str = "", digits: int = 3) -> None:
        self._prefix = prefix
        self._digits = digits
        self._typed = ""
        self._at = float("-inf")
        self._last = ""

    def takes(self, key: str, now: float, *, free: bool) -> bool:
        """Tell whether `key` is a digit of a number, and keep it; a key that is not `free` (it has a meaning of its
        own, as 0 has) is one only after other digits."""
        digit = _DIGITS.get(key)
        if now - self._at > FORGOTTEN_S:
            self._typed = ""
        if digit is None or (not free and not self._typed):
            return False
        if key != self._last or now - self._at >= BOUNCE_S:
            self._typed = (self._typed + digit)[-_LONGEST:]
        self._at, self._last = now, key
        return True

    def typed(self, now: float) -> str | None:
        """Return the number that was typed, and begin anew; None where there is none, or it was long ago."""
        typed, self._typed = self._typed, ""
        if not typed or now - self._at > FORGOTTEN_S:
            return None
        return f"{self._prefix}{int(typed):0{self._digits}d}"
