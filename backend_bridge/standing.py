"""How the bridge stands: on its health topic, and in a file for who asks while it runs and after."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from backend_bridge.reach import Reach
from backend_bridge.store.standing import reported, waiting
from lobby.clock import Clock
from lobby.contract.base import Instant, Part
from lobby.contract.devices import Fault, Uplink
from lobby.database import Database
from lobby.files import write_private
from lobby.link.device import DeviceLink
from lobby.regular import Regular

log = logging.getLogger(__name__)

FILE = "standing.json"
LOOKS_EVERY_S = 1.0
WRITES_EVERY_S = 60.0
"""So often is the file written though nothing changed: who reads it knows by that whether the bridge runs."""
WRITES_AGAIN_S = 5.0
ROOM = 8192
"""Bytes that the file has at least, blanks after what it tells, so that it can be written over on a full disk."""

T = TypeVar("T")


class Standing(Part):
    """What the file holds: how the bridge stood `at` then, and whether it stopped."""

    at: Instant
    stopped: bool = False
    answered_at: Instant | None = None
    away_since: Instant | None = None
    faults: tuple[Fault, ...] = ()


def read(state: Path) -> Standing | None:
    """Return how the bridge that keeps its files in `state` stood last, None where nothing is known. Raises OSError."""
    try:
        return Standing.model_validate_json((state / FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def last_answer(state: Path) -> datetime | None:
    """Return when the backend last answered, as an earlier run left it; None where that is not known."""
    try:
        known = read(state)
    except OSError:
        return None
    return known.answered_at if known is not None else None


class StandingTold(Regular):
    """Looks once a second; writes when something changed, and every minute."""

    def __init__(
        self,
        link: DeviceLink,
        outbox: Database,
        reports: Database,
        reach: Reach,
        clock: Clock,
        state: Path,
    ) -> None:
        super().__init__(clock, LOOKS_EVERY_S)
        self._link = link
        self._outbox = outbox
        self._reports = reports
        self._reach = reach
        self._file = state / FILE
        self._writes_at = 0.0
        self._written: Standing | None = None

    def start(self) -> None:
        """Have something to tell from the first health on; call before the link starts."""
        self._read_stores()

    def stop(self) -> None:
        self._write(self._standing(stopped=True))

    def look(self) -> None:
        self._read_stores()
        now, standing = self._clock.monotonic(), self._standing()
        last = self._written
        changed = last is None or (last.away_since, last.faults) != (standing.away_since, standing.faults)
        if now >= self._writes_at or (changed and now >= self._writes_at - WRITES_EVERY_S + WRITES_AGAIN_S):
            self._writes_at = now + WRITES_EVERY_S
            self._write(standing)

    def _read_stores(self) -> None:
        journal, reports = self._read(self._outbox, waiting), self._read(self._reports, reported)
        if journal is None:
            return  # told as outbox_unwritable
        self._link.uplink = Uplink(
            waiting=journal.entries,
            oldest_at=journal.oldest_at,
            aside=journal.aside,
            answered_at=self._reach.answered_at,
            reports=reports.waiting if reports else 0,
            reports_dropped=sum(reports.dropped.values()) if reports else 0,
        )

    def _read(self, database: Database, ask: Callable[[sqlite3.Connection], T]) -> T | None:
        try:
            with database.transaction() as rows:
                return ask(rows)
        except sqlite3.Error:
            return None

    def _standing(self, stopped: bool = False) -> Standing:
        away = self._reach.away
        return Standing(
            at=self._clock.now(),
            stopped=stopped,
            answered_at=self._reach.answered_at,
            away_since=away.since if away is not None else None,
            faults=self._link.faults.standing(),
        )

    def _write(self, standing: Standing) -> None:
        body = standing.model_dump_json(exclude_none=True).encode().ljust(ROOM)
        try:
            write_private(self._file, body)
        except OSError as fault:
            if not self._overwrite(body):
                log.warning("%s not written: %s", FILE, fault.strerror)
                return
        self._written = standing

    def _overwrite(self, body: bytes) -> bool:
        """Write over what stands there, and tell whether that went: a full disk is what the keeper must read of."""
        try:
            with self._file.open("r+b") as file:
                size = os.fstat(file.fileno()).st_size
                return size >= len(body) and os.pwrite(file.fileno(), body.ljust(size), 0) == size
        except OSError:
            return False
