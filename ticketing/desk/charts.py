"""Where the bars of a chart stand: across in percent of its width, down in px, so that letters never shrink: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

HEIGHT = 190
_TOP, _BASE = 30.0, 160.0
_FILLED = 0.72  # of a group's width; the rest is the gap to the next
_GAP = 0.06
_LETTER = 15.0


@dataclass(frozen=True)
class Bar:
    """One bar: `look` is solid, hatched, or open for what is not over; `mark` is a line across it, for comparison."""

    value: float
    shown: str
    look: str = "solid"
    mark: float | None = None


@dataclass(frozen=True)
class Group:
    """The bars that stand together over one `head`."""

    head: str
    bars: tuple[Bar, ...]


class PlacedBar(TypedDict):
    """A bar as it is drawn; `mark` is None where there is no line across."""

    x: float
    width: float
    y: float
    height: float
    look: str
    middle: float
    label: float
    shown: str
    mark: float | None


class PlacedGroup(TypedDict):
    """A group as it is drawn, its head under `x`."""

    head: str
    x: float
    bars: list[PlacedBar]


def placed(groups: Sequence[Group], least: float = 1.0) -> list[PlacedGroup]:
    """Return where everything stands; the highest bar or mark takes the whole height, and so would `least`."""
    most = max(least, *(max(bar.value, bar.mark or 0.0) for group in groups for bar in group.bars))
    step = 100.0 / max(1, len(groups))
    return [
        PlacedGroup(head=group.head, x=_round(step * (place + 0.5)), bars=_bars(group.bars, step, place, most))
        for place, group in enumerate(groups)
    ]


def percent(value: float, most: float) -> float:
    """Return how long a bar that lies is, in percent of the longest."""
    return _round(100.0 * value / most) if most > 0 else 0.0


def _bars(bars: Sequence[Bar], step: float, place: int, most: float) -> list[PlacedBar]:
    width = step * _FILLED / max(1, len(bars))
    begins = step * place + step * (1 - _FILLED) / 2
    return [_bar(bar, begins + width * nth, width * (1 - _GAP), most) for nth, bar in enumerate(bars)]


def _bar(bar: Bar, x: float, width: float, most: float) -> PlacedBar:
    top = _down(bar.value, most)
    mark = None if bar.mark is None else _down(bar.mark, most)
    # A line just above the bar would cross its number out.
    over = mark if mark is not None and top - _LETTER - 6 < mark <= top else top
    return PlacedBar(
        x=_round(x),
        width=_round(width),
        y=top,
        height=_round(_BASE - top),
        look=bar.look,
        middle=_round(x + width / 2),
        label=_round(over - 6),
        shown=bar.shown,
        mark=mark,
    )


def _down(value: float, most: float) -> float:
    return _round(_BASE - (_BASE - _TOP) * value / most)


def _round(value: float) -> float:
    return round(value, 2)
