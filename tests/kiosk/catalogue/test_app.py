"""`lobby catalogue` among other commands: a reader that leaves early, a pipe in the place of a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.catalogue.app import main
from kiosk.catalogue.importing import SHIPPED, import_file
from lobby.clock import SystemClock


@pytest.mark.parametrize("asked", ["-", "khai sinh"])
def test_a_reader_that_leaves_ends_the_search_quietly(tmp_path: Path, asked: str) -> None:
    catalogue = tmp_path / "catalogue.db"
    import_file(SHIPPED, catalogue, "S", SystemClock().now())
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "lobby.cli", "catalogue", "search", "--catalogue", str(catalogue), asked]
    done = subprocess.run(
        command, check=False, input="khai sinh\n" * 9, text=True, stdout=writes, stderr=subprocess.PIPE
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "thu-tuc.jsonl"
    os.mkfifo(pipe)
    keeper = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # without it, a fault would hang the test
    os.write(keeper, b"{}\n")
    try:
        assert main(["import", str(pipe), "--catalogue", str(tmp_path / "catalogue.db")]) == 1
    finally:
        os.close(keeper)
    assert "ống dẫn" in capsys.readouterr().err
