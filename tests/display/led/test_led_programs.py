"""`lobby led` and `lobby led-twin` as they run in the demo: two processes and real mosquitto."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from display.led.dots import draw
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.paho import Access, PahoBus

TOPICS = Topics("demo")
SETTINGS = """
site = "demo"
device = "led-1"
state = "{state}"
pictures = "{screens}"
[broker]
port = {port}
password_file = "{password_file}"
[line]
port = "{link}"
[[boards]]
driver = "ascii"
"""


def program(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "lobby.cli", *arguments], stderr=subprocess.DEVNULL)


def test_a_late_board_shows_what_is_called_now_then_each_new_call(
    tmp_path: Path, broker: Any, make_call: Callable[..., Call], wait_until: Callable[..., None]
) -> None:
    link, out = tmp_path / "dev" / "led", tmp_path / "led"
    settings = tmp_path / "led.toml"
    settings.write_text(
        SETTINGS.format(
            state=tmp_path,
            port=broker.port,
            password_file=broker.password_file("led-1"),
            link=link,
            screens=tmp_path / "screens",
        )
    )

    def now() -> tuple[str, str]:
        try:
            told = json.loads((out / "now.json").read_text())
        except FileNotFoundError:
            return ("", "")
        return (told["number"], told["counter"])

    answers: list[Incoming] = []
    hub = PahoBus(Access(broker.host, broker.port, "hub", broker.password_file("hub").read_text().strip()))
    hub.subscribe(TOPICS.shown("+"), answers.append)
    hub.start()
    wait_until(lambda: hub.linked, "the hub is linked")
    before = make_call("A007", 2)
    state = CounterState(
        rev=1, at=before.at, counter="quay-2", name="Quầy số 2", state=CounterPhase.OPEN, ticket=before.ticket,
        call_id=before.call_id,
    )  # fmt: skip
    hub.publish(TOPICS.counter("quay-2"), encode(state), retained=True)
    twin = program("led-twin", "--link", str(link), "--out", str(out))
    # A board that is not there yet is told of as failed first.
    wait_until(link.is_symlink, "the board is there")
    led = program("led", "--settings", str(settings))
    try:
        wait_until(lambda: now() == ("A007", "2"), "the late board shows the counter's call", 30)
        new = make_call("B105", 12)
        hub.publish(TOPICS.call(), encode(new))
        wait_until(lambda: now() == ("B105", "12"), "the board shows the new call")
        wait_until(lambda: len(answers) == 2, "both are answered")
        led.send_signal(signal.SIGUSR1)
        picture = tmp_path / "screens/led-1.png"
        wait_until(picture.exists, "the picture is left")
        assert picture.read_bytes() == draw("B105", "12")
    finally:
        for process in (led, twin):
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(10) for process in (led, twin)]
        hub.stop()
    assert codes == [0, 0]
    assert [json.loads(answer.payload)["call_id"] for answer in answers] == [before.call_id, new.call_id]
    assert {json.loads(answer.payload)["as"] for answer in answers} == {"displayed"}
    assert not link.is_symlink()
