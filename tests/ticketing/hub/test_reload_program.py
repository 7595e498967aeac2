"""The hub's own program takes a changed settings file over a real broker, and lives through a wrong one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.paho import Access, PahoBus

TOPICS = Topics("demo")
Wait = Callable[..., None]


@dataclass
class Program:
    """`lobby hub` as its own process, and what a board hears of it."""

    file: Path
    fields: dict[str, Any]
    process: subprocess.Popen[bytes]
    heard: dict[str, dict[str, Any]]

    def edit(self, **changed: Any) -> None:
        """Save the file as an editor does: whole, by rename."""
        self.fields |= changed
        draft = self.file.with_suffix(".new")
        draft.write_text("\n".join(f"{key} = {_value(value)}" for key, value in self.fields.items()), encoding="utf-8")
        draft.replace(self.file)

    def start(self) -> None:
        command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(self.file)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def queue(self) -> dict[str, Any]:
        return self.heard.get(TOPICS.queue("ho-tich"), {})

    def faults(self) -> set[str]:
        return {fault["code"] for fault in self.heard.get(TOPICS.health("hub"), {}).get("faults", ())}


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _password(broker: Any, device: str) -> str:
    text: str = broker.password_file(device).read_text()
    return text.strip()


@pytest.fixture
def program(
    tmp_path: Path, broker: Any, hub_fields: Callable[[Path], dict[str, Any]], wait_until: Wait
) -> Iterator[Program]:
    heard: dict[str, dict[str, Any]] = {}

    def hear(incoming: Incoming) -> None:
        heard[incoming.topic] = json.loads(incoming.payload) if incoming.payload else {}

    password = {"host": broker.host, "port": broker.port, "password_file": str(broker.password_file("hub"))}
    fields = hub_fields(tmp_path / "state") | {"broker": password}
    made = Program(tmp_path / "hub.toml", fields, None, heard)  # type: ignore[arg-type]
    made.edit()
    made.start()
    buses = [PahoBus(Access(broker.host, broker.port, one, _password(broker, one))) for one in ("board-1", "bridge")]
    for bus, topic in zip(buses, (TOPICS.queue("+"), TOPICS.health("hub")), strict=True):
        bus.subscribe(topic, hear)
        bus.start()
    wait_until(made.queue, "the hub's pictures", 40)
    yield made
    for bus in buses:
        bus.stop()
    made.kill()


def test_a_saved_file_holds_within_seconds_and_a_wrong_one_stops_nothing(program: Program, wait_until: Wait) -> None:
    services = [program.fields["services"][0] | {"name": "Hộ tịch"}, program.fields["services"][1]]
    program.edit(services=services)
    wait_until(lambda: program.queue()["name"] == "Hộ tịch", "the new name on the boards", 10)
    program.edit(services=[services[0] | {"name": "Chứng thực", "prefx": "A"}, services[1]])
    wait_until(lambda: "settings_wrong" in program.faults(), "the fault of the wrong file", 10)
    assert program.queue()["name"] == "Hộ tịch"
    program.edit(services=[services[0] | {"open": False, "closed_reason": "Tạm nghỉ."}, services[1]])
    os.kill(program.process.pid, signal.SIGHUP)
    wait_until(lambda: not program.queue()["open"], "the field closed", 10)
    wait_until(lambda: "settings_wrong" not in program.faults(), "the fault cleared", 10)
    assert program.process.poll() is None


def test_a_wrong_file_at_a_restart_leaves_the_last_right_one_in_force(program: Program, wait_until: Wait) -> None:
    renamed = [program.fields["services"][0] | {"name": "Hộ tịch"}, program.fields["services"][1]]
    program.edit(services=renamed)
    wait_until(lambda: program.queue()["name"] == "Hộ tịch", "the new name on the boards", 10)
    program.edit(services=[renamed[0] | {"prefx": "A"}, renamed[1]])
    wait_until(lambda: "settings_wrong" in program.faults(), "the fault of the wrong file", 10)
    program.kill()
    program.heard.clear()
    program.start()
    wait_until(lambda: "settings_wrong" in program.faults(), "the fault of the wrong file after the restart", 40)
    assert program.process.poll() is None
    program.edit(services=[renamed[0] | {"name": "Hộ tịch, chứng thực"}, renamed[1]])
    wait_until(lambda: program.queue().get("name") == "Hộ tịch, chứng thực", "the right file in force", 10)


def test_a_wrong_file_at_the_very_first_start_is_refused(program: Program, tmp_path: Path) -> None:
    first = tmp_path / "first.toml"
    first.write_text(f"state = '{tmp_path}'\nsite = 5\n", encoding="utf-8")
    command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(first)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 78 and "«site»" in ended.stderr
