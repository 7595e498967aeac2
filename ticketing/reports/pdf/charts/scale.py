"""The marks of a scale at round numbers; pure."""

from __future__ import annotations

import math

_STEPS = (1, 2, 2.5, 5, 10)
_MARKS = 5


def ticks(highest: float) -> tuple[float, ...]:
    """Return about five round numbers from 0 to `highest` or a little above it."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / _MARKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * (1 - 1e-9))
    return tuple(round(step * place, 9) for place in range(math.ceil(highest / step - 1e-9) + 1))
