"""The keeper's way out of a touch program: five touches in a corner, then a code; everybody else finds nothing."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

TOUCHES = 5
WITHIN_S = 4.0
STAYS_S = 30.0
OPEN_AT_MOST_S = 120.0
TRIES = 3
LOCKED_S = 300.0
LONGEST = 12
DIGITS = "1234567890"


@dataclass(frozen=True)
class CodePage:
    """What asks for the code: `typed` is how many digits stand there, `said` tells what was wrong."""

    page: ClassVar[str] = "keeper"
    title: str
    typed: int
    said: str
    leave: str
    back: str
    delete: str


class WayOut:
    """Pure. `is_right` tells whether a code is the keeper's; after three wrong ones it is not asked for some time."""

    def __init__(self, is_right: Callable[[str], bool]) -> None:
        self._is_right = is_right
        self._touches: deque[float] = deque(maxlen=TOUCHES)
        self._open = False
        self._opened = self._acted = 0.0
        self._typed = self._said = ""
        self._wrong = self._locks = 0
        self._locked_until = -math.inf
        self.leaves = False

    def corner(self, now: float) -> None:
        """A finger came down in the corner."""
        self._touches.append(now)
        if len(self._touches) == TOUCHES and now - self._touches[0] <= WITHIN_S:
            self._open, self._typed, self._said = True, "", ""
            self._opened = self._acted = now
            self._touches.clear()

    def touch(self, name: str, now: float) -> None:
        """A target of the page was touched."""
        self._acted = now
        if name == "keeper:back":
            self._close()
        elif name == "keeper:delete":
            self._typed = self._typed[:-1]
        elif name == "keeper:leave":
            self._try(now)
        elif name.startswith("keeper:") and name[-1] in DIGITS and len(self._typed) < LONGEST:
            self._typed, self._said = self._typed + name[-1], ""

    def view(self, now: float) -> CodePage | None:
        """Return the page that asks, None where it is not open."""
        if self._open and (now - self._acted >= STAYS_S or now - self._opened >= OPEN_AT_MOST_S):
            self._close()
        if not self._open:
            return None
        said = self._locked(now) or self._said
        return CodePage("Mã người giữ máy", len(self._typed), said, "Thoát chương trình", "Quay lại", "Xóa")

    def _try(self, now: float) -> None:
        typed, self._typed = self._typed, ""
        if self._locked(now) or not typed:
            return
        if self._is_right(typed):
            self.leaves = True
            return
        self._wrong += 1
        self._said = "Mã chưa đúng."
        if self._wrong >= TRIES:
            self._locked_until = now + LOCKED_S * 2**self._locks
            self._wrong, self._locks = 0, min(self._locks + 1, 6)

    def _locked(self, now: float) -> str:
        left = self._locked_until - now
        return f"Sai nhiều lần. Thử lại sau {math.ceil(left / 60)} phút." if left > 0 else ""

    def _close(self) -> None:
        self._open, self._typed, self._said = False, "", ""
