"""Twenty counters that call at once: what the loudspeaker, the board and the LED board made of it, by the journal."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
import tomllib
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.asking import Answer, Errand, ask_at_once
from bench.site import Bench, Crowd, running, wait
from bench.table import Figure
from broker_config.settings import Enrolled
from demo.device_settings import head
from demo.manifest import Ports
from demo.ports import free_ports
from demo.programs import LOBBY
from demo.site import LED, SPEAKER
from demo.tables import toml
from demo.walkthrough.browser import Tab
from lobby.contract.roles import Role

BOARD, COUNTERS = "board-1", 20
CROWD = Crowd(
    fields=5,
    counters=COUNTERS,
    dispensers=1,
    presenters=(
        Enrolled(id=BOARD, role=Role.BOARD),
        Enrolled(id=LED.id, role=Role.LED),
        Enrolled(id=SPEAKER.id, role=Role.SPEAKER),
    ),
)
# Six seconds a call: the last citizen hears theirs after two minutes.
WITHIN_S = 240.0
_CALLED = "SELECT at, json_extract(data, '$.call_id') FROM entries WHERE kind = 'ticket.called' ORDER BY seq"
_PRESENTED = (
    "SELECT json_extract(data, '$.call_id'), json_extract(data, '$.device'), json_extract(data, '$.as') "
    "FROM entries WHERE kind = 'call.presented' ORDER BY seq"
)


@dataclass(frozen=True)
class Told:
    """The calls in the journal's order and when they were made; who presented which, in the order of their words."""

    calls: list[str]
    at: list[datetime]
    presented: list[tuple[str, str, str]]

    def by(self, device: str, as_: str) -> list[str]:
        """Return the calls that `device` presented `as_`, in its order."""
        return [call for call, who, how in self.presented if (who, how) == (device, as_)]


def measure() -> list[Figure]:
    """Return the figures of twenty calls at once; takes about three minutes, since each is spoken to its end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))), CROWD)
        _settle(bench)
        stack.enter_context(bench.broker())
        stack.enter_context(bench.program("hub", "hub"))
        twin = [*LOBBY, "led-twin", "--link", str(bench.places.led_port), "--out", str(bench.places.led)]
        stack.enter_context(running(twin))
        wait(bench.places.led_port.exists, "the LED board is there")
        for device in (LED, SPEAKER):
            stack.enter_context(bench.program(device.id, device.role.value))
        # A page that was asked for before would be asked for again by the browser at a time of its own.
        wait(bench.serves, "the hub serves pages", 120)
        tab = Tab(folder / "browser", 1280, 720)
        tab.start()
        stack.callback(tab.stop)
        tab.open(f"http://127.0.0.1:{bench.ports.web}/board/{BOARD}")
        tab.await_true("document.body.dataset.linked === 'true'", "the board is linked", 60)
        _open_and_fill(bench)
        wait(lambda: _ready(bench), "the clips are ready", 120)
        refused = [one.code for one in _each_keypad(bench, "counter/next") if one.code is not None]
        told = _await_told(bench.journal)
        return [*_figures(told, len(refused)), _overlaps(bench.places.sound)]


def _settle(bench: Bench) -> None:
    places, ports = bench.places, bench.ports
    hub = places.settings_of("hub")
    settings = tomllib.loads(hub.read_text(encoding="utf-8"))
    board = {"id": BOARD, "title": "Bảng gọi số", "password_file": str(places.secret(BOARD))}
    settings["pages"]["board"]["boards"] = [board]
    hub.write_text(toml(settings), encoding="utf-8")
    led = {"pictures": places.screens, "line": {"port": places.led_port}, "boards": [{"driver": "ascii"}]}
    voice = {"voice": {"clips": places.clips}, "player": {"driver": "wav", "folder": places.sound}}
    places.settings_of(LED.id).write_text(toml({**head(places, ports, LED), **led}), encoding="utf-8")
    places.settings_of(SPEAKER.id).write_text(toml({**head(places, ports, SPEAKER), **voice}), encoding="utf-8")


def _open_and_fill(bench: Bench) -> None:
    wait(bench.journal.exists, "the hub keeps its journal")
    _each_keypad(bench, "counter/open")
    turns = [{"service": service} for service in CROWD.services]
    left = [2 * COUNTERS]

    def goes_on(_answer: Answer, _since_s: float) -> bool:
        left[0] -= 1
        return left[0] > 0

    ask_at_once([Errand(bench.access(CROWD.devices_of(Role.DISPENSER)[0]), "ticket/issue", turns)], goes_on)


def _each_keypad(bench: Bench, verb: str) -> list[Answer]:
    counters = zip(CROWD.devices_of(Role.KEYPAD), CROWD.served, strict=True)
    errands = [Errand(bench.access(device), verb, [{"counter": counter}]) for device, counter in counters]
    return ask_at_once(errands, lambda _answer, _since_s: False).answers


def _ready(bench: Bench) -> bool:
    # Every clip of numbered counters, in two languages; what waits is put together within a moment of the last.
    return len(list(bench.places.clips.rglob("*.wav"))) > 100


def _await_told(journal: Path) -> Told:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        told = _told(journal)
        print(f"\r{len(told.by(SPEAKER.id, 'spoken'))} of {COUNTERS} spoken", end="", file=sys.stderr, flush=True)
        if len({call for call, _, _ in told.presented if call in told.by(SPEAKER.id, "spoken")}) >= COUNTERS:
            break
        time.sleep(1)
    print(file=sys.stderr)
    return _told(journal)


def _told(journal: Path) -> Told:
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as store:
        called = store.execute(_CALLED).fetchall()
        return Told(
            [call for _, call in called],
            [datetime.fromisoformat(at) for at, _ in called],
            store.execute(_PRESENTED).fetchall(),
        )


def _figures(told: Told, refused: int) -> list[Figure]:
    within_ms = (max(told.at) - min(told.at)).total_seconds() * 1000
    ways = (("loudspeaker", SPEAKER.id, "spoken"), ("board", BOARD, "displayed"), ("LED board", LED.id, "displayed"))
    figures = [
        Figure("calls refused", refused, "", 0),
        Figure(
            "calls in the journal, from first to last", within_ms, "ms", None, f"{COUNTERS} keypads pressed at once"
        ),
    ]
    for name, device, as_ in ways:
        done = told.by(device, as_)
        late = sum(told.calls.index(one) > told.calls.index(other) for one, other in pairwise(done))
        figures += [
            Figure(f"{name}: calls confirmed as {as_}", len(set(done)), "", COUNTERS, at_least=True),
            Figure(f"{name}: confirmed twice", len(done) - len(set(done)), "", 0),
            Figure(f"{name}: out of order", late, "", 0),
            Figure(f"{name}: told as failed", len(told.by(device, "failed")), "", 0),
        ]
    return figures


def _overlaps(sound: Path) -> Figure:
    calls: list[dict[str, Any]] = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(sound.glob("*.json"))
    ]
    calls.sort(key=lambda call: float(call["first_sample_monotonic"]))
    over = sum(after["first_sample_monotonic"] < one.get("ended_monotonic", 0) for one, after in pairwise(calls))
    return Figure("sounds over each other", over, "", 0, f"{len(calls)} sounds")
