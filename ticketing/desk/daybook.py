"""What the head's pages and the watching machines know of the journal: today as it comes, and the days before."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lobby.clock import Clock
from ticketing.desk.days import Day, Hours, by_hour, copied, not_counted
from ticketing.desk.metric_counts import Counts
from ticketing.journal import figure_rows, on_time
from ticketing.journal.figure import Figure
from ticketing.journal.files import FILE, reading
from ticketing.journal.on_time import Given
from ticketing.journal.store import TAKEN
from ticketing.journal.today import Today
from ticketing.journal.upkeep import COUNTED

log = logging.getLogger(__name__)

FRESH_S = 2.0
AGAIN_S = 5.0
AT_A_STEP = 200
AT_ONCE = 2000
GIVEN_WITHIN = timedelta(days=14)
_MARK = "SELECT coalesce(max(through), 0) FROM marks WHERE name = ?"


@dataclass
class _Kept:
    at: float
    day: Day


class Daybook:
    """Reads the journal in `folder` on connections of its own, which hold nobody up; safe from any thread."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._counts = Counts()
        self._path = folder / FILE
        self._clock = clock
        self._today = Today(folder, self._counts.hear)
        self._lock = threading.Lock()
        self._broken = False
        self._again = 0.0
        self._kept: _Kept | None = None
        self._mark = -1
        self._days: dict[date, Hours] = {}

    def step(self) -> None:
        """Read a little of what was written, so that whoever asks need not wait for it."""
        if self._lock.acquire(blocking=False):
            try:
                self._follow(AT_A_STEP)
            finally:
                self._lock.release()

    def today(self) -> Day:
        """Return today as it was at most FRESH_S seconds ago; empty where nothing happened yet."""
        with self._lock:
            now = self._clock.monotonic()
            if self._kept is None or not 0 <= now - self._kept.at < FRESH_S:
                self._kept = _Kept(now, self._read())
            return self._kept.day

    def hours_of(self, day: date) -> Hours:
        """Return the figures of a day before by the hour; empty where there are none, or none yet."""
        today = self.today()
        with self._lock:
            try:
                known = self._day_before(day)
            except sqlite3.Error as fault:
                log.warning("figures of %s cannot be read: %s", day, fault)
                return {}
            more = {k: one for k, one in not_counted(today, self._mark).items() if k.day == day.isoformat()}
        return by_hour(more, known) if more else known

    def between(self, first: date, last: date, take: Callable[[figure_rows.Plain], None]) -> bool:
        """Hand in every row of the days `first` to `last`; returns whether all days before today were counted.

        Raises sqlite3.Error.
        """
        today = self.today()
        with closing(reading(self._path)) as file:
            file.execute("BEGIN")
            for row in figure_rows.plain(file, first.isoformat(), last.isoformat()):
                take(row)
            mark = int(file.execute(_MARK, (COUNTED,)).fetchone()[0])
        for key, figure in not_counted(today, mark).items():
            if first.isoformat() <= key.day <= last.isoformat():
                take((key, figure.counts, figure.wait.elements(), figure.service.elements()))
        return mark >= today.begins - 1

    def given(self) -> Given | None:
        """Return the newest on-time counts of the backend; None where it gave none these days."""
        day = self._clock.now().date()
        try:
            with closing(reading(self._path)) as file:
                found = on_time.between(file, (day - GIVEN_WITHIN).isoformat(), day.isoformat())
        except sqlite3.Error as fault:
            log.warning("on-time counts cannot be read: %s", fault)
            return None
        return found[-1] if found else None

    def happened(self) -> tuple[Mapping[str, Figure], int]:
        """Return what happened in each field since this began to read, and how many acts were taken back."""
        self.today()
        with self._lock:
            return {name: copied(one) for name, one in self._counts.fields.items()}, self._counts.undone

    def unsent(self) -> int | None:
        """Return how many entries the bridge has not taken; None where that cannot be read."""
        today = self.today()
        if not today.known:
            return None
        try:
            with closing(reading(self._path)) as file:
                return max(0, today.through - int(file.execute(_MARK, (TAKEN,)).fetchone()[0]))
        except sqlite3.Error as fault:
            log.warning("the bridge's mark cannot be read: %s", fault)
            return None

    def stop(self) -> None:
        """Let go of the journal."""
        with self._lock:
            self._today.close()

    def _read(self) -> Day:
        day = self._clock.now().date()
        while (more := self._follow(AT_ONCE)) is True:
            pass
        if more is None:
            return Day(day, known=False)
        read = self._today
        rows = {key: copied(one) for key, one in read.rows().items()}
        return Day(day, rows, dict(read.peaks) if read.day == day else {}, read.begins, read.seq)

    def _follow(self, at_most: int) -> bool | None:
        """Read on; returns whether there may be more, None where the journal cannot be read."""
        if self._broken or self._clock.monotonic() < self._again:
            return None
        try:
            return self._today.read(at_most)
        except sqlite3.Error as fault:
            log.warning("the journal cannot be read, tried again in %.0f s: %s", AGAIN_S, fault)
            self._again = self._clock.monotonic() + AGAIN_S
            self._today.close()
        except Exception:
            # The boundary to the hub's own loop: whatever is wrong with figures, numbers are given and called.
            log.exception("the day's figures cannot be counted until the hub starts again")
            self._broken = True
        return None

    def _day_before(self, day: date) -> Hours:
        with closing(reading(self._path)) as file:
            file.execute("BEGIN")
            mark = int(file.execute(_MARK, (COUNTED,)).fetchone()[0])
            if mark != self._mark:
                self._days, self._mark = {}, mark
            if day not in self._days:
                rows = figure_rows.between(file, day.isoformat(), day.isoformat())
                self._days[day] = by_hour(dict(rows), {})
        return self._days[day]
