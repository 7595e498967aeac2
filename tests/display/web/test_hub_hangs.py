"""A board of the real hub, which hangs: its link to the broker stands, and it does nothing more."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lobby.clock import SystemClock
from lobby.contract.base import Message
from lobby.contract.devices import Presence
from lobby.contract.roles import Role
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import BrokerSettings, DeviceSettings

# As long as the broker takes to notice by itself, and more.
PATIENCE_S = 60.0


@pytest.fixture
def hub_settings(broker: Any, tmp_path: Path, free_ports: Callable[[int], list[int]]) -> tuple[Path, int]:
    (port,) = free_ports(1)
    file = tmp_path / "hub.toml"
    file.write_text(
        f'site = "demo"\ndevice = "hub"\nstate = "{tmp_path / "hub"}"\n'
        f'[broker]\nhost = "{broker.host}"\nport = {broker.port}\npassword_file = "{broker.password_file("hub")}"\n'
        f'[office]\nname = "Trung tâm Phục vụ hành chính công"\nplace = "Phường Tô Hiệu"\n[web]\nport = {port}\n'
        '[[services]]\nid = "ho-tich"\nname = "Hộ tịch"\nprefix = "A"\n[[counters]]\nid = "quay-1"\n'
        'name = "Quầy số 1"\nnumber = 1\nservices = ["ho-tich"]\n[[devices]]\nid = "board-1"\nrole = "board"\n'
        f"[pages.board]\nwebsocket_port = {broker.websocket_port}\n"
        '[[pages.board.boards]]\nid = "board-1"\ntitle = "Sảnh"\n'
        f'password_file = "{broker.password_file("board-1")}"\n',
        encoding="utf-8",
    )
    return file, port


@pytest.fixture
def real_hub(hub_settings: tuple[Path, int]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(hub_settings[0])]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait(10)


@pytest.fixture
def heard(broker: Any, tmp_path: Path) -> Iterator[list[Message]]:
    """What is said of the hub's presence, by itself or by the broker, in order."""
    told: list[Message] = []
    own: BrokerSettings = broker.settings("led-1")
    settings = DeviceSettings(site="demo", device="led-1", state=tmp_path, broker=own)
    link: DeviceLink = link_device(settings, Role.LED, SystemClock())
    link.watch(Presence, link.topics.presence("hub"), told.append)
    link.start()
    yield told
    link.stop()


@pytest.fixture
def board(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def test_the_sign_of_an_old_picture_comes_before_the_broker_knows_and_goes_with_the_next_beat(
    real_hub: subprocess.Popen[bytes],
    hub_settings: tuple[Path, int],
    board: Page,
    heard: list[Message],
    wait_until: Callable[..., None],
) -> None:
    port = hub_settings[1]
    wait_until(lambda: answers(port), "the hub's pages are there", PATIENCE_S)
    with board.expect_websocket() as opened:
        board.goto(f"http://127.0.0.1:{port}/board/board-1")
    opened.value.wait_for_event("framereceived", lambda frame: b"lobby/1/demo/beat" in frame, timeout=30_000)
    expect(board.locator("#sign")).to_be_hidden()
    real_hub.send_signal(signal.SIGSTOP)
    try:
        expect(board.locator("#sign")).to_be_visible(timeout=PATIENCE_S * 1000)
        standing = [one.state for one in heard if isinstance(one, Presence)]
        assert standing[-1] == "online", "it was the beat that was missed"
    finally:
        real_hub.send_signal(signal.SIGCONT)
    expect(board.locator("#sign")).to_be_hidden()
