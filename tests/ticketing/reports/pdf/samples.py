"""Reports of offices as busy as wanted, by numbers that are the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.rating import Index
from ticketing.engine.hours_words import WEEKDAYS
from ticketing.reports.model import (
    Compared,
    Face,
    IndexMean,
    Measures,
    Named,
    OnTime,
    Period,
    PeriodKind,
    Rated,
    Ratings,
    Report,
    Row,
    Spread,
    StaffScore,
)
from ticketing.reports.period import before, period, year_ago

FIELDS = (
    "Hộ tịch – Chứng thực",
    "Đất đai – Xây dựng",
    "Lao động – Thương binh và Xã hội",
    "Đăng ký kinh doanh hộ gia đình",
    "Trả kết quả",
)
OFFICERS = ("Lò Văn Ánh", "Nguyễn Thị Lan", "Quàng Thị Phượng", "Trần Đức Mạnh", "Vũ Hoàng Yến")
LONG_FIELD = (
    "Tiếp nhận và trả kết quả hồ sơ đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất "
    "của hộ gia đình, cá nhân, cộng đồng dân cư"
)
SMALL = 10
_SCALE = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
_INDICES = (
    "Tổng thời gian giải quyết",
    "Thời gian tại từng cơ quan",
    "Số lần phải đi lại, bổ sung hồ sơ",
    "Số cơ quan phải liên hệ",
    "Việc tổ chức tiếp nhận, trả kết quả",
    "Việc công khai thủ tục hành chính",
    "Thái độ của cán bộ, công chức",
    "Việc tiếp thu, giải trình phản ánh, kiến nghị",
    "Việc thực hiện dịch vụ công trực tuyến",
)


def report(
    name: str,
    visits: int = 380,
    fields: Sequence[str] = FIELDS,
    officers: Sequence[str] | None = OFFICERS,
    counters: int = 5,
) -> Report:
    """Return a report of the period called `name` with about `visits` visits a working day."""
    of, dice = period(name), Random(name)
    days = _working(of)
    issued = visits * len(days)
    totals = measures(issued, dice)
    return Report(
        site="to-hieu",
        office="Trung tâm Phục vụ hành chính công",
        place="Phường Tô Hiệu, tỉnh Sơn La",
        period=of,
        before=Compared(before(of), measures(int(issued * 0.93), dice) if visits else None),
        year_ago=Compared(year_ago(of), None),
        made_at=datetime(2027, 1, 5, 8, 30, tzinfo=OFFICE_ZONE),
        through=datetime(2027, 1, 5, 8, 30, tzinfo=OFFICE_ZONE),
        complete=True,
        small_below=SMALL,
        totals=totals,
        services=_rows(fields, issued, dice),
        counters=_rows([f"Quầy số {n}" for n in range(1, counters + 1)], issued, dice),
        officers=None if officers is None else _rows(officers, issued, dice),
        hours=_shaped(
            [(f"{h:02d}", str(h)) for h in (7, 8, 9, 10, 11, 13, 14, 15, 16)] if visits else [], issued, dice
        ),
        weekdays=_shaped([(str(n), WEEKDAYS[n - 1]) for n in range(1, 6)] if visits else [], issued, dice),
        days=_shaped([(f"{one}", f"{one}") for one in days] if visits else [], issued, dice),
        months=_months(days, issued, dice) if visits else (),
        cross=None,
        ratings=ratings(totals.rated, dice),
        on_time=_on_time(of) if visits else (),
        missing=() if visits else tuple(days),
    )


def measures(issued: int, dice: Random) -> Measures:
    """Return what `issued` numbers may have become."""
    missed, cancelled, expired = issued * 3 // 100, issued // 100, issued // 150
    served = issued - missed - cancelled - expired
    rated = served * 2 // 5
    wait, service = spread(issued - expired, 400 + dice.random() * 500), spread(served, 300 + dice.random() * 400)
    satisfied = int(rated * (0.9 + dice.random() / 11))
    marked = Rated(rated, satisfied, rated // 70, rated < SMALL)
    score = StaffScore(rated // 4, 9.1 if rated // 4 else None, rated // 4 < SMALL)
    return Measures(
        issued,
        served + missed,
        served,
        missed,
        issued // 40,
        issued // 60,
        cancelled,
        expired,
        0,
        wait,
        service,
        marked,
        score,
    )


def spread(n: int, median: float) -> Spread:
    """Return times of `n` visits."""
    if not n:
        return Spread(0, None, None, None, True)
    return Spread(n, median, median * 2.4, median * 1.2, n < SMALL)


def ratings(rated: Rated, dice: Random) -> Ratings:
    """Return all about ratings for `rated`."""
    happy, rest = rated.satisfied, rated.n - rated.satisfied
    shares = (rest // 6, rest // 3, rest - rest // 6 - rest // 3, happy - happy * 2 // 3, happy * 2 // 3)
    doubts = (0, 0, rated.doubtful // 3, 0, rated.doubtful - rated.doubtful // 3)
    faces = [Face(5, n + 1, n + 1, _SCALE[n], shares[n], doubts[n]) for n in (4, 3, 2, 1, 0)]
    return Ratings(
        rated=rated,
        faces=tuple(faces),
        reasons=(Named("cho-lau", "Phải chờ lâu", rest // 3), Named("huong-dan", "Hướng dẫn chưa rõ ràng", rest // 5)),
        given=(Named("touch", "Chạm trên bảng", rated.n * 3 // 4), Named("phone", "Điện thoại", rated.n // 4)),
        doubts=(Named("too_soon", "Quá nhanh", rated.doubtful),),
        indices=tuple(_index(n, rated.n // 4, dice) for n in range(9)),
        staff=StaffScore(rated.n // 4, 9.13 if rated.n // 4 else None, rated.n // 4 < SMALL),
    )


def _index(place: int, n: int, dice: Random) -> IndexMean:
    none, some = n // 50, n // (10 + int(dice.random() * 10))
    given = (none, some, n - none - some)
    mean = (given[1] + 2 * given[2]) / n if n else None
    return IndexMean(list(Index)[place].value, place + 1, _INDICES[place], n, mean, given, n < SMALL)


def _rows(names: Sequence[str], issued: int, dice: Random) -> tuple[Row, ...]:
    weights = [0.2 + dice.random() for _ in names]
    return tuple(
        Row(f"row-{place}", name, measures(int(issued * weight / sum(weights)), dice))
        for place, (name, weight) in enumerate(zip(names, weights, strict=True))
    )


def _shaped(named: Sequence[tuple[str, str]], issued: int, dice: Random) -> tuple[Row, ...]:
    rows = _rows([name for _, name in named], issued, dice)
    return tuple(replace(row, id=id_) for row, (id_, _) in zip(rows, named, strict=True))


def _months(days: Sequence[date], issued: int, dice: Random) -> tuple[Row, ...]:
    named = sorted({f"{day:%Y-%m}" for day in days})
    return _shaped([(one, one) for one in named], issued, dice) if len(named) > 1 else ()


def _working(of: Period) -> list[date]:
    length = (of.last - of.first).days + 1
    days = [of.first + timedelta(days=n) for n in range(length)]
    return [day for day in days if day.weekday() < 5 or of.kind is PeriodKind.DAY]


def _on_time(of: Period) -> tuple[OnTime, ...]:
    counts = {"received": 1240, "processing": 310, "on_time": 870, "overdue": 12, "supplement": 48}
    as_of = datetime(of.last.year, of.last.month, of.last.day, 17, 5, tzinfo=OFFICE_ZONE)
    return (OnTime(of.last, "Hệ thống thông tin giải quyết TTHC tỉnh Sơn La", as_of, counts),)
