"""`lobby keypad` itself, on a real broker with the product's rights, its keys written to a named pipe."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.codec import decode
from lobby.contract.devices import Presence
from lobby.contract.states import CounterPhase
from lobby.link.bus import Incoming, Will
from lobby.link.paho import Access, PahoBus

_SETTINGS = """
site = "demo"
device = "keypad-3"
state = "{folder}"
counter = "quay-3"
[broker]
host = "{broker.host}"
port = {broker.port}
password_file = "{password}"
[keys]
driver = "pipe"
path = "{folder}/keys"
[keymap]
KEY_KP1 = "next"
"""


@pytest.fixture
def hub_bus(broker: Any) -> PahoBus:
    settings = broker.settings("hub")
    access = Access(settings.host, settings.port, "hub", settings.password(), None)
    return PahoBus(access, Will("lobby/1/demo/presence/hub", b""))


def test_keys_written_to_the_pipe_reach_the_hub(
    broker: Any, hub_bus: PahoBus, stand_in: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    hub = stand_in(hub_bus)
    present: list[str] = []
    hub_bus.subscribe("lobby/1/demo/presence/keypad-3", lambda said: present.append(standing(said)))
    hub.start()
    settings = tmp_path / "keypad-3.toml"
    settings.write_text(
        _SETTINGS.format(folder=tmp_path, broker=broker, password=broker.password_file("keypad-3")), encoding="utf-8"
    )
    program = subprocess.Popen([sys.executable, "-m", "lobby.cli", "keypad", "--settings", str(settings)])
    try:
        wait_until(lambda: present[-1:] == ["online"] and (tmp_path / "keys").exists(), "the keypad is there", 20)
        hub.say("quay-3", CounterPhase.CLOSED)
        presses = [("KEY_KP0", "open"), ("KEY_KP1", "next"), ("recall", "recall"), ("KEY_KPMINUS", "no-show")]
        for key, _ in presses:
            with (tmp_path / "keys").open("w") as pipe:
                pipe.write(f"{key}\n")
        asked = [f"counter/{verb}" for _, verb in presses]
        wait_until(lambda: hub.verbs == asked, "the hub was asked each once, in order")
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
        wait_until(lambda: present[-1] == "stopped", "it said good-bye")
    finally:
        program.kill()
        hub_bus.stop()


def standing(said: Incoming) -> str:
    return str(decode(Presence, said.payload).state)
