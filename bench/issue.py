"""`ticket/issue`, request to reply, against an echo with one durable commit: in turn, in one run."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from bench.site import Bench, resident_mb, running, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.codec import encode
from lobby.contract.requests import TicketIssue
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.paho import PahoBus

DEVICE = "dispenser-1"
SERVICES = ["ho-tich", "dat-dai", "lao-dong", "kinh-doanh", "tra-ket-qua"]
TOPICS = Topics("demo")
BLOCKS = 20
IN_A_BLOCK = 50
WARM_UP = 30


class Asking:
    """A dispenser's client that asks one request after another and times each."""

    def __init__(self, bench: Bench) -> None:
        self._bus = PahoBus(bench.access(DEVICE))
        self._answered = threading.Event()
        self._bus.subscribe(TOPICS.reply(DEVICE), self._take)
        self._bus.start()
        wait(lambda: self._bus.linked, "the asking client is linked")
        self.refused = 0

    def block(self, count: int) -> list[float]:
        """Ask `count` times; returns milliseconds from request to reply."""
        return [self._one(number) for number in range(count)]

    def answered(self) -> bool:
        """Tell whether anybody answers."""
        return self._one(0) < 900

    def stop(self) -> None:
        self._bus.stop()

    def _one(self, number: int) -> float:
        payload = encode(TicketIssue(id=str(uuid.uuid4()), service=SERVICES[number % len(SERVICES)]))
        self._answered.clear()
        begun = time.perf_counter()
        self._bus.publish(TOPICS.do(DEVICE, "ticket/issue"), payload)
        self._answered.wait(1.0)
        return (time.perf_counter() - begun) * 1000

    def _take(self, incoming: Incoming) -> None:
        self.refused += b'"ok":false' in incoming.payload
        self._answered.set()


def measure() -> list[Figure]:
    """Return the figures of `ticket/issue` and of the hub's memory."""
    sys.setswitchinterval(0.0005)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours, floor = (Bench(folder / name, Ports(*free_ports((0, 0, 0, 0)))) for name in ("ours", "floor"))
        stack.enter_context(ours.broker())
        stack.enter_context(floor.broker())
        time.sleep(0.5)
        hub = stack.enter_context(ours.program("hub", "hub"))
        echo = [sys.executable, "-m", "bench.floor", "--port", str(floor.ports.mqtt), "--username", "hub"]
        echo += ["--password", floor.passwords["hub"], "--store", str(folder / "floor.db")]
        stack.enter_context(running(echo))
        asking = [Asking(ours), Asking(floor)]
        for one in asking:
            stack.callback(one.stop)
            wait(one.answered, "answers come")
            one.block(WARM_UP)
        ours_ms, floor_ms = _in_turn(asking)
        figures = _figures(ours_ms, floor_ms)
        figures.append(Figure("hub resident after the run", resident_mb(hub.pid), "MB", 120))
        if asking[0].refused:
            sys.exit(f"{asking[0].refused} requests were refused: nothing was measured")
        return figures


def _in_turn(asking: list[Asking]) -> tuple[list[list[float]], list[list[float]]]:
    blocks: tuple[list[list[float]], list[list[float]]] = ([], [])
    for _ in range(BLOCKS):
        for one, samples in zip(asking, blocks, strict=True):
            samples.append(one.block(IN_A_BLOCK))
    return blocks


def _figures(ours: list[list[float]], floor: list[list[float]]) -> list[Figure]:
    flat_ours, flat_floor = (list(chain.from_iterable(blocks)) for blocks in (ours, floor))
    ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(ours, floor, strict=True)]
    p50, p99 = (percentile(flat_ours, share) / percentile(flat_floor, share) for share in (0.5, 0.99))
    count = len(flat_ours)
    return [
        Figure("floor: echo + one commit, p50", percentile(flat_floor, 0.5), "ms", None, f"{count} requests"),
        Figure("floor, p99", percentile(flat_floor, 0.99), "ms", None),
        Figure("ticket/issue, p50", percentile(flat_ours, 0.5), "ms", None, f"{count} requests"),
        Figure("ticket/issue, p99", percentile(flat_ours, 0.99), "ms", None),
        Figure("ticket/issue against the floor, p50", p50, "times", 1.5, f"by block: {spread(ratios)}"),
        Figure("ticket/issue against the floor, p99", p99, "times", 3.0),
    ]
