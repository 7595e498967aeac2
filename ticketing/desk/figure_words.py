"""How figures are written for people: small numbers carry their mark: pure."""

from __future__ import annotations

from ticketing.desk.words import minutes_words
from ticketing.reports.model import Rated, Spread

SMALL = "*"
NONE = "–"


def count_words(count: int) -> str:
    """Return a count as it is written in Vietnamese: 12.345."""
    return f"{count:,}".replace(",", ".")


def share_words(share: float | None) -> str:
    """Return a share of 0..1 in whole percent, "–" for None; nothing but all is 100%, nothing but none is 0%."""
    if share is None:
        return NONE
    percent = round(share * 100)
    if 0 < share < 1:
        percent = min(99, max(1, percent))
    return f"{percent}%"


def time_words(seconds: float | None) -> str:
    """Return how long to the nearest minute, "–" for None."""
    return NONE if seconds is None else minutes_words(round(seconds / 60) * 60)


def whole_minutes(seconds: float | None) -> float:
    """Return seconds in minutes for a bar; 0 for None."""
    return 0.0 if seconds is None else round(seconds / 60, 2)


def hour_words(hour: int) -> str:
    """Return an hour of the day: 8–9 giờ."""
    return f"{hour}–{hour + 1} giờ"


def median_words(spread: Spread) -> str:
    """Return the median with its mark."""
    return _marked(time_words(spread.median_s), spread.n > 0 and spread.small)


def p90_words(spread: Spread) -> str:
    """Return the 90th percentile with its mark."""
    return _marked(time_words(spread.p90_s), spread.n > 0 and spread.small)


def satisfied_words(rated: Rated) -> str:
    """Return the satisfied share with its mark."""
    return _marked(share_words(rated.share), rated.n > 0 and rated.small)


def _marked(words: str, small: bool) -> str:
    return words + SMALL if small else words
