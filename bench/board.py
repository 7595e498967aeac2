"""A TV board: its first paint on a cold cache, what it asks of whom, and its memory over a hundred thousand calls."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from bench.site import Bench, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.codec import encode
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import Ticket, TicketState
from lobby.contract.topics import Topics
from lobby.link.paho import PahoBus

TOPICS = Topics("demo")
COLD_STARTS = 10
CALLS = 100_000
COUNTERS = 7
BREATH = 500
PACE_S = 0.0015
# Each call stands its five seconds, which are a thousandth of one here: a year of an office goes by in minutes.
FASTER = """(() => { const now = performance.now.bind(performance); performance.now = () => now() * 5000; })()"""
IN_ITS_ROW = "(number) => document.querySelector(`tr[data-number='${number}']`) !== null"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def measure(calls: int = CALLS) -> list[Figure]:
    """Return the figures of one board; takes some minutes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))))
        stack.enter_context(bench.broker())
        play = stack.enter_context(sync_playwright())
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=_flags())
        stack.callback(chromium.close)
        with bench.program("hub", "hub"):
            wait(lambda: _answers(bench), "the hub serves pages")
            paints, strangers = _cold_starts(chromium, bench)
            return [
                Figure("first paint on a cold cache, p95", percentile(paints, 0.95), "ms", 1000, spread(paints)),
                Figure("requests to other hosts", len(strangers), "", 0, ", ".join(sorted(strangers))),
                *_memory(_open(chromium, bench, FASTER), bench, calls),
            ]


def _flags() -> list[str]:
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags


def _cold_starts(chromium: Browser, bench: Bench) -> tuple[list[float], set[str]]:
    paints, hosts = list[float](), set[str]()
    for _ in range(COLD_STARTS):
        page = _open(chromium, bench, "")
        paints.append(float(page.evaluate(PAINT)))
        names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        hosts |= {urlsplit(name).hostname or "" for name in names}
        page.context.close()
    return paints, hosts - {"127.0.0.1"}


def _open(chromium: Browser, bench: Bench, before: str) -> Page:
    page = chromium.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    if before:
        page.add_init_script(before)
    page.goto(f"http://127.0.0.1:{bench.ports.web}/board/board-1")
    page.wait_for_selector("body[data-linked=true]", state="attached")
    page.wait_for_function(f"() => document.querySelectorAll('#rows tr').length === {COUNTERS}")
    return page


def _answers(bench: Bench) -> bool:
    with suppress(OSError):
        urlopen(f"http://127.0.0.1:{bench.ports.web}/healthz", timeout=1).close()
        return True
    return False


def _memory(page: Page, bench: Bench, calls: int) -> list[Figure]:
    hub = PahoBus(bench.access("hub"))
    hub.start()
    wait(lambda: hub.linked, "the hub's second link")
    session = page.context.new_cdp_session(page)
    used, kept, nodes = list[float](), list[float](), list[int]()
    for begun in range(0, calls, BREATH):
        _call(hub, begun, min(calls, begun + BREATH))
        # One source for all, and none kept: what the watcher leaves on the page is not the page's.
        page.wait_for_function(IN_ITS_ROW, arg=_number(begun + BREATH - 1)).dispose()
        used.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
        if begun % (calls // 10) == 0:
            session.send("HeapProfiler.collectGarbage")
            kept.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
            nodes.append(session.send("Memory.getDOMCounters")["nodes"])
        print(f"\r{begun + BREATH} of {calls} calls", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    hub.stop()
    return [
        Figure(f"JS heap over {calls} calls, most", max(used), "MB", 60, spread(used)),
        # In the first tenth its code is compiled, and it comes to remember as many calls as it ever does.
        Figure(
            "kept after garbage is collected, grown by",
            kept[-1] - kept[1],
            "MB",
            1,
            ", ".join(f"{mb:.1f}" for mb in kept),
        ),
        Figure("nodes of the page, grown by", nodes[-1] - nodes[1], "", 50, f"{nodes[1]} to {nodes[-1]}"),
    ]


def _call(hub: PahoBus, first: int, after: int) -> None:
    for nth in range(first, after):
        counter, now = f"quay-{nth % COUNTERS + 1}", datetime.now(OFFICE_ZONE)
        ticket = Ticket(
            ticket=str(uuid.uuid4()), number=_number(nth), service="ho-tich", state=TicketState.CALLED, issued_at=now,
            called_at=now, counter=counter, calls=1,
        )  # fmt: skip
        name, call_id = f"Quầy số {nth % COUNTERS + 1}", str(uuid.uuid4())
        state = CounterState(
            rev=10**9 + nth, at=now, counter=counter, name=name, state=CounterPhase.OPEN, ticket=ticket, call_id=call_id
        )
        call = Call(
            call_id=call_id, kind=CallKind.CALL, ticket=ticket, counter=counter, counter_name=name, nth=1, at=now
        )
        hub.publish(TOPICS.counter(counter), encode(state), retained=True)
        hub.publish(TOPICS.call(), encode(call))
        time.sleep(PACE_S)


def _number(nth: int) -> str:
    return f"A{nth:06}"
