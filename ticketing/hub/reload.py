"""Puts a changed settings file in force while the hub runs; a wrong one is told of and changes nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from lobby.clock import Clock
from lobby.contract.errors import Refused
from lobby.health import Faults
from lobby.settings.load import SettingsError, load
from ticketing.hub.last_good import keep
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
LONGEST_DETAIL = 1500
LIVE = ("office", "services", "counters", "devices", "rules", "rating", "hours", "notices", "reports")
_LISTS = ("services", "counters", "devices")
_WRONG = "settings_wrong"
_RESTART = "settings_restart"
_RATING, _FORM = "rating_settings", "report_form"
_AT_DEFAULT = {_RATING: ("rating", "bảng đánh giá"), _FORM: ("reports.form", "trang in báo cáo")}

# What a file looks like from outside: its time, size and number; None where there is none.
_Sign = tuple[int, int, int] | None
_UNREAD: _Sign = (0, 0, 0)


class RulesWatch:
    """Looks at the settings file each second and hands what may change live to `change`.

    `change` gets the settings to run with and the names of what changed (`services.ho-tich.quota`); it may raise
    Refused, and is then asked again.
    """

    def __init__(
        self,
        path: Path,
        running: HubSettings,
        change: Callable[[HubSettings, tuple[str, ...]], None],
        faults: Faults,
        clock: Clock,
    ) -> None:
        self._path = path
        self._running = running
        self._change = change
        self._faults = faults
        self._clock = clock
        self._woken = threading.Event()
        self._due = 0.0
        self._read: _Sign = _UNREAD
        self._last: _Sign = _UNREAD

    def start(self) -> None:
        """The first look is a step's: the file may have changed since the program read it."""

    def step(self) -> None:
        """Look when it is due, or at once after `wake`."""
        if self._woken.is_set() or self._clock.monotonic() >= self._due:
            self._due = self._clock.monotonic() + LOOK_EVERY_S
            self._look(self._woken.is_set())

    def stop(self) -> None:
        """Nothing is held."""

    def wake(self) -> None:
        """Read the file at once, changed or not; safe in a signal's handler."""
        self._woken.set()

    def _look(self, asked: bool) -> None:
        self._woken.clear()
        sign, before = self._sign(), self._last
        self._last = sign
        # An editor may still be writing: a file is read once it stood still between two looks.
        if asked or (sign != self._read and sign == before):
            self._read = sign
            self._take()

    def _take(self) -> None:
        try:
            found = load(HubSettings, self._path)
        except SettingsError as fault:
            log.error("settings not taken: %s", fault)
            self._faults.stand(_WRONG, _told(fault), f"Sửa {self._path.name} theo chỗ báo sai rồi lưu lại.")
            return
        self._faults.clear(_WRONG)
        self._tell_default(_RATING, found.rating.wrong)
        self._tell_default(_FORM, found.reports.form.wrong)
        self._tell_fixed(found)
        wanted = self._running.model_copy(update={key: getattr(found, key) for key in LIVE})
        names = tuple(changes(self._running, wanted))
        if names:
            self._put_in_force(wanted, names)
        keep(self._path, self._running.state)

    def _put_in_force(self, wanted: HubSettings, names: tuple[str, ...]) -> None:
        try:
            self._change(wanted, names)
        except Refused as refused:
            log.error("settings not taken yet: %s", refused.detail)
            self._read = _UNREAD
            return
        self._running = wanted
        log.info("settings in force: %s", ", ".join(names))

    def _tell_default(self, code: str, wrong: tuple[str, ...]) -> None:
        if not wrong:
            self._faults.clear(code)
            return
        table, what = _AT_DEFAULT[code]
        log.error("values of [%s] not taken: %s", table, "; ".join(wrong))
        said = f"Mục [{table}] trong {self._path.name} có chỗ sai nên {what} dùng giá trị mặc định ở đó: "
        self._faults.stand(
            code,
            f"{said}{'; '.join(wrong)}."[:LONGEST_DETAIL],
            f"Sửa {self._path.name} theo chỗ báo sai rồi lưu lại.",
        )

    def _tell_fixed(self, found: HubSettings) -> None:
        fixed = [key for key in HubSettings.model_fields if key not in LIVE]
        waiting = [f"«{key}»" for key in fixed if getattr(found, key) != getattr(self._running, key)]
        if not waiting:
            self._faults.clear(_RESTART)
            return
        self._faults.stand(
            _RESTART,
            f"Mục {', '.join(waiting)} trong {self._path.name} đã đổi nhưng chưa có hiệu lực.",
            "Khởi động lại hub để áp dụng, nên làm ngoài giờ tiếp dân: sudo systemctl restart lobby-hub",
        )

    def _sign(self) -> _Sign:
        try:
            seen = self._path.stat()
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size, seen.st_ino


def changes(old: HubSettings, new: HubSettings) -> Iterator[str]:
    """Return the names of what differs between two settings, and nothing of what they hold."""
    for key in LIVE:
        before, after = getattr(old, key), getattr(new, key)
        if key in _LISTS:
            yield from _changes_by_id(key, {one.id: one for one in before}, {one.id: one for one in after})
        elif None in (before, after):
            yield from [key] if before != after else []
        else:
            yield from (f"{key}.{name}" for name in _fields_that_differ(before, after))


def _changes_by_id(key: str, before: dict[str, object], after: dict[str, object]) -> Iterator[str]:
    yield from (f"{key}.{one}" for one in [*before, *after] if (one in before) != (one in after))
    both = [one for one in before if one in after]
    for one in both:
        yield from (f"{key}.{one}.{name}" for name in _fields_that_differ(before[one], after[one]))
    if both != [one for one in after if one in before]:
        yield key


def _fields_that_differ(before: object, after: object) -> list[str]:
    return [name for name, value in vars(before).items() if vars(after)[name] != value]


def _told(fault: SettingsError) -> str:
    said = " ".join(line.strip() for line in str(fault).splitlines())
    return f"Tệp cấu hình vừa sửa chưa được dùng, quy tắc cũ giữ nguyên. {said}"[:LONGEST_DETAIL]
