"""The charts of a report as values: which rows stand in them, and what is written at each."""

from __future__ import annotations

from collections.abc import Sequence

from ticketing.reports.model import Face, Row
from ticketing.reports.pdf.content import numbers
from ticketing.reports.pdf.content.blocks import Bars, Block, Columns, Series

MEDIAN, P90 = "Trung vị", "90% số lượt không quá"
_MOST_BARS = 14


def issued(caption: str, labels: Sequence[str], rows: Sequence[Row], small_below: int) -> list[Block]:
    """Return how many numbers were taken, a column for each row; nothing for fewer than two, or of few numbers."""
    counts = [row.measures.issued for row in rows]
    if len(rows) < 2 or sum(counts) < small_below:
        return []
    series = Series("Lấy số", tuple(map(float, counts)), tuple(map(numbers.count, counts)))
    return [Columns(caption, tuple(labels), (series,))]


def medians(caption: str, labels: Sequence[str], rows: Sequence[Row]) -> list[Block]:
    """Return the waits' median and 90th percentile beside each other; nothing where none is of enough."""
    if len(rows) < 2 or not any(row.measures.wait.n for row in rows):
        return []
    return [Columns(caption, tuple(labels), _spreads(rows))]


def waits(caption: str, rows: Sequence[Row]) -> list[Block]:
    """Return the waits of rows with enough of them as lying bars; nothing where they would fill a page."""
    shown = [row for row in rows if row.measures.wait.n and not row.measures.wait.small]
    if not 2 <= len(shown) <= _MOST_BARS:
        return []
    return [Bars(caption, tuple(row.name for row in shown), _spreads(shown))]


def faces(caption: str, shown: Sequence[Face], small_below: int) -> list[Block]:
    """Return how often each face of a scale was chosen, as lying bars with number and share; nothing of few."""
    total = sum(one.n for one in shown)
    if total < small_below:
        return []
    texts = tuple(f"{numbers.count(one.n)} ({numbers.percent(one.n / total)})" for one in shown)
    series = Series("Số lượt", tuple(float(one.n) for one in shown), texts)
    return [Bars(caption, tuple(one.words for one in shown), (series,))]


def _spreads(rows: Sequence[Row]) -> tuple[Series, Series]:
    median = [row.measures.wait.median_s for row in rows]
    p90 = [row.measures.wait.p90_s for row in rows]
    small = [row.measures.wait.small for row in rows]
    return _minutes(MEDIAN, median, small), _minutes(P90, p90, small)


def _minutes(name: str, seconds: Sequence[float | None], small: Sequence[bool]) -> Series:
    values = tuple(None if one is None else one / 60 for one in seconds)
    return Series(name, values, tuple(map(numbers.minutes, seconds, small)))
