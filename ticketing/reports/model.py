"""A whole report as pure data: whoever draws it (sheets, pages, charts) needs nothing else.

Times are seconds, shares are 0..1, days are office days. What is not known or was never counted is None, never 0.
Rows stand in the settings' order, by name or by time: nothing is ranked, least of all small numbers. Ratings that are
in doubt count in `doubtful` and in the tables of doubts alone, so every share and mean is without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a report's period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """The days `first` to `last`, both with them; `name` is 2026-H1, `title` is "6 tháng đầu năm 2026"."""

    kind: PeriodKind
    first: date
    last: date
    name: str
    title: str


@dataclass(frozen=True)
class Spread:
    """How long things took, in seconds: exact, of all `n`; None where `n` is 0. `p90_s`: nine of ten took no longer.

    `small` marks an `n` below the site's setting: show it with a mark, conclude nothing from it.
    """

    n: int
    median_s: float | None
    p90_s: float | None
    mean_s: float | None
    small: bool


@dataclass(frozen=True)
class Rated:
    """Ratings in short: `n` without the `doubtful` ones, of which `satisfied` chose "Hài lòng" or better."""

    n: int
    satisfied: int
    doubtful: int
    small: bool

    @property
    def share(self) -> float | None:
        """The satisfied share of `n`; None where nobody rated."""
        return self.satisfied / self.n if self.n else None


@dataclass(frozen=True)
class StaffScore:
    """The staff's score 0..10 (indices 1+2+3+4+7): the mean over the `n` ratings that answered all five."""

    n: int
    mean: float | None
    small: bool


@dataclass(frozen=True)
class Measures:
    """What happened, for the whole period or one row of a table.

    `issued` numbers taken, `called` to a counter (a ticket that comes back is called anew), `served`, `missed` calls
    that nobody came to, `parked`, `transferred`, `cancelled`, `expired` (not served when the day ended), `late` of them
    entered afterwards. `wait` runs from taking the number to the first call, `service` from arriving at the counter to
    its end. A row of one counter or officer has no `issued`, `cancelled`, `expired`: these happen to a field's line.
    """

    issued: int
    called: int
    served: int
    missed: int
    parked: int
    transferred: int
    cancelled: int
    expired: int
    late: int
    wait: Spread
    service: Spread
    rated: Rated
    staff: StaffScore

    @property
    def no_show_share(self) -> float | None:
        """Missed calls as a share of all that ended (served or missed); None where none did."""
        ended = self.served + self.missed
        return self.missed / ended if ended else None


@dataclass(frozen=True)
class Row:
    """One row of a table: `id` is the field's, counter's or officer's (user name), the hour "08", the weekday "1"
    (Monday) to "7", the day "2026-11-22" or the month "2026-11"; `name` is what people read."""

    id: str
    name: str
    measures: Measures


@dataclass(frozen=True)
class CrossRow:
    """One row of a cross table: a name for each of its dimensions."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    measures: Measures


@dataclass(frozen=True)
class CrossTable:
    """A table by several dimensions at once ("field", "officer"); `titles` are their Vietnamese heads."""

    dimensions: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[CrossRow, ...]


@dataclass(frozen=True)
class Face:
    """How often one face of a scale (of `scale` faces, `score` from 1 the worst) was chosen, and how often in doubt.

    `mood` 1..5 is how happy it looks whatever the scale; `words` is "Rất hài lòng".
    """

    scale: int
    score: int
    mood: int
    words: str
    n: int
    doubtful: int


@dataclass(frozen=True)
class Named:
    """How often something was said: a reason, a way of giving a rating, a doubt; `words` is what people read."""

    id: str
    words: str
    n: int


@dataclass(frozen=True)
class IndexMean:
    """One of the nine indices (`number` 1..9 in the ministry's order): the mean of `n` answers, each 2, 1 or 0.

    `given` is how many gave 0, 1 and 2.
    """

    id: str
    number: int
    words: str
    n: int
    mean: float | None
    given: tuple[int, int, int]
    small: bool


@dataclass(frozen=True)
class Ratings:
    """All about ratings: faces from the happiest of each scale down, reasons the most frequent first."""

    rated: Rated
    faces: tuple[Face, ...]
    reasons: tuple[Named, ...]
    given: tuple[Named, ...]
    doubts: tuple[Named, ...]
    indices: tuple[IndexMean, ...]
    staff: StaffScore


@dataclass(frozen=True)
class OnTime:
    """On-time figures as the backend gave them, never computed here: quote `source` and `as_of` beside them.

    `counts`: received, processing, on_time, overdue, supplement, ready, returned; those that it left out are missing.
    """

    day: date
    source: str
    as_of: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Compared:
    """The totals of another period to stand beside; None for what nothing was journalled in.

    `since` is the day on which the journal began where that was after the period's first day of work: its counts are
    then those of a part, and no change of a count may be told.
    """

    period: Period
    totals: Measures | None
    since: date | None = None


@dataclass(frozen=True)
class Report:
    """A report. Draw what is there; leave a section out where it is empty or None.

    `through` is the moment up to which the journal was read, `complete` that the period was over by then: else say
    "Số liệu đến 10:32 ngày 22/11/2026". `days` has a row for each day with entries, `months` for each month where the
    period has several, `hours` and `weekdays` those in which something happened. `officers` is None where whoever
    asked may not see it; a row with the id "" is work whose officer is not named (keypads without a login, or names
    removed by age). `missing` are the days on which the office should have been open and nothing was journalled.
    `on_time` has the last figures the backend gave in each month of the period, oldest first; empty where it gave none.
    """

    site: str
    office: str
    place: str
    period: Period
    before: Compared
    year_ago: Compared
    made_at: datetime
    through: datetime
    complete: bool
    small_below: int
    totals: Measures
    services: tuple[Row, ...]
    counters: tuple[Row, ...]
    officers: tuple[Row, ...] | None
    hours: tuple[Row, ...]
    weekdays: tuple[Row, ...]
    days: tuple[Row, ...]
    months: tuple[Row, ...]
    cross: CrossTable | None
    ratings: Ratings
    on_time: tuple[OnTime, ...]
    missing: tuple[date, ...]
