"""Prints figures: what was measured, the value, what it is held against, and whether it holds."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure: `value` in `unit`, `wanted` at most, or at least."""

    what: str
    value: float
    unit: str
    wanted: float | None
    note: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the figure is reached."""
        if self.wanted is None:
            return True
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted

    @property
    def wish(self) -> str:
        """What is wanted, as it stands in the table."""
        return "" if self.wanted is None else f"{'≥' if self.at_least else '≤'} {self.wanted:g} {self.unit}"


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the sample below which `share` (0..1) of all lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(samples: Sequence[float]) -> str:
    """Return minimum, median and maximum in words."""
    return f"min {min(samples):.2f}, median {statistics.median(samples):.2f}, max {max(samples):.2f}"


def show(figures: Sequence[Figure]) -> bool:
    """Print the table; returns whether every figure is reached."""
    print(f"{platform.machine()}, Python {platform.python_version()}, {len(figures)} figures")
    for figure in figures:
        mark = "    " if figure.wanted is None else ("ok  " if figure.holds else "MISS")
        print(
            f"{mark} {figure.what:<58} {figure.value:9.2f} {figure.unit:<5} {figure.wish:<12} {figure.note}", flush=True
        )
    return all(figure.holds for figure in figures)
