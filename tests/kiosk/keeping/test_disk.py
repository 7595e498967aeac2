"""The dispenser's file: durable, private, and never thrown away when it is damaged."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.keeping.disk import Disk


def test_each_transaction_is_on_the_disk_before_it_returns(disks: Callable[[], Disk]) -> None:
    disk = disks()
    assert disk.rows("PRAGMA journal_mode") == [("wal",)]
    assert disk.rows("PRAGMA synchronous") == [(2,)]


def test_only_the_service_reads_it(disks: Callable[[], Disk], tmp_path: Path) -> None:
    disk = disks()
    with disk.transaction() as table:
        table.execute("INSERT INTO fact (name, body) VALUES ('day', '2026-11-23')")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
    assert modes and set(modes.values()) == {0o600}, modes


def test_a_transaction_that_fails_leaves_nothing(disks: Callable[[], Disk]) -> None:
    disk = disks()
    with pytest.raises(RuntimeError), disk.transaction() as table:
        table.execute("INSERT INTO fact (name, body) VALUES ('day', '2026-11-23')")
        raise RuntimeError("power cut")
    assert disk.rows("SELECT * FROM fact") == []


def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "numbers.sqlite"
    path.write_bytes(b"not a database" * 400)
    disk = Disk(path)
    disk.open()
    assert disk.set_aside is not None and disk.set_aside.read_bytes().startswith(b"not a database")
    assert disk.rows("SELECT * FROM kept") == []
    disk.close()
