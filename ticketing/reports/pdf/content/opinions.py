"""The part about ratings: how each face was chosen, the reasons of the unhappy, the nine indices, the staff's score."""

from __future__ import annotations

from collections.abc import Sequence

from ticketing.reports.model import Face, IndexMean, Ratings, Report
from ticketing.reports.pdf.content import charts, numbers, rated
from ticketing.reports.pdf.content.blocks import Block, Column, Heading, Note, Side, Table, Text
from ticketing.reports.pdf.content.tables import WIDTH

_FACES = (("Mức", WIDTH - 90), ("Số lượt", 30), ("Tỷ lệ", 30), ("Nghi vấn (không tính)", 30))
_NO_INDICES = "Trong kỳ không có lượt trả lời chín chỉ số."


def blocks(report: Report) -> list[Block]:
    """Return the part."""
    ratings = report.ratings
    made: list[Block] = [Text(one) for one in rated.sentences(report)]
    if ratings.faces and (ratings.rated.n or ratings.rated.doubtful):
        made.append(Heading(2, "Mức độ hài lòng"))
        for scale in sorted({one.scale for one in ratings.faces}, reverse=True):
            made += _faces(tuple(one for one in ratings.faces if one.scale == scale), report.small_below)
    return [*made, *_reasons(ratings), *_indices(ratings, report.small_below)]


def _faces(faces: tuple[Face, ...], small_below: int) -> list[Block]:
    total = sum(one.n for one in faces)
    if not total and not any(one.doubtful for one in faces):
        return []
    scale = f"thang {faces[0].scale} mức"
    rows = [
        (one.words, numbers.count(one.n), numbers.share(one.n, total, small_below), numbers.count(one.doubtful))
        for one in faces
    ]
    last = ("Tổng cộng", numbers.count(total), "", numbers.count(sum(one.doubtful for one in faces)))
    return [
        *charts.faces(f"Các mức người dân đã chọn, {scale}", faces, small_below),
        _table(f"Số lượt từng mức, {scale}", _FACES, rows, last),
    ]


def _table(
    caption: str,
    columns: tuple[tuple[str, float], ...],
    rows: Sequence[tuple[str, ...]],
    totals: tuple[str, ...] | None = None,
) -> Table:
    heads = [Column(title, width, Side.RIGHT if place else Side.LEFT) for place, (title, width) in enumerate(columns)]
    return Table(caption, tuple(heads), tuple(rows), totals)


def _reasons(ratings: Ratings) -> list[Block]:
    said = [one for one in ratings.reasons if one.n]
    if not said:
        return []
    rows = [(one.words, numbers.count(one.n)) for one in said]
    return [
        Heading(2, "Lý do chưa hài lòng"),
        _table("Lý do do người dân chọn", (("Lý do", WIDTH - 30), ("Số lượt", 30)), rows),
        Note("Một lượt đánh giá có thể chọn nhiều lý do hoặc không chọn."),
    ]


def _indices(ratings: Ratings, small_below: int) -> list[Block]:
    if not any(one.n for one in ratings.indices):
        return [Heading(2, "Chín chỉ số"), Text(_NO_INDICES)] if ratings.rated.n else []
    columns = (
        Column("Số", 10, Side.MIDDLE),
        Column("Chỉ số", WIDTH - 10 - 5 * 17, Side.LEFT),
        Column("Số lượt", 17),
        *(Column(f"{score} điểm", 17, group="Số lượt cho") for score in (2, 1, 0)),
        Column("Trung bình", 17),
    )
    rows = tuple(_index(one) for one in ratings.indices)
    table = Table("Chín chỉ số, mỗi chỉ số 0, 1 hoặc 2 điểm", columns, rows)
    staff = rated.staff(ratings)
    return [Heading(2, "Chín chỉ số"), table, *([Text(staff)] if staff else [])]


def _index(one: IndexMean) -> tuple[str, ...]:
    none, some, full = one.given
    mean = numbers.decimal(one.mean, 2) + (numbers.MARK if one.small and one.n else "")
    return (str(one.number), one.words, *map(numbers.count, (one.n, full, some, none)), mean)
