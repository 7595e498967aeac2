"""The hub's own program over a real mosquitto and a real journal, killed as a power cut kills it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from lobby.clock import SystemClock
from lobby.contract.replies import Reply
from lobby.contract.requests import CounterNext, CounterOpen, Request, TicketIssue
from lobby.contract.roles import Role
from lobby.contract.states import CounterState
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import DeviceSettings
from ticketing.journal.store import FILE

TOPICS = Topics("demo")
Wait = Callable[..., None]


class HubProcess:
    """`lobby hub` as its own process, with settings on disk."""

    def __init__(self, folder: Path, broker: Any, fields: dict[str, Any]) -> None:
        self.state = Path(fields["state"])
        self._file = folder / "hub.toml"
        self._file.write_text(_toml({**fields, "broker": _broker(broker, "hub")}), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(self._file)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def stop(self) -> int:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(20)


class Device:
    """A device with the product's own link, stepped by a thread, that remembers what it was answered."""

    def __init__(self, name: str, role: Role, broker: Any, state: Path) -> None:
        settings = DeviceSettings(site="demo", device=name, state=state, broker=broker.settings(name))
        self.link: DeviceLink = link_device(settings, role, SystemClock())
        self.replies: dict[str, Reply] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._step, daemon=True)

    def start(self) -> None:
        self.link.start()
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(5)
        self.link.stop()

    def ask(self, request: Request, wait_until: Wait, within_s: float = 30) -> Reply:
        self.send(request, within_s)
        wait_until(lambda: request.id in self.replies, f"an answer to {request.verb}", within_s)
        return self.replies[request.id]

    def send(self, request: Request, within_s: float = 30) -> None:
        def then(reply: Reply | None) -> None:
            if reply is not None:
                self.replies[request.id] = reply

        self.link.ask(request, then, within_s)

    def _step(self) -> None:
        while not self._ended.wait(0.1):
            self.link.step()


def _broker(broker: Any, device: str) -> dict[str, Any]:
    return {"host": broker.host, "port": broker.port, "password_file": str(broker.password_file(device))}


def _toml(fields: dict[str, Any]) -> str:
    # JSON's strings, numbers, lists and inline tables written as TOML's.
    return "\n".join(f"{key} = {_value(value)}" for key, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def hub(tmp_path: Path, broker: Any, hub_fields: Callable[[Path], dict[str, Any]]) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path, broker, hub_fields(tmp_path / "state"))
    process.start()
    yield process
    process.kill()


@pytest.fixture
def devices(tmp_path: Path, broker: Any) -> Iterator[Callable[[str, Role], Device]]:
    made: list[Device] = []

    def make(name: str, role: Role) -> Device:
        made.append(Device(name, role, broker, tmp_path))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()


def issue() -> TicketIssue:
    return TicketIssue(id=str(uuid.uuid4()), service="ho-tich")


def test_what_was_answered_survives_kill_9_and_no_number_comes_twice(
    hub: HubProcess, devices: Callable[[str, Role], Device], wait_until: Wait
) -> None:
    dispenser, keypad = devices("dispenser-1", Role.DISPENSER), devices("keypad-1", Role.KEYPAD)
    assert keypad.ask(CounterOpen(id=str(uuid.uuid4()), counter="quay-1"), wait_until).ok
    asked = [issue() for _ in range(150)]
    for kills in range(3):
        batch = asked[kills * 50 : kills * 50 + 50]
        for request in batch:
            dispenser.send(request, 60)
        some = 10 + 12 * kills
        wait_until(lambda b=batch, n=some: sum(r.id in dispenser.replies for r in b) >= n, "some answers", 30)
        hub.kill()
        hub.start()
    wait_until(lambda: all(request.id in dispenser.replies for request in asked), "every answer", 60)
    first = {request.id: dispenser.replies[request.id] for request in asked}
    numbers = sorted(reply.data["ticket"]["number"] for reply in first.values() if reply.data)
    assert numbers == [f"A{n:03d}" for n in range(1, 151)]
    dispenser.replies.clear()
    for request in asked[::10]:
        assert dispenser.ask(request, wait_until) == first[request.id]
    called = keypad.ask(CounterNext(id=str(uuid.uuid4()), counter="quay-1"), wait_until)
    assert called.data is not None and called.data["ticket"]["number"] == "A001"
    assert hub.stop() == 0
    _check_journal(hub.state / FILE, first)


def _check_journal(file: Path, first: dict[str, Reply]) -> None:
    connection = sqlite3.connect(file)
    seqs = [row[0] for row in connection.execute("SELECT seq FROM entries ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    issued = connection.execute("SELECT ticket FROM entries WHERE kind = 'ticket.issued'").fetchall()
    assert len(issued) == len(first)
    assert {row[0] for row in connection.execute("SELECT id FROM replies WHERE verb = 'ticket/issue'")} == set(first)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_broker_that_starts_empty_is_told_the_pictures_again(
    hub: HubProcess, broker: Any, devices: Callable[[str, Role], Device], wait_until: Wait
) -> None:
    keypad = devices("keypad-1", Role.KEYPAD)
    assert keypad.ask(CounterOpen(id=str(uuid.uuid4()), counter="quay-1"), wait_until).ok
    broker.kill()
    for kept in broker.site.folder.rglob("mosquitto.db"):
        kept.unlink()
    broker.start()
    board = devices("board-1", Role.BOARD)
    told: list[CounterState] = []
    board.link.watch(CounterState, TOPICS.counter("quay-1"), told.append)
    wait_until(lambda: any(state.state == "open" for state in told), "the counter's picture", 30)


def test_a_client_that_is_not_ours_can_take_a_number(hub: HubProcess, broker: Any, wait_until: Wait) -> None:
    command = ["mosquitto_rr", "-V", "5", "-h", broker.host, "-p", str(broker.port), "-u", "dispenser-1"]
    command += ["-P", broker.password_file("dispenser-1").read_text().strip(), "-W", "5", "-q", "1"]
    command += ["-t", TOPICS.do("dispenser-1", "ticket/issue"), "-e", TOPICS.reply("dispenser-1") + "/rr"]
    replies: list[dict[str, Any]] = []

    def answered() -> bool:
        body = json.dumps({"v": 1, "id": str(uuid.uuid4()), "service": "ho-tich"})
        ran = subprocess.run([*command, "-m", body], capture_output=True, timeout=20, check=False, env=os.environ)
        with suppress(ValueError):
            replies.append(json.loads(ran.stdout))
        return bool(replies)

    wait_until(answered, "mosquitto_rr is answered", 40)
    assert replies[0]["ok"] and replies[0]["data"]["ticket"]["number"] == "A001"


def test_a_second_hub_on_the_same_folder_ends_itself(hub: HubProcess, tmp_path: Path, wait_until: Wait) -> None:
    wait_until((hub.state / FILE).exists, "the first hub runs", 20)
    command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(tmp_path / "hub.toml")]
    second = subprocess.run(command, capture_output=True, timeout=30, check=False)
    assert second.returncode not in (0, None)
