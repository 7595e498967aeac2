"""How the sandbox behaves towards the lobby: as it should, or in one of the ways in which real backends fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

LONGEST_S = 7 * 86400.0
LOOKS_EVERY_S = 0.1


class Mode(StrEnum):
    """One way to behave; what each does is told in TOLD."""

    OK = "ok"
    SLOW = "slow"
    ERROR = "error"
    TIMEOUT = "timeout"
    CUT = "cut"
    WRONG = "wrong"
    DUPLICATE = "duplicate"
    CLOCK = "clock"


class Told(NamedTuple):
    """A mode as people read it: a name, and what it does."""

    name: str
    what: str


TOLD = {
    Mode.OK: Told("Bình thường", "Trả lời ngay và đúng."),
    Mode.SLOW: Told("Chậm", "Trả lời đúng nhưng muộn vài giây; nhật ký vẫn được nhận."),
    Mode.ERROR: Told("Báo lỗi", "Trả lời 500 cho mọi yêu cầu, không nhận gì."),
    Mode.TIMEOUT: Told("Im lặng", "Giữ kết nối mà không trả lời, không nhận gì."),
    Mode.CUT: Told("Đứt đường", "Nhận yêu cầu rồi cắt kết nối; một nửa số lần nhật ký đã được nhận."),
    Mode.WRONG: Told("Nói sai", "Trả lời 200 nhưng sai kiểu dữ liệu, sai hồ sơ hoặc không phải JSON."),
    Mode.DUPLICATE: Told("Lặp lại", "Trả lời hai lần, kể trùng, và báo đã nhận ít hơn số thật đã nhận."),
    Mode.CLOCK: Told("Lệch giờ", "Đồng hồ nhanh một giờ và viết theo múi giờ khác."),
}


class Modes:
    """The mode in force; any thread may ask and set. Nothing of it is kept: a restart is `ok`."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._mode = Mode.OK
        self._until: float | None = None
        self._turn = 0
        self._ended = threading.Event()

    def set(self, mode: Mode, for_s: float = 0.0) -> None:
        """Behave so for `for_s` seconds and then well again; 0 for until the next call."""
        with self._lock:
            self._mode = mode
            self._until = self._monotonic() + for_s if for_s and mode is not Mode.OK else None
            self._turn += 1

    def now(self) -> Mode:
        """Return the mode in force."""
        return self._now()[0]

    def left_s(self) -> float | None:
        """Return how many seconds the mode lasts, None where it lasts until the next call."""
        self._now()
        with self._lock:
            return None if self._until is None else max(0.0, self._until - self._monotonic())

    def wait(self, seconds: float, is_gone: Callable[[], bool]) -> None:
        """Wait so long, or until the mode has changed, the sandbox stops, or the caller is gone."""
        ends, begun = self._monotonic() + seconds, self._now()
        while self._monotonic() < ends and self._now() == begun and not is_gone():
            if self._ended.wait(min(LOOKS_EVERY_S, max(0.0, ends - self._monotonic()))):
                return

    def end(self) -> None:
        """Let go whoever waits; they wait no more from now on."""
        self._ended.set()

    def _now(self) -> tuple[Mode, int]:
        with self._lock:
            if self._until is not None and self._monotonic() >= self._until:
                self._mode, self._until = Mode.OK, None
                self._turn += 1
            return self._mode, self._turn
