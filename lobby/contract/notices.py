"""Notices for boards: a playlist and a ticker."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, Instant, Part, State


class NoticeKind(StrEnum):
    """What a notice is made of."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"


class Notice(Part):
    """One item of the playlist, shown between `from` and `until` where they are given."""

    kind: NoticeKind
    text: str | None = None
    url: str | None = None
    from_: Instant | None = Field(default=None, alias="from", serialization_alias="from")
    until: Instant | None = None


class Notices(State):
    """What boards show between calls."""

    channel: ClassVar[Channel] = Channel("notices", topics.NOTICES, "hub", True, "What boards show between calls")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 1,
        "at": "2026-11-22T07:30:00.000+07:00",
        "playlist": [{"kind": "text", "text": "Giờ tiếp nhận: 7:30 – 11:30, 13:30 – 17:00"}],
        "ticker": ["Người dân không phải trả thêm khoản phí nào ngoài quy định."],
    }
    playlist: tuple[Notice, ...] = ()
    ticker: tuple[str, ...] = ()
