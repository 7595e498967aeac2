"""A state folder is one demo's at a time; where it cannot be had, one sentence says so and nothing is touched."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.claim import Claim
from demo.errors import CannotRun


def demo(state: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lobby.cli", "demo", "--headless", "--state", str(state)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_demo_on_the_same_folder_says_so_and_changes_nothing(tmp_path: Path) -> None:
    first = Claim(tmp_path)
    first.take()
    (tmp_path / "demo.json").write_text("{}", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    second = demo(tmp_path)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"lobby demo: Đang có một sảnh khác chạy ở {tmp_path}. Hãy dừng nó trước.\n"
    assert sorted(tmp_path.rglob("*")) == before
    first.release()


def test_a_folder_is_free_again_after_its_demo(tmp_path: Path) -> None:
    first, second = Claim(tmp_path / "new"), Claim(tmp_path / "new")
    first.take()
    with pytest.raises(CannotRun):
        second.take()
    first.release()
    second.take()
    second.release()


def test_the_claim_does_not_outlive_its_demo_in_a_child(tmp_path: Path) -> None:
    claim = Claim(tmp_path)
    claim.take()
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False)
    claim.release()
    lock = os.open(tmp_path / "demo.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(lock)
    child.communicate()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_is_no_folder_is_told_in_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    told = demo(tmp_path / place)
    assert told.returncode == 1
    assert told.stderr == f"lobby demo: {tmp_path / place} không phải là thư mục. Hãy chọn nơi khác bằng --state.\n"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_a_place_that_cannot_be_written_is_told_in_one_line() -> None:
    told = demo(Path("/proc/lobby"))
    assert told.returncode == 1
    assert told.stderr == "lobby demo: Không ghi được vào thư mục /proc/lobby. Hãy chọn nơi khác bằng --state.\n"


def test_a_folder_that_something_else_stands_in_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("no folder", encoding="utf-8")
    told = demo(tmp_path)
    assert told.returncode == 1
    place = tmp_path / "settings"
    assert told.stderr == f"lobby demo: Không ghi được {place}. Hãy chọn nơi khác bằng --state.\n"
