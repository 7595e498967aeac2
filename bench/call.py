"""From `counter/next` to what the lobby perceives: the board's DOM, and the speaker's first audio sample."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.site import Bench, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from demo.walkthrough.browser import Tab
from lobby.contract.codec import encode
from lobby.contract.requests import CounterFinish, CounterNext, CounterOpen, CounterRecall, Request, TicketIssue
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.paho import PahoBus

TOPICS = Topics("demo")
COUNTER, KEYPAD, DISPENSER = "quay-1", "keypad-1", "dispenser-1"
CALLS = 25
SPOKEN_WITHIN_S = 20.0
SHORT_VOICE = "repeat = 1\n"
LATE_STARTS = 10
RIGHT = (
    "document.querySelectorAll('#rows tr[data-counter]').length === 7"
    " && document.querySelectorAll('#waiting li').length === 5"
)
SINCE_LOAD = "performance.now() - performance.getEntriesByType('navigation')[0].loadEventEnd"
# Notes when each call reaches the large panel, in milliseconds of the machine's clock.
WATCH_PANEL = """
window.seen = {};
const note = () => {
  const id = document.querySelector('#calling')?.dataset.callId;
  if (id && !(id in window.seen)) window.seen[id] = performance.timeOrigin + performance.now();
};
new MutationObserver(note).observe(document.body, {subtree: true, childList: true, attributes: true});
"""


class Device:
    """A client that asks as one device of the site and gives the reply's data."""

    def __init__(self, bench: Bench, device: str) -> None:
        self._device = device
        self._bus = PahoBus(bench.access(device))
        self._reply: dict[str, Any] = {}
        self._answered = threading.Event()
        self._bus.subscribe(TOPICS.reply(device), self._take)
        self._bus.start()
        wait(lambda: self._bus.linked, f"{device} is linked")

    def ask(self, request: Request) -> dict[str, Any]:
        """Ask and return the reply; `{}` where none came."""
        self._answered.clear()
        self._bus.publish(TOPICS.do(self._device, request.verb), encode(request))
        return self._reply if self._answered.wait(3) else {}

    def stop(self) -> None:
        self._bus.stop()

    def _take(self, incoming: Incoming) -> None:
        self._reply = json.loads(incoming.payload)
        self._answered.set()


def measure() -> list[Figure]:
    """Return the figures of calls; takes about four minutes, since every call is spoken to its end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))))
        _shorten(bench)
        stack.enter_context(bench.broker())
        time.sleep(0.5)
        stack.enter_context(bench.program("hub", "hub"))
        stack.enter_context(bench.program("speaker-1", "speaker"))
        keypad, dispenser = Device(bench, KEYPAD), Device(bench, DISPENSER)
        stack.callback(keypad.stop)
        stack.callback(dispenser.stop)
        wait(lambda: keypad.ask(CounterOpen(id=_new(), counter=COUNTER)).get("ok"), "the hub answers")
        tab = Tab(folder / "browser", 1280, 720)
        tab.start()
        stack.callback(tab.stop)
        late = [_open_board(tab, bench) for _ in range(LATE_STARTS)]
        tab.run(WATCH_PANEL)
        return [*_figures(*_calls(bench, keypad, dispenser, tab)), _late(late)]


def _late(late: list[float]) -> Figure:
    return Figure("a board that starts late, load to right, p95", percentile(late, 0.95), "ms", 1000, spread(late))


def _shorten(bench: Bench) -> None:
    # Each call once, and into files: what is measured is when speaking begins, not how long it lasts.
    speaker = bench.places.settings_of("speaker-1")
    text = speaker.read_text(encoding="utf-8").replace("[voice]\n", f"[voice]\n{SHORT_VOICE}")
    speaker.write_text(text.replace('driver = "auto"', 'driver = "wav"'), encoding="utf-8")


def _open_board(tab: Tab, bench: Bench) -> float:
    tab.open(f"http://127.0.0.1:{bench.ports.web}/board/board-1")
    tab.await_true(RIGHT, "the board shows every counter and field")
    return float(tab.run(SINCE_LOAD))


def _calls(bench: Bench, keypad: Device, dispenser: Device, tab: Tab) -> tuple[list[float], list[float], list[float]]:
    dom, fresh, known = list[float](), list[float](), list[float]()
    for number in range(CALLS):
        dispenser.ask(TicketIssue(id=_new(), service="ho-tich"))
        for request, samples in (
            (CounterNext(id=_new(), counter=COUNTER), fresh),
            (CounterRecall(id=_new(), counter=COUNTER), known),
        ):
            wall, steady = time.time(), time.monotonic()
            call_id = keypad.ask(request)["data"]["call_id"]
            spoken = _await_spoken(bench.places.sound, call_id)
            samples.append((spoken["first_sample_monotonic"] - steady) * 1000)
            dom.append(float(tab.run(f"window.seen['{call_id}']")) - wall * 1000)
        keypad.ask(CounterFinish(id=_new(), counter=COUNTER))
        print(f"\r{number + 1} of {CALLS} tickets called twice", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return dom, fresh, known


def _await_spoken(sound: Path, call_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    def spoken() -> bool:
        found[:] = [call for call in map(_read, sound.glob("*.json")) if call["call_id"] == call_id]
        return bool(found) and "ended_at" in found[0]

    wait(spoken, f"call {call_id} is spoken", SPOKEN_WITHIN_S)
    return found[0]


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _figures(dom: list[float], fresh: list[float], known: list[float]) -> list[Figure]:
    return [
        Figure("counter/next to the board's DOM, p95", percentile(dom, 0.95), "ms", 100, spread(dom)),
        Figure("to the first sample, phrase not spoken before, p95", percentile(fresh, 0.95), "ms", 100, spread(fresh)),
        Figure("to the first sample, phrase spoken before, p95", percentile(known, 0.95), "ms", 100, spread(known)),
    ]


def _new() -> str:
    return str(uuid.uuid4())
