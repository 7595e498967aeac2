"""A touch program whose display is gone ends and is tried again; it never says it is well while nobody sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

NO_DISPLAY = {"DISPLAY": ":9999", "WAYLAND_DISPLAY": ""}


@pytest.fixture
def start(tmp_path: Path, free_ports: Callable[[int], list[int]]) -> Callable[..., subprocess.Popen[bytes]]:
    def start(**env: str) -> subprocess.Popen[bytes]:
        (tmp_path / "password").write_text("unused", encoding="utf-8")
        settings = tmp_path / "pad.toml"
        settings.write_text(
            f'site = "demo"\ndevice = "pad-1"\ncounter = "quay-1"\nstate = "{tmp_path}"\n'
            f"[screen]\nwidth = 800\nheight = 480\n"
            f'[broker]\nport = {free_ports(1)[0]}\npassword_file = "{tmp_path / "password"}"\n',
            encoding="utf-8",
        )
        plain = {name: value for name, value in os.environ.items() if name != "SDL_VIDEODRIVER"}
        with (tmp_path / "log").open("wb") as log:
            command = [sys.executable, "-m", "lobby.cli", "pad", "--settings", str(settings)]
            return subprocess.Popen(command, env={**plain, **NO_DISPLAY, **env}, stderr=log)

    return start


def test_without_a_display_it_says_so_and_ends(tmp_path: Path, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    assert start().wait(60) == 1
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert "ERROR kiosk.screens.window: pad-1 has no screen" in told
    assert "shows its first page" not in told


def test_who_asks_for_a_screen_in_memory_gets_it(
    tmp_path: Path, start: Callable[..., subprocess.Popen[bytes]], wait_until: Callable[..., None]
) -> None:
    process = start(SDL_VIDEODRIVER="offscreen")
    wait_until(lambda: "shows its first page" in (tmp_path / "log").read_text(encoding="utf-8"), "the first page", 60)
    process.terminate()
    assert process.wait(20) == 0
