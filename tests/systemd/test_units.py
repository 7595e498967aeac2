"""Every unit file is one systemd accepts, and starts a command that there is."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "systemd").glob("*.service"))
INSTALLED = "/opt/lobby/.venv/bin/lobby"


def commands(unit: Path) -> list[str]:
    """Return the `lobby` commands that a unit starts."""
    lines = unit.read_text(encoding="utf-8").splitlines()
    started = [line.split("=", 1)[1] for line in lines if line.startswith("Exec") and INSTALLED in line]
    return [line.split()[1] for line in started]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_unit(unit: Path, tmp_path: Path) -> None:
    here = tmp_path / unit.name.replace("@.", "@keypad-1.")
    # The suite is not installed in /opt here: the same unit with this machine's own command.
    own = str(Path(sys.executable).with_name("lobby"))
    here.write_text(unit.read_text(encoding="utf-8").replace(INSTALLED, own), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True, timeout=30, check=False
    )
    about_this = [line for line in checked.stderr.splitlines() if here.name in line]
    assert checked.returncode == 0 and not about_this, checked.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_unit_starts_a_command_that_there_is(unit: Path) -> None:
    known = {point.name for point in entry_points(group="lobby.commands")}
    assert set(commands(unit)) <= known
    assert commands(unit)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_number_of_quick_crashes_leaves_the_unit_dead(unit: Path) -> None:
    head, _, service = unit.read_text(encoding="utf-8").partition("[Service]\n")
    assert "StartLimitIntervalSec=0" in head.splitlines()
    assert "Restart=always" in service.splitlines()


def test_every_program_of_a_site_has_a_unit() -> None:
    started = {command for unit in UNITS for command in commands(unit)}
    programs = {"hub", "bridge", "dispenser", "kiosk", "pad", "board", "led", "speaker", "keypad", "sandbox", "broker"}
    assert started == programs
