"""Draws lying bars with their names before and their words behind them; long names take two lines or more."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.charts import ink
from ticketing.reports.pdf.content.blocks import Bars, Side
from ticketing.reports.pdf.fonts import REGULAR, width

_NAMES, _GAP = 52 * mm, 3 * mm
_BAR, _BETWEEN, _LEGEND = 12.0, 5.0, 16.0


class BarChart(Flowable):
    """A chart as wide as the text; a second series' part beyond the first is hatched."""

    def __init__(self, chart: Bars) -> None:
        super().__init__()
        self._chart = chart
        self._names = [Paragraph(escape(label), styles.cell(Side.RIGHT)) for label in chart.labels]
        self._legend = _LEGEND if len(chart.series) > 1 else 0.0
        self.spaceAfter = 10

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the library's names
        """Return width and height in points."""
        return styles.WIDTH, sum(self._heights()) + self._legend

    def draw(self) -> None:
        """Draw it."""
        heights = self._heights()
        top = sum(heights)
        if self._legend:
            ink.legend(self.canv, [series.name for series in self._chart.series], _NAMES + _GAP, top + 4)
        for place, (name, high) in enumerate(zip(self._names, heights, strict=True)):
            middle = top - high / 2
            name.drawOn(self.canv, 0, middle - name.height / 2)
            self._bar(place, middle)
            top -= high
        self.canv.setStrokeColor(ink.DARK)
        self.canv.setLineWidth(0.8)
        self.canv.line(_NAMES + _GAP, 0, _NAMES + _GAP, sum(heights))

    def _heights(self) -> list[float]:
        return [max(name.wrap(_NAMES, styles.HEIGHT)[1], _BAR) + _BETWEEN for name in self._names]

    def _bar(self, place: int, middle: float) -> None:
        left, begun = _NAMES + _GAP, 0.0
        for number, series in enumerate(self._chart.series):
            value = (series.values[place] or 0.0) * self._unit()
            ink.fill(self.canv, (left + begun, middle - _BAR / 2, value - begun, _BAR), hatched=number == 1)
            begun = max(begun, value)
        ink.write(self.canv, self._words(place), left + begun + 4, middle - 3)

    def _words(self, place: int) -> str:
        return " / ".join(series.texts[place] for series in self._chart.series)

    def _unit(self) -> float:
        """Return points for one: the longest bar with its words ends at the margin."""
        widest = max(width(self._words(place), REGULAR, ink.SIZE) for place in range(len(self._names)))
        room = styles.WIDTH - _NAMES - _GAP - widest - 8
        values = [value for series in self._chart.series for value in series.values if value is not None]
        return room / max(values, default=1.0) if any(values) else 0.0
