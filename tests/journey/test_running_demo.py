"""On one running demo: a client that is not ours takes a number, each part dies and is back, the demo is killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests

pytestmark = pytest.mark.journey

# How soon a part is started again is held by the supervisor's own test, by a clock that is set.
BACK_WITHIN_S = 20.0
Alive = Callable[[int], bool]
PARTS = ["hub", "bridge", "backend", "dispenser-1", "kiosk-1", "pad-1", "board-1", "led-1", "speaker-1", "keypad-1"]


def test_mosquitto_rr_takes_a_number_and_calls_it(demo: Any) -> None:
    issued = demo.rr("dispenser-1", "ticket/issue", service="dat-dai")
    assert issued["ok"], issued
    number = issued["data"]["ticket"]["number"]
    assert number.startswith("B") and issued["data"]["track"]
    assert demo.rr("keypad-3", "counter/open", counter="quay-3")["ok"]
    called = demo.rr("keypad-3", "counter/next", counter="quay-3")
    assert called["ok"], called
    assert called["data"]["ticket"]["number"] == number
    assert called["data"]["call_id"] and called["data"]["why"]
    assert demo.rr("keypad-3", "counter/finish", counter="quay-3")["ok"]


def test_the_backend_answers_with_the_token_of_demo_json_or_on_this_machine_without_one(demo: Any) -> None:
    facts = demo.facts()
    url = f"{facts['backend']}/v1/procedures"
    right, wrong = f"Bearer {facts['backend_token']}", "Bearer wrong"
    for headers, status in (({}, 200), ({"Authorization": right}, 200), ({"Authorization": wrong}, 401)):
        assert requests.get(url, headers=headers, timeout=10).status_code == status


def test_the_same_request_gets_the_same_number(demo: Any) -> None:
    request = {"id": "11111111-2222-4333-8444-555555555555", "service": "lao-dong"}
    first = demo.rr("dispenser-1", "ticket/issue", **request)
    assert demo.rr("dispenser-1", "ticket/issue", **request) == first


@pytest.mark.parametrize(
    ("device", "verb", "arguments", "code"),
    [
        ("dispenser-1", "ticket/issue", {"service": "khong-co"}, "unknown_service"),
        ("dispenser-1", "ticket/issue", {}, "bad_request"),
        ("dispenser-1", "ticket/issue", {"service": "ho-tich", "pad": "x" * 70000}, "bad_request"),
        ("keypad-4", "counter/next", {"counter": "quay-4"}, "counter_closed"),
        ("keypad-4", "counter/next", {"counter": "quay-5"}, "forbidden"),
        ("keypad-4", "counter/next", {"counter": "quay-99"}, "forbidden"),
        ("kiosk-1", "dossier/find", {"code": "H15.12-200101-9999"}, "not_found"),
        ("kiosk-1", "dossier/find", {"code": "a\u0007b"}, "bad_request"),
    ],
)
def test_bad_input_is_answered_in_vietnamese(
    demo: Any, device: str, verb: str, arguments: dict[str, Any], code: str
) -> None:
    reply = demo.rr(device, verb, **arguments)
    assert not reply["ok"] and reply["error"]["code"] == code
    assert reply["error"]["message"].endswith((".", "!"))


def test_a_pad_that_calls_a_number_gets_no_answer(demo: Any) -> None:
    facts = demo.facts()
    pad = facts["devices"]["pad-1"]
    topic = f"lobby/1/{facts['site']}/do/pad-1/counter/next"
    command = ["mosquitto_pub", "-V", "mqttv5", "-q", "1", "-d", "-p", str(facts["mqtt"]["port"]), "-t", topic]
    command += ["-u", pad["username"], "-P", pad["password"], "-m", json.dumps({"v": 1, "counter": "quay-1"})]
    tried = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert "RC:135" in tried.stdout + tried.stderr


class Citizens:
    """Take number after number until told to stop; remembers what was answered `ok`."""

    def __init__(self, demo: Any) -> None:
        self._demo = demo
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._take, daemon=True)
        self.numbers: list[str] = []

    @contextmanager
    def taking(self) -> Iterator[Citizens]:
        self._thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._thread.join(30)

    def _take(self) -> None:
        while not self._ended.is_set():
            try:
                reply = self._demo.rr("dispenser-1", "ticket/issue", service="kinh-doanh")
            except (AssertionError, subprocess.TimeoutExpired):
                continue
            if reply["ok"]:
                self.numbers.append(reply["data"]["ticket"]["number"])


@pytest.mark.parametrize("part", [*PARTS, "broker"])
def test_a_killed_part_is_back_and_no_answered_number_is_lost(
    demo: Any, part: str, wait_until: Callable[..., None], alive: Alive
) -> None:
    citizens = Citizens(demo)
    with citizens.taking():
        wait_until(lambda: len(citizens.numbers) >= 3, "numbers are taken", 20)
        killed = demo.kill(part)
        wait_until(lambda: demo.pid(part) != killed and alive(demo.pid(part)), f"{part} is back", BACK_WITHIN_S)
        so_far = len(citizens.numbers)
        wait_until(lambda: len(citizens.numbers) >= so_far + 3, "numbers are taken again", 30)
    assert len(set(citizens.numbers)) == len(citizens.numbers)
    assert set(citizens.numbers) <= set(journalled(demo.state))
    assert len(journalled(demo.state)) == len(set(journalled(demo.state)))


def journalled(state: Path) -> list[str]:
    """Return the numbers of every ticket issued, as the hub's journal holds them."""
    (journal,) = (state / "state/hub").glob("journal.sqlite3")
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as reading:
        rows = reading.execute("SELECT json_extract(ticket, '$.number') FROM entries WHERE kind = 'ticket.issued'")
        return [row[0] for row in rows]


def test_a_screen_whose_display_dies_is_back_on_it(demo: Any, wait_until: Callable[..., None], alive: Alive) -> None:
    killed, log = demo.pid("pad-1"), demo.state / "logs/xvfb-pad-1.log"
    display = display_of(killed)
    # The pad may have been killed a moment ago: a display that dies before its window is open ends nothing.
    wait_until(lambda: titles(display) == ["pad-1"], "its window is open", 60)
    (server,) = writers(log)
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: demo.pid("pad-1") != killed and alive(demo.pid("pad-1")), "pad-1 is started again", 20)
    wait_until(lambda: titles(display) == ["pad-1"], "its window is on its display", 60)
    wait_until(lambda: display_of(demo.pid("pad-1")) == display, "pad-1 knows no other display")
    assert len(writers(log)) == 1 and writers(log) != [server]


def display_of(pid: int) -> str:
    variables = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0")
    return next(one.removeprefix("DISPLAY=") for one in variables if one.startswith("DISPLAY="))


def writers(log: Path) -> list[int]:
    """Return the processes whose output goes into `log`."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (place / "fd/1").readlink() == log:
                found.append(int(place.name))
    return found


def titles(display: str) -> list[str]:
    """Return the titles of the windows that can be seen on a display."""
    command = ["xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]
    found = subprocess.run(command, env={"DISPLAY": display}, capture_output=True, text=True, check=False)
    return sorted(set(found.stdout.split()))


def test_no_process_outlives_a_killed_demo(
    demo: Any,
    wait_until: Callable[..., None],
    left_behind: Callable[[Path], list[str]],
    family: Callable[[int], set[int]],
    alive: Alive,
) -> None:
    """The last of the file: after it there is no demo."""
    started = family(demo.process.pid)
    assert len(started) > 12
    demo.process.kill()
    demo.process.wait(10)
    wait_until(lambda: not any(map(alive, started)), "nothing is left", 30)
    assert left_behind(demo.state) == []
