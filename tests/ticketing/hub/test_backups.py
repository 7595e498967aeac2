"""The keeper is told when the last good backup is too old."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.health import Faults
from lobby.keepsake import LastGood
from ticketing.hub.backups import LOOKS_EVERY_S, BackupWatch, BackupWatchSettings

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "last.json"


def note(record: Path, at: datetime) -> None:
    record.write_text(LastGood(at=at, name="lobby-demo.tar.gz", size=1, to="/mnt").model_dump_json())


def details(watch: BackupWatch, faults: Faults, clock: HandClock) -> list[str]:
    clock.forward(LOOKS_EVERY_S)
    watch.step()
    return [fault.detail for fault in faults.standing()]


def test_a_site_without_a_backup_is_told_until_there_is_one(record: Path, clock: HandClock) -> None:
    faults = Faults(clock)
    watch = BackupWatch(BackupWatchSettings(record=record), faults, clock)
    assert details(watch, faults, clock) == ["Điểm này chưa có bản sao lưu nào."]
    note(record, clock.now())
    assert details(watch, faults, clock) == []


def test_an_old_backup_is_named_by_its_time(record: Path, clock: HandClock) -> None:
    faults = Faults(clock)
    watch = BackupWatch(BackupWatchSettings(record=record, overdue_days=2), faults, clock)
    note(record, MORNING)
    clock.jump(MORNING + timedelta(days=2, hours=1))
    assert details(watch, faults, clock) == ["Bản sao lưu tốt gần nhất đã cũ: 08:00 ngày 23/11/2026."]


def test_a_note_that_cannot_be_read_vouches_for_nothing(record: Path, clock: HandClock) -> None:
    faults = Faults(clock)
    record.write_text('{"at": ')
    assert details(BackupWatch(BackupWatchSettings(record=record), faults, clock), faults, clock)


def test_a_site_that_asked_for_no_backups_is_told_nothing(clock: HandClock) -> None:
    faults = Faults(clock)
    assert details(BackupWatch(None, faults, clock), faults, clock) == []


def test_a_backup_by_a_clock_that_was_ahead_does_not_count_as_new_for_years(record: Path, clock: HandClock) -> None:
    faults = Faults(clock)
    watch = BackupWatch(BackupWatchSettings(record=record), faults, clock)
    note(record, MORNING + timedelta(hours=2))
    assert details(watch, faults, clock) == []
    note(record, MORNING + timedelta(days=1000))
    (said,) = details(watch, faults, clock)
    assert "ghi giờ chưa tới (08:00 ngày 19/08/2029)" in said
