"""How bright a board is at each time of the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
FULL = 100


def time_of_day(text: str) -> time:
    """Return the time that `text` («18:30») tells; raises ValueError with a Vietnamese sentence."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"«{text}» không phải giờ trong ngày; viết như 07:00 hoặc 18:30")
    return time(int(found[1]), int(found[2]))


class Brightness:
    """Steps of a day: from each time on, so many per cent; before the first one, the last one of the day before."""

    def __init__(self, steps: Mapping[str, int]) -> None:
        self._steps = sorted((time_of_day(at), level) for at, level in steps.items())

    def level(self, at: time) -> int:
        """Return the per cent at the office's time `at`; full where no steps are set."""
        if not self._steps:
            return FULL
        passed = [level for since, level in self._steps if since <= at.replace(tzinfo=None)]
        return passed[-1] if passed else self._steps[-1][1]
