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
    wait_until(lambda: hub.linked, "the hub is linked", 30)
    before = make_call("A007", 2)
    state = CounterState(
        rev=1, at=before.at, counter="quay-2", name="Quầy số 2", state=CounterPhase.OPEN, ticket=before.ticket,
        call_id=before.call_id,
    )  # fmt: skip
    hub.publish(TOPICS.counter("quay-2"), encode(state), retained=True)
    twin = program("led-twin", "--link", str(link), "--out", str(out))
    # A board that is not there yet is told of as failed first.
    wait_until(link.is_symlink, "the board is there", 30)
    led = program("led", "--settings", str(settings))
    try:
        wait_until(lambda: now() == ("A007", "2"), "the late board shows the counter's call", 30)
        new = make_call("B105", 12)
        hub.publish(TOPICS.call(), encode(new))
        wait_until(lambda: now() == ("B105", "12"), "the board shows the new call", 30)
        wait_until(lambda: len(answers) == 2, "both are answered", 30)
        led.send_signal(signal.SIGUSR1)
        picture = tmp_path / "screens/led-1.png"
        wait_until(picture.exists, "the picture is left", 30)
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


CONVERTER = """
site = "demo"
device = "led-1"
state = "{state}"
pictures = "{screens}"
[broker]
port = {port}
password_file = "{password_file}"
[line]
port = "tcp://127.0.0.1:{converter}"
[[boards]]
name = "Bảng sảnh"
driver = "alpha"
columns = 64
[[boards]]
address = 2
counter = "quay-3"
hold_s = "lâu"
[[boards]]
driver = "alfa"
address = 3
"""


def test_boards_behind_a_converter_show_the_call_though_one_is_set_wrongly(
    tmp_path: Path,
    broker: Any,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
    free_ports: Callable[[int], list[int]],
) -> None:
    (converter,) = free_ports(1)
    settings, out, picture = tmp_path / "led.toml", tmp_path / "led", tmp_path / "screens/led-1.png"
    settings.write_text(
        CONVERTER.format(
            state=tmp_path,
            port=broker.port,
            password_file=broker.password_file("led-1"),
            converter=converter,
            screens=tmp_path / "screens",
        )
    )

    def plate() -> object:
        return json.loads((out / "now.json").read_text())["boards"][1]["number"]

    told: dict[str, list[dict[str, Any]]] = {"shown": [], "health": []}
    hub = PahoBus(Access(broker.host, broker.port, "hub", broker.password_file("hub").read_text().strip()))
    hub.subscribe(TOPICS.shown("+"), lambda incoming: told["shown"].append(json.loads(incoming.payload)))
    hub.subscribe(TOPICS.health("led-1"), lambda incoming: told["health"].append(json.loads(incoming.payload)))
    hub.start()
    wait_until(lambda: hub.linked, "the hub is linked", 30)
    twin = program("led-twin", "--listen", str(converter), "--out", str(out), "--settings", str(settings))
    wait_until((out / "now.json").exists, "the boards are there", 30)
    led = program("led", "--settings", str(settings))
    try:
        wait_until(lambda: any(health["faults"] for health in told["health"]), "the slip is told", 30)
        (fault,) = told["health"][-1]["faults"]
        assert fault["code"] == "led_settings"
        assert "boards.2.hold_s" in fault["detail"]
        assert "có phải «alpha»?" in fault["detail"]
        called = make_call("B105", 3)
        hub.publish(TOPICS.call(), encode(called))
        wait_until(lambda: plate() == "B105", "the counter's board shows the call", 30)
        wait_until(lambda: told["shown"], "the call is answered", 30)

        def hall_is_right() -> bool:
            picture.unlink(missing_ok=True)
            led.send_signal(signal.SIGUSR1)
            wait_until(picture.exists, "the picture is left", 30)
            return picture.read_bytes() == (out / "now.png").read_bytes()

        wait_until(hall_is_right, "the picture is what the boards show", 60)
    finally:
        for process in (led, twin):
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(10) for process in (led, twin)]
        hub.stop()
    assert codes == [0, 0]
    assert [(shown["call_id"], shown["as"]) for shown in told["shown"]] == [(called.call_id, "displayed")]
