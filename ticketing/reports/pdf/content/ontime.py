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
_LAST = "Mỗi dòng là số liệu cuối cùng nhận được trong tháng."
_COUNT = 16.0


def blocks(given: Sequence[OnTime]) -> list[Block]:
    """Return the part; each row is the last that the software gave in its month, with its time and source."""
    keys = [key for key in words.ON_TIME if any(key in one.counts for one in given)]
    sources = sorted({one.source for one in given})
    rows = tuple(_row(one, keys, len(sources) > 1) for one in given)
    table = Table("Tình hình giải quyết hồ sơ theo phần mềm một cửa", _columns(keys, len(sources) > 1), rows)
    source = [Note(f"Nguồn: {sources[0]}.")] if len(sources) == 1 else []
    return [Text(_INTRODUCED, leads=True), table, *source, *([Note(_LAST)] if len(given) > 1 else [])]


def _columns(keys: Sequence[str], sourced: bool) -> tuple[Column, ...]:
    """Return the columns; sources have one of their own where they differ."""
    room = WIDTH - _COUNT * len(keys)
    first = [Column("Thời điểm", room * 0.4, Side.LEFT), Column("Nguồn", room * 0.6, Side.LEFT)]
    counts = (Column(words.ON_TIME[key], _COUNT) for key in keys)
    return (*(first if sourced else [Column("Thời điểm", room, Side.LEFT)]), *counts)


def _row(one: OnTime, keys: Sequence[str], sourced: bool) -> tuple[str, ...]:
    counts = (numbers.count(one.counts[key]) if key in one.counts else numbers.NONE for key in keys)
    at = f"{numbers.local(one.as_of):%H:%M %d/%m/%Y}"
    return (at, one.source, *counts) if sourced else (at, *counts)
