"""What the citizens' ratings say, in sentences: doubtful ones told beside, few said to be few."""

from __future__ import annotations

from ticketing.reports.model import Rated, Ratings, Report
from ticketing.reports.pdf.content import numbers

NOBODY = "Trong kỳ không có lượt đánh giá nào được tính."
_SATISFIED_MOOD = 4


def short(report: Report) -> str:
    """Return the ratings in a sentence or two."""
    shown = report.totals.rated
    if not shown.n:
        return " ".join([NOBODY, *_doubtful(shown)])
    return " ".join([_share(shown), *_doubtful(shown)])


def sentences(report: Report) -> tuple[str, ...]:
    """Return what stands above the tables of ratings."""
    shown, ratings = report.ratings.rated, report.ratings
    if not shown.n:
        return (NOBODY, *([_doubts(ratings)] if shown.doubtful else []))
    served = report.totals.served
    first = _share(shown)
    if served >= report.small_below and shown.n <= served:
        first += f" Số lượt đánh giá bằng {numbers.percent(shown.n / served)} số lượt phục vụ xong."
    return tuple(one for one in (first, _doubts(ratings), _given(ratings)) if one)


def staff(ratings: Ratings) -> str:
    """Return the staff's score in a sentence; nothing where nobody answered for it."""
    score = ratings.staff
    if score.mean is None:
        return ""
    few = "; số lượt ít, chỉ để biết" if score.small else ""
    return (
        "Điểm của cán bộ, công chức (tổng các chỉ số 1, 2, 3, 4 và 7, cao nhất 10 điểm): trung bình "
        f"{numbers.decimal(score.mean)} điểm, tính trên {numbers.count(score.n)} lượt trả lời đủ năm chỉ số{few}."
    )


def _share(shown: Rated) -> str:
    rated, satisfied = numbers.count(shown.n), numbers.count(shown.satisfied)
    if shown.small:
        return (
            f"Chỉ có {rated} lượt đánh giá được tính, trong đó {satisfied} lượt hài lòng trở lên; "
            "số lượt ít nên không nói lên mức hài lòng chung."
        )
    part = numbers.percent(shown.share)
    return f"Có {rated} lượt đánh giá được tính, trong đó {satisfied} lượt hài lòng trở lên, đạt {part}."


def _doubtful(shown: Rated) -> list[str]:
    if not shown.doubtful:
        return []
    return [f"Có {numbers.count(shown.doubtful)} lượt khác bị đánh dấu nghi vấn nên không tính vào tỷ lệ."]


def _doubts(ratings: Ratings) -> str:
    """Say how many were marked, why, and what the share would be with them."""
    rated = ratings.rated
    if not rated.doubtful:
        return ""
    why = ", ".join(f"{_lowered(one.words)}: {numbers.count(one.n)}" for one in ratings.doubts if one.n)
    said = f"Có {numbers.count(rated.doubtful)} lượt bị đánh dấu nghi vấn{f' ({why})' if why else ''}"
    said += ", được ghi nhận nhưng không tính vào tỷ lệ"
    happy = rated.satisfied + sum(one.doubtful for one in ratings.faces if one.mood >= _SATISFIED_MOOD)
    every = rated.n + rated.doubtful
    if rated.small:
        return f"{said}; tính cả các lượt này thì {numbers.count(happy)} trong {numbers.count(every)} lượt hài lòng."
    return f"{said}; nếu tính cả thì {numbers.count(every)} lượt, tỷ lệ hài lòng {numbers.percent(happy / every)}."


def _given(ratings: Ratings) -> str:
    told = [f"{_lowered(one.words)} {numbers.count(one.n)} lượt" for one in ratings.given if one.n]
    return f"Cách đánh giá: {'; '.join(told)}." if told else ""


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
