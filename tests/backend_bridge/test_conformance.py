"""Every adapter of our own does what the suite that ships with it asks of any."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backend_bridge.conformance.plugin import OWN

LONGEST_S = 240
SUITE = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "backend_bridge.conformance"]


def prove(adapter: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the suite as a vendor does: from a folder of their own, by the package's name."""
    return subprocess.run(
        [*SUITE, "--adapter", adapter, f"--basetemp={folder / 'base'}"],
        cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("adapter", OWN)
def test_our_adapters_pass_the_suite(adapter: str, tmp_path: Path) -> None:
    run = prove(adapter, tmp_path)
    assert run.returncode == 0, run.stdout[-4000:]
    assert " passed" in run.stdout


def test_an_adapter_that_nobody_has_is_named(tmp_path: Path) -> None:
    run = prove("rset", tmp_path)
    assert run.returncode == 4
    assert "--adapter rset: one of" in run.stdout + run.stderr
