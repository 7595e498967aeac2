"""What a restore leaves for a program belongs to that program's user, also where root restores."""

from __future__ import annotations

import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lobby.keepsake import Keepsake
from upkeep.making import make
from upkeep.restoring import restore
from upkeep.settings import BackupSettings
from upkeep.targets.choose import target_of

USER = pwd.getpwnam("nobody").pw_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_left_for_a_program_is_its_own(settings: BackupSettings, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for file in settings.state.rglob("*"):
        os.chown(file, USER, -1)
    good = make(settings, (), target_of(settings.to, settings), settings.to, now, lambda *_: None)
    left = Keepsake(restored=lambda state, _newest: (state / "hub/left").touch(0o600))
    restore(tmp_path / "kept" / good.name, None, tmp_path / "new", False, (left,), now)
    (found,) = (tmp_path / "new").rglob("left")
    assert found.stat().st_uid == USER
