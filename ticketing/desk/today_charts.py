"""Today by the hour, and today's ratings, as charts with their numbers beside them: pure."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import TypedDict

from ticketing.desk.charts import Bar, Group, PlacedGroup, percent, placed
from ticketing.desk.figure_words import (
    SMALL,
    count_words,
    hour_words,
    median_words,
    p90_words,
    satisfied_words,
    whole_minutes,
)
from ticketing.desk.today_seen import Seen, together
from ticketing.engine.hours_words import WEEKDAYS
from ticketing.journal.figure import Figure
from ticketing.reports.measuring import measures, ratings, spread
from ticketing.reports.model import Spread

# Seconds of waiting are not drawn as high as an hour of it.
_LEAST_MINUTES = 10.0


class Chart(TypedDict):
    """A chart with its numbers as a table: `legend` names looks, `heads` and `rows` are for who cannot see it."""

    title: str
    told: str
    groups: list[PlacedGroup]
    legend: list[tuple[str, str]]
    heads: list[str]
    rows: list[list[str]]


class Lying(TypedDict):
    """A bar that lies: its length in percent of the longest."""

    name: str
    percent: float
    shown: str
    look: str


class Faces(TypedDict):
    """Today's ratings: a bar for each face, the satisfied share, and the doubtful apart."""

    bars: list[Lying]
    share: str
    told: str
    doubtful: str


def charts(seen: Seen) -> list[Chart]:
    """Return the charts by the hour; none where nothing happened, today or on the days beside it."""
    hours = _span(seen)
    return [_issued(seen, hours), _waiting(seen, hours), _waits(seen, hours)] if hours else []


def faces(seen: Seen) -> Faces:
    """Return today's ratings."""
    whole = together(seen.hours)
    told, short = ratings(whole, seen.small_below, {}), measures(whole, seen.small_below).rated
    most = max((face.n for face in told.faces), default=0)
    scales = {face.scale for face in told.faces}
    return Faces(
        bars=[
            Lying(
                name=face.words + (f" ({face.score}/{face.scale})" if len(scales) > 1 else ""),
                percent=percent(face.n, most),
                shown=count_words(face.n),
                look="solid" if face.mood >= 4 else "hatched",
            )
            for face in told.faces
        ],
        share=satisfied_words(short),
        told=f"{count_words(short.satisfied)} trong {count_words(short.n)} lượt đánh giá hôm nay",
        doubtful=f"{count_words(short.doubtful)} lượt nghi ngờ để riêng, không tính." if short.doubtful else "",
    )


def usual_words(seen: Seen) -> str:
    """Return which days "usual" is made of; empty where there are none."""
    if not seen.usual:
        return ""
    weekday = WEEKDAYS[seen.now.weekday()]
    return f"thường lệ: mức giữa của {len(seen.usual)} {weekday} gần đây"


def _span(seen: Seen) -> range:
    told = (hour for day in (seen.hours, *(past.hours for past in seen.usual)) for hour in day if _has_some(day[hour]))
    all_hours = [*told, *(hour for hour, peak in seen.peaks.items() if peak)]
    return range(min(all_hours), max(all_hours) + 1) if all_hours else range(0)


def _has_some(figure: Figure) -> bool:
    """Tell whether the charts have something of an hour: what expired with its day stands in the day's last one."""
    return bool(figure.counts["issued"] or figure.wait)


def _usual(seen: Seen, hour: int, say: Callable[[Figure], float]) -> float | None:
    """Return what is usual in an hour; None where nothing is, so that no line is drawn along the ground."""
    return (median(say(past.hours.get(hour, Figure())) for past in seen.usual) or None) if seen.usual else None


def _issued(seen: Seen, hours: range) -> Chart:
    values = [seen.hours.get(hour, Figure()).counts["issued"] for hour in hours]
    usual = [_usual(seen, hour, lambda figure: figure.counts["issued"]) for hour in hours]
    groups = [
        Group(f"{hour}", (Bar(value, _number(value, hour, seen), _look(hour, seen), mark),))
        for hour, value, mark in zip(hours, values, usual, strict=True)
    ]
    return Chart(
        title="Số đã lấy theo giờ",
        told="người",
        groups=placed(groups),
        legend=[
            ("solid", "hôm nay"),
            ("open", "giờ này, chưa hết"),
            *([("mark", usual_words(seen))] if seen.usual else []),
        ],
        heads=["Giờ", "Hôm nay", *(["Thường lệ"] if seen.usual else [])],
        rows=[
            [hour_words(hour), count_words(value), *([f"{mark or 0:g}".replace(".", ",")] if seen.usual else [])]
            for hour, value, mark in zip(hours, values, usual, strict=True)
        ],
    )


def _waiting(seen: Seen, hours: range) -> Chart:
    values = [seen.peaks.get(hour, 0) for hour in hours]
    groups = [
        Group(f"{hour}", (Bar(value, _number(value, hour, seen), _look(hour, seen)),))
        for hour, value in zip(hours, values, strict=True)
    ]
    return Chart(
        title="Lúc đông nhất trong mỗi giờ",
        told="người chờ cùng lúc",
        groups=placed(groups),
        legend=[("solid", "hôm nay"), ("open", "giờ này, chưa hết")],
        heads=["Giờ", "Người chờ lúc đông nhất"],
        rows=[[hour_words(hour), count_words(value)] for hour, value in zip(hours, values, strict=True)],
    )


def _waits(seen: Seen, hours: range) -> Chart:
    spreads = [spread(seen.hours.get(hour, Figure()).wait, seen.small_below) for hour in hours]
    usual = [_usual_wait(seen, hour) for hour in hours]
    groups = [Group(f"{hour}", _pair(one, mark)) for hour, one, mark in zip(hours, spreads, usual, strict=True)]
    return Chart(
        title="Thời gian chờ theo giờ được gọi",
        told="phút",
        groups=placed(groups, _LEAST_MINUTES),
        legend=[("solid", "trung vị"), ("hatched", "9/10 người không quá")]
        + ([("mark", usual_words(seen))] if seen.usual else []),
        heads=["Giờ", "Lượt", "Trung vị", "9/10 người không quá"],
        rows=[
            [hour_words(hour), count_words(one.n), median_words(one), p90_words(one)]
            for hour, one in zip(hours, spreads, strict=True)
        ],
    )


def _pair(told: Spread, usual: float | None) -> tuple[Bar, Bar]:
    mark = SMALL if told.n and told.small else ""
    middle, high = whole_minutes(told.median_s), whole_minutes(told.p90_s)
    shown = [f"{round(value) or '<1'}{mark}" if told.n else "" for value in (middle, high)]
    return Bar(middle, shown[0], "solid", usual), Bar(high, shown[1], "hatched")


def _usual_wait(seen: Seen, hour: int) -> float | None:
    medians = [spread(past.hours[hour].wait, 1).median_s for past in seen.usual if hour in past.hours]
    known = [one for one in medians if one is not None]
    return whole_minutes(median(known)) if known else None


def _look(hour: int, seen: Seen) -> str:
    return "open" if hour == seen.now.hour else "solid"


def _number(value: int, hour: int, seen: Seen) -> str:
    return "" if hour > seen.now.hour else count_words(value)
