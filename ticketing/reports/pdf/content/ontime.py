"""The part about dossiers on time and overdue: what the one-stop software gave, with its source and time."""

from __future__ import annotations

from collections.abc import Sequence

from ticketing.reports import words
from ticketing.reports.model import OnTime
from ticketing.reports.pdf.content import numbers
from ticketing.reports.pdf.content.blocks import Block, Column, Note, Side, Table, Text
from ticketing.reports.pdf.content.tables import WIDTH

_INTRODUCED = (
    "Số liệu dưới đây do phần mềm một cửa cung cấp, ghi nguyên như nhận được; "
    "hệ thống tại sảnh không tự tính đúng hạn, quá hạn."
)
_COUNT = 16.0


def blocks(given: Sequence[OnTime]) -> list[Block]:
    """Return the part; each row is the last that the software gave in its month."""
    shown = [(key, title) for key, title in words.ON_TIME.items() if any(key in one.counts for one in given)]
    room = WIDTH - _COUNT * len(shown)
    columns = (
        Column("Thời điểm", room * 0.45, Side.LEFT),
        Column("Nguồn", room * 0.55, Side.LEFT),
        *(Column(title, _COUNT) for _, title in shown),
    )
    rows = tuple(_row(one, [key for key, _ in shown]) for one in given)
    table = Table("Tình hình giải quyết hồ sơ theo phần mềm một cửa", columns, rows)
    note = Note("Mỗi dòng là số liệu cuối cùng nhận được trong tháng.") if len(given) > 1 else None
    return [Text(_INTRODUCED), table, *([note] if note else [])]


def _row(one: OnTime, keys: Sequence[str]) -> tuple[str, ...]:
    counts = (numbers.count(one.counts[key]) if key in one.counts else numbers.NONE for key in keys)
    return (f"{numbers.local(one.as_of):%H:%M %d/%m/%Y}", one.source, *counts)
