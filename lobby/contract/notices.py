"""Notices for boards: a playlist and a ticker."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, Instant, Part, State


class NoticeKind(StrEnum):
    """What a notice is made of."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"


TIME_OF_DAY = r"^([01]\d|2[0-3]):[0-5]\d$"


class Notice(Part):
    """One item of the playlist, shown between `from` and `until` where they are given.

    On the office's `weekdays` alone (1 is Monday), from `hours_from` to `hours_until` of the day (`07:30`; over
    midnight where the second is not later). It stands for `seconds`, a video as long as it lasts. `url` stands below
    the hub's own address; `size` is what it weighs in bytes.
    """

    kind: NoticeKind
    text: str | None = None
    url: str | None = None
    from_: Instant | None = Field(default=None, alias="from", serialization_alias="from")
    until: Instant | None = None
    hours_from: str | None = Field(default=None, pattern=TIME_OF_DAY)
    hours_until: str | None = Field(default=None, pattern=TIME_OF_DAY)
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] | None = None
    seconds: int | None = Field(default=None, ge=1, le=3600)
    size: int | None = Field(default=None, ge=0)


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
