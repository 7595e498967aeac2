"""The table `[notices]` of the hub's settings: notices written there, and what may be uploaded."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from lobby.contract.notices import Notice, NoticeKind
from lobby.settings.load import Strict


class NoticeEntry(Notice):
    """A notice written into the settings file, where an unknown key is refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _has_what_it_shows(self) -> Self:
        if self.kind is NoticeKind.TEXT and not (self.text or "").strip():
            raise ValueError("thông báo chữ phải có «text»")
        here = (self.url or "").startswith("/") and not (self.url or "").startswith("//")
        if self.kind is not NoticeKind.TEXT and not here:
            raise ValueError("ảnh và phim phải có «url» trên chính máy chủ này, bắt đầu bằng /")
        return self


class NoticesSettings(Strict):
    """What boards show between calls, beside what the keeper adds at `/admin/notices`.

    Uploads are at most `picture_mb`, `video_mb` and `video_minutes` each, `disk_mb` all together (MB of 10^6 bytes).
    """

    playlist: tuple[NoticeEntry, ...] = ()
    ticker: tuple[str, ...] = ()
    picture_mb: int = Field(default=15, ge=1, le=50)
    video_mb: int = Field(default=200, ge=1, le=1000)
    video_minutes: int = Field(default=10, ge=1, le=60)
    disk_mb: int = Field(default=1000, ge=10, le=20_000)
