"""Which of the office's notices stands on a pad that is left alone: one after another, each for its time; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.presenters.due import is_due
from lobby.contract.notices import Notice, NoticeKind, Notices

USUAL_S = 12


@dataclass(frozen=True)
class Stands:
    """A notice that can be shown: a text, or a picture that is at hand."""

    text: str | None
    picture: Path | None
    seconds: int


class Playlist:
    """`picture_of` returns where the picture of an address lies, None while it is not at hand: it is passed over, as
    videos are."""

    def __init__(self, picture_of: Callable[[str], Path | None]) -> None:
        self._picture_of = picture_of
        self._notices: Notices | None = None
        self._stands: Stands | None = None
        self._place = -1
        self._since = 0.0

    def told(self, notices: Notices) -> None:
        """Take the office's notices."""
        self._notices = notices

    def at(self, now: float, wall: datetime) -> Stands | None:
        """Return what stands at monotonic `now`; None where there is nothing to show."""
        due = list(self._due(wall))
        if not due:
            self._stands = None
        elif self._stands not in due or now - self._since >= self._stands.seconds:
            self._place = (self._place + 1) % len(due)
            self._stands, self._since = due[self._place], now
        return self._stands

    def _due(self, wall: datetime) -> Iterator[Stands]:
        notices = self._notices
        if notices is None:
            return
        for one in notices.playlist:
            if is_due(one, wall) and (stands := self._shown(one)) is not None:
                yield stands
        yield from (Stands(line, None, USUAL_S) for line in notices.ticker)

    def _shown(self, notice: Notice) -> Stands | None:
        seconds = notice.seconds or USUAL_S
        if notice.kind is NoticeKind.TEXT and notice.text:
            return Stands(notice.text, None, seconds)
        if notice.kind is NoticeKind.IMAGE and notice.url:
            picture = self._picture_of(notice.url)
            return Stands(None, picture, seconds) if picture is not None else None
        return None
