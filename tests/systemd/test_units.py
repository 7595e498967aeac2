"""Every unit file is one systemd accepts, and starts a command that there is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "systemd").glob("*.service"))
PROGRAMS = [unit for unit in UNITS if unit.stem != "lobby-screen"]
# What a timer starts ends by itself.
STEADY = [unit for unit in UNITS if unit.stem != "lobby-backup"]
FOLDER = "/opt/lobby/systemd"
INSTALLED = "/opt/lobby/.venv/bin/lobby"
X_SERVER = "/usr/bin/Xorg"


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
    said = unit.read_text(encoding="utf-8").replace(INSTALLED, own).replace(FOLDER, str(UNITS[0].parent))
    here.write_text(said.replace(X_SERVER, str(shutil.which("Xvfb"))), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True, timeout=30, check=False
    )
    about_this = [line for line in checked.stderr.splitlines() if here.name in line]
    assert checked.returncode == 0 and not about_this, checked.stderr


@pytest.mark.parametrize("unit", PROGRAMS, ids=lambda unit: unit.name)
def test_the_unit_starts_a_command_that_there_is(unit: Path) -> None:
    known = {point.name for point in entry_points(group="lobby.commands")}
    assert set(commands(unit)) <= known
    assert commands(unit)


@pytest.mark.parametrize("unit", STEADY, ids=lambda unit: unit.name)
def test_no_number_of_quick_crashes_leaves_the_unit_dead(unit: Path) -> None:
    head, _, service = unit.read_text(encoding="utf-8").partition("[Service]\n")
    assert "StartLimitIntervalSec=0" in head.splitlines()
    assert "Restart=always" in service.splitlines()


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("lobby-bridge", {"backend", "backend-key", "backend-proxy"}),
        ("lobby-sandbox", {"backend"}),
        ("lobby-sms", {"sim-pin"}),
    ],
)
def test_what_the_backend_knows_us_by_is_seen_by_that_service_alone(unit: str, names: set[str]) -> None:
    lines = (UNITS[0].parent / f"{unit}.service").read_text(encoding="utf-8").splitlines()
    loaded = dict(line.split("=", 1)[1].split(":", 1) for line in lines if line.startswith("LoadCredential="))
    assert loaded == {name: f"/etc/lobby/credentials/{name}" for name in names}
    # systemd does not start a unit whose credential is missing and has no value of its own (systemd.exec(5)).
    blank = [line.split("=", 1)[1] for line in lines if line.startswith("SetCredential=")]
    assert blank == [f"{name}:\\n" for name in loaded]
    for other in UNITS:
        if other.stem not in ("lobby-bridge", "lobby-sandbox", "lobby-sms"):
            assert "/etc/lobby/credentials" not in other.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", ["lobby-bridge", "lobby-sandbox", "lobby-sms"])
def test_what_holds_a_secret_of_others_may_do_little_else(unit: str) -> None:
    file = UNITS[0].parent / f"{unit}.service"
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=30", str(file)]
    rated = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert rated.returncode == 0, rated.stdout[-200:]


def test_every_program_of_a_site_has_a_unit() -> None:
    started = {command for unit in UNITS for command in commands(unit)}
    programs = {"hub", "bridge", "dispenser", "kiosk", "pad", "board", "led", "speaker", "keypad", "sandbox", "broker"}
    programs |= {"sms"}
    programs |= {"backup"}
    assert started == programs


def test_the_backup_is_made_every_week_also_where_the_machine_was_off() -> None:
    timer = UNITS[0].parent / "lobby-backup.timer"
    lines = timer.read_text(encoding="utf-8").splitlines()
    assert "Persistent=true" in lines
    (when,) = [line.split("=", 1)[1] for line in lines if line.startswith("OnCalendar=")]
    command = ["systemd-analyze", "calendar", "--base-time=2026-11-23", "--iterations=2", when]
    said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    assert "2026-11-29 02:30" in said and "2026-12-06 02:30" in said


def test_an_x_server_starts_with_what_its_unit_lets_it_write() -> None:
    unit = (UNITS[0].parent / "lobby-screen.service").read_text(encoding="utf-8").splitlines()
    assert "ProtectSystem=strict" in unit
    written = [line.split("=", 1)[1] for line in unit if line.startswith("ReadWritePaths=")]
    shut = [place for place in ("/tmp", "/var", "/etc") if place not in written]
    script = [f"mount --bind {place} {place} && mount -o remount,bind,ro {place}" for place in shut]
    script += ["exec timeout 20 Xvfb -displayfd 1 -nolisten tcp -noreset"]
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", " && ".join(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stderr is not None
        told = server.stdout.readline().strip()
        server.terminate()
        assert told.isdigit(), server.stderr.read()


def test_only_who_has_the_secret_gets_onto_a_screen(tmp_path: Path) -> None:
    cookie = tmp_path / "cookie"
    subprocess.run([str(UNITS[0].parent / "screen/cookie"), str(cookie)], check=True)
    assert cookie.stat().st_mode & 0o777 == 0o640
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-auth", str(cookie), "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        try:
            # The secret is for display :0; Xvfb took another.
            ours = cookie.read_bytes().replace(b"\x00\x010", b"\x00" + bytes([len(display) - 1]) + display[1:].encode())
            cookie.write_bytes(ours)
            assert asked(display, cookie) == 0
            assert asked(display, tmp_path / "none") != 0
        finally:
            server.terminate()


def asked(display: str, cookie: Path) -> int:
    told = {**os.environ, "DISPLAY": display, "XAUTHORITY": str(cookie)}
    return subprocess.run(["xwininfo", "-root"], env=told, capture_output=True, check=False).returncode
