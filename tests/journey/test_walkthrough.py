"""One citizen's whole visit through the real parts, as the demo itself walks and checks it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey


def test_a_visit_happens_from_the_dispenser_to_the_journal_at_the_backend(
    tmp_path: Path, left_behind: Callable[[Path], list[str]]
) -> None:
    command = [sys.executable, "-m", "lobby.cli", "demo", "--headless", "--walkthrough", "--state", str(tmp_path / "s")]
    walked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert walked.returncode == 0, walked.stdout + walked.stderr
    screens = {picture.stem for picture in (tmp_path / "s/screens").glob("*.png")}
    assert {"dispenser-1", "kiosk-1", "pad-1", "pad-2", "board-1", "led-1", "desk-called", "phone-ticket"} <= screens
    slips = {paper.suffix for paper in (tmp_path / "s/paper").iterdir()}
    assert {".escpos", ".png"} <= slips
    assert left_behind(tmp_path / "s") == []
