"""What became of a figure against another period: in a cell and in a sentence, with care where numbers are small."""

from __future__ import annotations

import math
from datetime import date

from ticketing.reports.model import Compared, Measures, Period, Rated, Report, Spread
from ticketing.reports.pdf.content import numbers

SAME = "không đổi"
# Half a minute and half a point are within what two like periods differ by: such a change is not told as one.
_LEAST_SECONDS, _LEAST_SHARE = 30, 0.005
_NINETEEN_OF_TWENTY = 1.96


def counted(now: int, then: int, small_below: int) -> str:
    """Return how a count changed: "+12 (+3,4%)"; without the share where it was counted in few."""
    if now == then:
        return "0"
    text = numbers.signed(numbers.count(abs(now - then)), now - then)
    if then < small_below:
        return text
    part = (now - then) / then
    return f"{text} ({numbers.signed(numbers.percent(abs(part)), part)})"


def timed(now: Spread, then: Spread, median: bool) -> str:
    """Return how a median or a 90th percentile changed in minutes; a dash where either is of few or none."""
    new, old = (now.median_s, then.median_s) if median else (now.p90_s, then.p90_s)
    if new is None or old is None or now.small or then.small:
        return numbers.NONE
    return numbers.signed(numbers.decimal(abs(new - old) / 60), round((new - old) / 60, 1))


def shared(now: float | None, then: float | None, small: bool) -> str:
    """Return how a share changed, in points of a hundred; a dash where either is of few or none."""
    if now is None or then is None or small:
        return numbers.NONE
    points = round((now - then) * 100, 1)
    return numbers.signed(numbers.decimal(abs(points)), points)


def others(report: Report) -> tuple[Compared, ...]:
    """Return the periods to stand beside: of a year, the one before is the one of a year ago."""
    before, ago = report.before, report.year_ago
    return (before,) if before.period == ago.period else (before, ago)


def sentences(report: Report) -> tuple[str, ...]:
    """Return a sentence for each period that the report stands beside."""
    words = ("So với kỳ trước", "So với cùng kỳ năm trước")
    return tuple(_sentence(report, one, said) for one, said in zip(others(report), words, strict=False))


def _sentence(report: Report, other: Compared, words: str) -> str:
    beside = f"{words} ({short(other.period)})"
    if other.totals is None:
        return f"{beside}: không có số liệu để so sánh."
    now, then = report.totals, other.totals
    said = [_issued(report, then, other.since), _median("thời gian chờ trung vị", now.wait, then.wait)]
    said += [_median("thời gian phục vụ trung vị", now.service, then.service), _rated(now.rated, then.rated)]
    said = [one for one in said if one]
    if not said:
        return f"{beside}: số lượt quá ít để so sánh."
    return f"{beside}: " + "; ".join(said) + "."


def _issued(report: Report, then: Measures, since: date | None) -> str:
    # A part of a period has fewer visits than a whole one, which says nothing.
    if not report.complete:
        return "kỳ này chưa hết nên chưa so được số lượt"
    if since is not None:
        return f"sổ hàng đợi chỉ có từ ngày {since:%d/%m/%Y} nên không so được số lượt"
    now, before = report.totals.issued, then.issued
    if not now and not before:
        return ""
    if now == before:
        return f"số lượt lấy số không đổi ({numbers.count(now)} lượt)"
    way = "tăng" if now > before else "giảm"
    part = f" ({numbers.percent(abs(now - before) / before)})" if before >= report.small_below else ""
    return f"số lượt lấy số {way} {numbers.count(abs(now - before))} lượt{part}"


def _median(what: str, now: Spread, then: Spread) -> str:
    if now.median_s is None or then.median_s is None or now.small or then.small:
        return ""
    apart = now.median_s - then.median_s
    if abs(apart) < _LEAST_SECONDS:
        return f"{what} gần như {SAME}"
    way, end = ("tăng", "lên") if apart > 0 else ("giảm", "xuống")
    return f"{what} {way} từ {numbers.span(then.median_s)} {end} {numbers.span(now.median_s)}"


def _rated(now: Rated, then: Rated) -> str:
    if now.share is None or then.share is None or now.small or then.small:
        return ""
    apart = now.share - then.share
    if abs(apart) < max(_LEAST_SHARE, _chance(now, then)):
        return f"tỷ lệ hài lòng không khác rõ rệt ({numbers.percent(then.share)} và {numbers.percent(now.share)})"
    way, end = ("tăng", "lên") if apart > 0 else ("giảm", "xuống")
    return f"tỷ lệ hài lòng {way} từ {numbers.percent(then.share)} {end} {numbers.percent(now.share)}"


def _chance(now: Rated, then: Rated) -> float:
    """Return how far apart two shares may be by chance alone, nineteen times of twenty."""
    squares = ((one.satisfied / one.n) * (1 - one.satisfied / one.n) / one.n for one in (now, then))
    return _NINETEEN_OF_TWENTY * math.sqrt(sum(squares))


def lowered(title: str) -> str:
    """Return a period's title as it stands within a sentence."""
    return title[:1].lower() + title[1:]


def short(period: Period) -> str:
    """Return a period's title without the days of a week, as it stands within a sentence or a column's head."""
    return lowered(period.title.split(" (")[0])
