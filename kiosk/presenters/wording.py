"""How presenters word waits, days and hours, and how their Vietnamese becomes another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.ticket import Wait

VIETNAMESE = "vi"
ENGLISH = "en"
CHOOSE = "Ngôn ngữ · Language"
Say = Callable[[str], str]


def mark(text: str) -> str:
    """Return `text` unchanged: it stands here to be found for the catalogues, and is translated where it is shown."""
    return text


_WEEKDAYS = (
    mark("Thứ Hai"),
    mark("Thứ Ba"),
    mark("Thứ Tư"),
    mark("Thứ Năm"),
    mark("Thứ Sáu"),
    mark("Thứ Bảy"),
    mark("Chủ nhật"),
)


def as_written(text: str) -> str:
    """Say Vietnamese, the source language."""
    return text


@dataclass(frozen=True)
class Header:
    """What stands above every page: the office's name and the time of day."""

    office: str
    clock: str


class Tongue:
    """The language a screen speaks now; it falls back to Vietnamese for each new citizen.

    `names` are the languages' names in themselves; `on_home` is called when a visit is over.
    """

    def __init__(self, others: Mapping[str, Say]) -> None:
        self._says: dict[str, Say] = {VIETNAMESE: as_written, **others}
        self.code = VIETNAMESE
        self.names: Mapping[str, str] = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
        self.on_home: Callable[[], None] = lambda: None

    def say(self, text: str) -> str:
        """Return the Vietnamese `text` in the language spoken now."""
        return self._says[self.code](text)

    def in_language(self, code: str) -> Say:
        """Return how `code` is spoken, Vietnamese where that language is not known."""
        return self._says.get(code, as_written)

    def knows(self, text: str) -> bool:
        """Tell whether the Vietnamese `text` has a translation into the language spoken now."""
        return self.say(text) != text

    def switch(self) -> None:
        """Speak the next language there is."""
        self.code = self._next

    def choose(self, code: str) -> None:
        """Speak `code`, where it is known."""
        self.code = code if code in self._says else self.code

    def home(self) -> None:
        """Speak Vietnamese again: the visit is over."""
        self.code = VIETNAMESE
        self.on_home()

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages there are, Vietnamese first."""
        return tuple(self._says)

    @property
    def offer(self) -> str | None:
        """The name, in itself, of the language that `switch` would bring; None where there is but one.

        Of more than two one must be chosen: the words for that stand in Vietnamese and English.
        """
        if len(self._says) > 2:
            return CHOOSE
        return None if len(self._says) == 1 else self.names.get(self._next, self._next)

    @property
    def _next(self) -> str:
        return self.codes[(self.codes.index(self.code) + 1) % len(self._says)]


LONG_MIN = 120
"""Minutes from which a wait is told in hours and minutes."""


def waiting_time(wait: Wait | None, say: Say) -> str | None:
    """Return an expected wait in whole minutes, a long one in hours too, rounded outwards; None where not known."""
    if wait is None:
        return None
    low, high = wait.low_s // 60, -(-wait.high_s // 60)
    if high <= 1:
        return say("Dự kiến chờ khoảng 1 phút")
    if low == high:
        return say("Dự kiến chờ khoảng {high} phút").format(high=high)
    if high < LONG_MIN:
        return say("Dự kiến chờ {low}–{high} phút").format(low=low, high=high)
    return say("Dự kiến chờ {low} – {high}").format(low=_long(low, say), high=_long(high, say))


def _long(minutes: int, say: Say) -> str:
    if minutes < LONG_MIN:
        return say("{minutes} phút").format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    return say("{hours} giờ {rest}").format(hours=hours, rest=f"{rest:02}")


def day(moment: datetime | None) -> str | None:
    """Return a date as the office writes it (24/11/2026)."""
    return moment.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y") if moment is not None else None


def hour_and_day(moment: datetime) -> str:
    """Return hour and date as the office writes them (17:00 24/11/2026)."""
    return moment.astimezone(OFFICE_ZONE).strftime("%H:%M %d/%m/%Y")


def clock_text(moment: datetime, say: Say) -> str:
    """Return the header's time: hour, weekday, date."""
    local = moment.astimezone(OFFICE_ZONE)
    return f"{local:%H:%M} · {say(_WEEKDAYS[local.weekday()])}, {local:%d/%m/%Y}"
