"""Files that a power cut leaves whole, and that their owner alone reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lobby import files


def test_a_private_file_is_its_owners_alone_whatever_lay_beside(tmp_path: Path) -> None:
    place = tmp_path / "secret"
    (tmp_path / "secret.new").write_bytes(b"left by an interrupted call")
    (tmp_path / "secret.new").chmod(0o644)
    files.write_private(place, b"mot\n")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"mot\n", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def test_a_disk_that_takes_nothing_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "secret"
    files.write_private(place, b"old\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_private(place, b"new\n")
    assert place.read_bytes() == b"old\n"
