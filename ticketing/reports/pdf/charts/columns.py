"""Draws upright columns: a value above each where there is room, else a scale at the side."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.charts import ink
from ticketing.reports.pdf.charts.scale import ticks
from ticketing.reports.pdf.content import numbers
from ticketing.reports.pdf.content.blocks import Columns
from ticketing.reports.pdf.fonts import REGULAR, width

_PLOT = 42 * mm
_LABELS, _LEGEND, _ABOVE, _SIDE = 14.0, 16.0, 12.0, 30.0
_LEAST_SIZE = 6.5


class ColumnChart(Flowable):
    """A chart as wide as the text."""

    def __init__(self, chart: Columns) -> None:
        super().__init__()
        self._chart = chart
        self._legend = _LEGEND if len(chart.series) > 1 else 0.0
        self.spaceAfter = 10

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the library's names
        """Return width and height in points."""
        return styles.WIDTH, _PLOT + _LABELS + _ABOVE + self._legend

    def draw(self) -> None:
        """Draw it."""
        size = self._value_size()
        self._scale(written=size is not None)
        for place, label in enumerate(self._chart.labels):
            self._columns(place, size)
            if place % self._every() == 0:
                ink.write(self.canv, label, self._middle(label, place), 3, side="middle")
        if self._legend:
            names = [series.name for series in self._chart.series]
            ink.legend(self.canv, names, _SIDE, _LABELS + _PLOT + _ABOVE + 4)

    def _group(self) -> float:
        return (styles.WIDTH - _SIDE) / len(self._chart.labels)

    def _middle(self, label: str, place: int) -> float:
        """Return where `label` has its middle: under its column, but within the margin."""
        return min(_SIDE + (place + 0.5) * self._group(), styles.WIDTH - width(label, REGULAR, ink.SIZE) / 2)

    def _column(self) -> float:
        return min(self._group() * 0.8 / len(self._chart.series), 14 * mm)

    def _value_size(self) -> float | None:
        """Return the largest size at which the values stand above their columns; None where none does."""
        texts = [text for series in self._chart.series for text in series.texts]
        many = len(self._chart.series)
        room = self._group() * 0.98 if many == 1 else self._column()
        widest = max((width(text, REGULAR, 1) for text in texts), default=0.0)
        size = min(ink.SIZE, room / widest if widest else ink.SIZE)
        return size if size >= _LEAST_SIZE else None

    def _every(self) -> int:
        """Return of how many labels one is written, so that none touches the next."""
        widest = max(width(label, REGULAR, ink.SIZE) for label in self._chart.labels) + 4
        return max(1, -(-int(widest) // max(1, int(self._group()))))

    def _top(self) -> Sequence[float]:
        values = [value for series in self._chart.series for value in series.values if value is not None]
        return ticks(max(values, default=0.0))

    def _scale(self, written: bool) -> None:
        marks = self._top()
        shown = (0.0,) if written else marks
        for mark in shown:
            height = _LABELS + mark / marks[-1] * _PLOT
            self.canv.setStrokeColor(ink.DARK if mark == 0 else ink.FAINT)
            self.canv.setLineWidth(0.8 if mark == 0 else 0.4)
            self.canv.line(_SIDE, height, styles.WIDTH, height)
            if not written:
                text = numbers.decimal(mark, 0 if mark == int(mark) else 1)
                ink.write(self.canv, text, _SIDE - 4, height - 3, side="right")

    def _columns(self, place: int, size: float | None) -> None:
        wide, top = self._column(), self._top()[-1]
        left = _SIDE + (place + 0.5) * self._group() - wide * len(self._chart.series) / 2
        for number, series in enumerate(self._chart.series):
            value = series.values[place]
            if value is not None:
                high = value / top * _PLOT
                ink.fill(self.canv, (left, _LABELS, wide, high), hatched=number == 1)
                if size is not None:
                    at = left + wide / 2
                    ink.write(self.canv, series.texts[place], at, _LABELS + high + 2.5, size, "middle")
            left += wide
