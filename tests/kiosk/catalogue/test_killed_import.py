"""An import that is killed at any moment leaves the old catalogue whole, or the new one whole, and no rubbish."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.importing import SHIPPED, import_file
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.store import open_catalogue

KILLS = 12
RECORDS = 300


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes a good part of a second to import."""
    records = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    given = tmp_path / "thu-tuc.jsonl"
    lines = [{**records[number % len(records)], "code": f"9.{number:06d}"} for number in range(RECORDS)]
    given.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return given


def started(given: Path, catalogue: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lobby.cli", "catalogue", "import", str(given), "--source", "mới"]
    return subprocess.Popen([*command, "--catalogue", str(catalogue)], stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def state_of(catalogue: Path) -> tuple[str, int]:
    """Return source and count of a catalogue that is whole to its last page."""
    with closing(sqlite3.connect(f"file:{catalogue}?mode=ro&immutable=1", uri=True)) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened = open_catalogue(catalogue)
    try:
        version = opened.version()
        assert len(opened.entries()) == version.procedures
        assert opened.holding('"dang"*', 9999)
        return version.source, version.procedures
    finally:
        opened.close()


def test_killed_at_any_moment_the_old_or_the_new_catalogue_stands_whole(
    large: Path, portal_file: Path, tmp_path: Path, now: datetime
) -> None:
    folder = tmp_path / "state"
    catalogue = folder / "catalogue.db"
    old = tmp_path / "cũ.jsonl"
    old.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    import_file(old, catalogue, "cũ", now)
    before = state_of(catalogue)
    begun = time.monotonic()
    started(large, tmp_path / "measured.db").communicate(timeout=60)
    takes = time.monotonic() - begun
    seen: list[Any] = []
    for kill in range(KILLS):
        process = started(large, catalogue)
        try:
            process.wait(takes * (kill + 1) / KILLS)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate(timeout=10)
        seen.append(state_of(catalogue))
    assert set(seen) <= {before, ("mới", seen[-1][1])}
    assert seen[0] == before, "killed at once, the old one stands"
    assert started(large, catalogue).wait(60) == 0
    assert state_of(catalogue)[0] == "mới"
    assert {path.name for path in folder.iterdir()} == {"catalogue.db", ".catalogue.db.lock"}, "no rubbish is left"


def test_two_imports_at_once_do_not_meet(large: Path, tmp_path: Path, now: datetime) -> None:
    catalogue = tmp_path / "catalogue.db"
    told: list[str] = []

    def meanwhile(count: int) -> None:
        if count == 1:
            with pytest.raises(UnreadableFile, match="Đang có một lần nhập khác"):
                import_file(large, catalogue, "hai", now)
            told.append("refused")

    import_file(large, catalogue, "một", now, meanwhile)
    assert told == ["refused"]
    assert open_catalogue(catalogue).version().source == "một"
