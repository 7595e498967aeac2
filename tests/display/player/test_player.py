"""The TV's player: a real Chromium on the real page, started again, photographed, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lobby.look.tokens import tokens

PLAYER = "import sys; from display.player.app import main; sys.exit(main(sys.argv[1:]))"


class Player:
    """The program, with a settings file of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.picture = folder / "screens" / "board-1.png"
        self.settings = folder / "board-1.toml"
        self.settings.write_text(
            f"""
device = "board-1"
url = "{url}/board/board-1"
state = "{folder / "state"}"
headless = true
[screen]
width = 800
height = 480
pictures = "{folder / "screens"}"
"""
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        self.process = subprocess.Popen([sys.executable, "-c", PLAYER, "--settings", str(self.settings)])
        return self.process.pid

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def ended(self) -> int:
        assert self.process is not None
        return self.process.wait(20)

    def chromiums(self) -> list[int]:
        """The process ids of every process of this player's browser."""
        mark = f"--user-data-dir={self.folder / 'state'}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if mark in place.read_bytes():
                    found.append(int(place.parent.name))
        return found

    def main_chromium(self) -> int:
        return next(pid for pid in self.chromiums() if b"--type=" not in Path(f"/proc/{pid}/cmdline").read_bytes())


@pytest.fixture
def make_player(tmp_path: Path) -> Iterator[Callable[[str], Player]]:
    made: list[Player] = []

    def make(url: str) -> Player:
        made.append(Player(tmp_path, url))
        return made[-1]

    yield make
    for player in made:
        if player.process is not None and player.process.poll() is None:
            player.process.kill()
            player.process.wait(30)
        for pid in player.chromiums():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _ground(player: Player) -> tuple[int, ...]:
    """The colour at the corner of the screen, as SIGUSR1 leaves it."""
    player.signal(signal.SIGUSR1)
    try:
        with Image.open(player.picture) as picture:
            return picture.convert("RGB").getpixel((3, 3))  # type: ignore[return-value]
    except FileNotFoundError:
        return ()


def _online(hub: Any) -> bool:
    return "board-1" in hub.presence and hub.presence["board-1"].state == "online"


def test_the_board_goes_on_the_air_is_photographed_and_ends_whole(
    hub: Any, make_site: Any, make_player: Any, wait_until: Any
) -> None:
    hub.lobby()
    player = make_player(make_site().url)
    player.start()
    wait_until(lambda: _online(hub), "the board's page is linked", 60)
    hub.call("quay-2", "A002")
    wait_until(lambda: hub.shown, "the call is displayed", 20)
    player.signal(signal.SIGUSR1)
    wait_until(player.picture.exists, "a picture of the screen", 20)
    with Image.open(player.picture) as picture:
        assert picture.size == (800, 480)
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50
    assert [file.name for file in player.picture.parent.iterdir()] == ["board-1.png"]
    player.signal(signal.SIGTERM)
    assert player.ended() == 0
    wait_until(lambda: not player.chromiums(), "Chromium has gone", 20)
    wait_until(lambda: not _online(hub), "the bus knows that the board has gone", 20)
    assert hub.presence["board-1"].state == "stopped"


def test_a_killed_player_leaves_no_chromium_behind(hub: Any, make_site: Any, make_player: Any, wait_until: Any) -> None:
    player = make_player(make_site().url)
    player.start()
    wait_until(lambda: _online(hub), "the board's page is linked", 60)
    assert player.chromiums()
    player.signal(signal.SIGKILL)
    player.ended()
    wait_until(lambda: not player.chromiums(), "Chromium has gone with its player", 20)


def test_a_killed_chromium_is_started_again(hub: Any, make_site: Any, make_player: Any, wait_until: Any) -> None:
    player = make_player(make_site().url)
    player.start()
    wait_until(lambda: _online(hub), "the board's page is linked", 60)
    os.kill(player.main_chromium(), signal.SIGKILL)
    wait_until(lambda: not _online(hub), "the broker tells that the board is lost", 20)
    wait_until(lambda: _online(hub), "the board is back", 60)


def test_a_tv_switched_on_before_the_hub_finds_the_page_when_it_comes(
    hub: Any, make_site: Any, make_player: Any, wait_until: Any, free_ports: Any
) -> None:
    port = free_ports(1)[0]
    player = make_player(f"http://127.0.0.1:{port}")
    player.start()
    wait_until(player.chromiums, "Chromium runs", 20)
    wait_until(lambda: _ground(player) == tokens().rgb("board"), "a calm waiting page stands", 60)
    make_site(port=port)
    wait_until(lambda: _online(hub), "the board's page is linked", 60)


def test_a_wrong_settings_key_is_named_in_vietnamese(tmp_path: Path, make_player: Any) -> None:
    player = make_player("http://127.0.0.1:1")
    player.settings.write_text(player.settings.read_text().replace("headless", "headles"))
    said = subprocess.run(
        [sys.executable, "-c", PLAYER, "--settings", str(player.settings)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 78
    assert "«headles»: không có mục này; có phải «headless»?" in said.stderr
