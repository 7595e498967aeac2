"""What a head reads of today beside the days before: tiles and a comparison: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.figure_words import count_words, hour_words, median_words, p90_words, satisfied_words, share_words
from ticketing.desk.today_seen import Seen, day_words, measures_until
from ticketing.journal.on_time import Given
from ticketing.reports.model import Measures, Spread
from ticketing.reports.words import ON_TIME


class Tile(TypedDict):
    """One number, and in few words what it is."""

    name: str
    value: str
    under: str


class Compared(TypedDict):
    """Days side by side: a row for each measure, and for each day two texts: up to the same full hour, and all day."""

    until: str
    heads: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]


class OnTimeSaid(TypedDict):
    """The backend's own counts, and whose they are."""

    counts: list[tuple[str, str]]
    source: str
    as_of: str


def on_time_words(given: Given | None) -> OnTimeSaid | None:
    """Return the backend's on-time counts as they are quoted; None where it gave none."""
    if given is None:
        return None
    return OnTimeSaid(
        counts=[(words, count_words(given.counts[name])) for name, words in ON_TIME.items() if name in given.counts],
        source=given.source,
        as_of=f"{given.as_of.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}",
    )


def tiles(seen: Seen, open_: str) -> list[Tile]:
    """Return the day in numbers; `open_` says how many counters are open."""
    whole = measures_until(seen, seen.hours)
    at = f"{seen.now:%H:%M}"
    return [
        Tile(name="Đang chờ", value=count_words(seen.waiting), under=_peak_words(seen.peaks)),
        Tile(name="Đã lấy số", value=count_words(whole.issued), under=f"từ đầu ngày đến {at}"),
        Tile(name="Đã phục vụ", value=count_words(whole.served), under=_late_words(whole.late)),
        Tile(name="Gọi vắng", value=count_words(whole.missed), under=_missed_words(whole)),
        Tile(name="Quầy đang mở", value=open_, under=f"lúc {at}"),
        Tile(name="Chờ (trung vị)", value=median_words(whole.wait), under=_spread_words(whole.wait)),
        Tile(name="Một lượt (trung vị)", value=median_words(whole.service), under=_spread_words(whole.service)),
        Tile(name="Hài lòng trở lên", value=satisfied_words(whole.rated), under=_rated_words(whole)),
    ]


def compared(seen: Seen) -> Compared | None:
    """Return today beside the days before, each through the last full hour; None before there is any or nothing."""
    days = [*([seen.before] if seen.before else []), *(past for past in seen.usual if past != seen.before)]
    if not days:
        return None
    hour = seen.now.hour
    columns = [measures_until(seen, seen.hours, hour), *(measures_until(seen, past.hours, hour) for past in days)]
    wholes = [None, *(measures_until(seen, past.hours) for past in days)]
    return Compared(
        until=f"{hour}:00",
        heads=["Hôm nay", *(day_words(past.day, seen.now.date()) for past in days)],
        rows=[(name, [_cell(say, *pair) for pair in zip(columns, wholes, strict=True)]) for name, say in _MEASURES],
    )


_MEASURES: tuple[tuple[str, Callable[[Measures], str]], ...] = (
    ("Đã lấy số", lambda one: count_words(one.issued)),
    ("Đã phục vụ", lambda one: count_words(one.served)),
    ("Gọi vắng", lambda one: count_words(one.missed)),
    ("Chờ: trung vị", lambda one: median_words(one.wait)),
    ("Chờ: 9/10 người không quá", lambda one: p90_words(one.wait)),
    ("Một lượt: trung vị", lambda one: median_words(one.service)),
    ("Một lượt: 9/10 lượt không quá", lambda one: p90_words(one.service)),
    ("Hài lòng trở lên", lambda one: satisfied_words(one.rated)),
)


def _cell(say: Callable[[Measures], str], until: Measures, whole: Measures | None) -> tuple[str, str]:
    return say(until), "" if whole is None else say(whole)


def _peak_words(peaks: Mapping[int, int]) -> str:
    most = max(peaks.values(), default=0)
    if not most:
        return "hôm nay chưa ai phải chờ"
    return f"đông nhất {count_words(most)}, lúc {hour_words(next(hour for hour, one in peaks.items() if one == most))}"


def _late_words(late: int) -> str:
    return f"có {count_words(late)} lượt nhập bù" if late else "lượt đã xong hôm nay"


def _missed_words(whole: Measures) -> str:
    return (
        "gọi mà không ai đến"
        if whole.no_show_share is None
        else f"{share_words(whole.no_show_share)} số lượt gọi đã xong"
    )


def _spread_words(spread: Spread) -> str:
    if not spread.n:
        return "chưa có lượt nào"
    return f"9/10 không quá {p90_words(spread)} · {count_words(spread.n)} lượt"


def _rated_words(whole: Measures) -> str:
    rated = whole.rated
    apart = f" · {count_words(rated.doubtful)} nghi ngờ để riêng" if rated.doubtful else ""
    return f"trong {count_words(rated.n)} lượt đánh giá{apart}" if rated.n else f"chưa có lượt đánh giá{apart}"
