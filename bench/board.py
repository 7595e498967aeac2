"""A TV board: its first paint on a cold cache, what it asks of whom, and its memory over a hundred thousand calls."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import linear_regression
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.site import Bench, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.codec import encode
from lobby.contract.states import CounterPhase, CounterState, Presented
from lobby.contract.ticket import Ticket, TicketState
from lobby.contract.topics import Topics
from lobby.link.paho import PahoBus

TOPICS = Topics("demo")
BOARD = "board-1"
COLD_STARTS = 10
CALLS = 100_000
COUNTERS = 7
BREATH = 500
PACE_S = 0.0015
# Each call stands its five seconds, which are a thousandth of one here: a year of an office goes by in minutes. Calls
# that wait for the large panel are looked at as often, so that it keeps up as it does in an office.
FASTER = """(() => {
  const now = performance.now.bind(performance), every = setInterval;
  performance.now = () => now() * 5000;
  globalThis.setInterval = (does, ms) => every(does, ms === 250 ? 5 : ms);
})()"""
# The office's day passes in seconds here, however late the board hears the clock again: its calls are of days to come.
AHEAD = timedelta(days=7)
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
            wait(bench.serves, "the hub serves pages")
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
    page.goto(f"http://127.0.0.1:{bench.ports.web}/board/{BOARD}")
    page.wait_for_selector("body[data-linked=true]", state="attached")
    page.wait_for_function(f"() => document.querySelectorAll('#rows tr').length === {COUNTERS}")
    return page


def _memory(page: Page, bench: Bench, calls: int) -> list[Figure]:
    hub = PahoBus(bench.access("hub"))
    hub.start()
    wait(lambda: hub.linked, "the hub's second link")
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    panel = session.send("DOM.querySelector", {"nodeId": root, "selector": "#calling"})["nodeId"]
    used, kept, nodes = list[float](), list[float](), list[int]()
    for begun in range(0, calls, BREATH):
        newest = _call(hub, begun, min(calls, begun + BREATH))
        # Until it stands large, those before it wait for their turn on the page. No script of a watcher is run there.
        wait(lambda newest=newest: newest in _attributes(session, panel), "the newest call stands large", 60)  # type: ignore[misc]
        used.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
        if (begun + BREATH) % (calls // 20) == 0:
            session.send("HeapProfiler.collectGarbage")
            kept.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
            nodes.append(session.send("Memory.getDOMCounters")["nodes"])
        print(f"\r{begun + BREATH} of {calls} calls", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    hub.stop()
    return _figures(calls, used, kept, nodes)


def _figures(calls: int, used: list[float], kept: list[float], nodes: list[int]) -> list[Figure]:
    # In the first tenth its code is compiled, and it comes to remember as many calls as it ever does.
    settled, late = kept[1:], kept[len(kept) // 2 :]
    slope = linear_regression(range(len(late)), late).slope * 20
    told = ", ".join(f"{mb:.2f}" for mb in kept)
    return [
        Figure(f"JS heap over {calls} calls, most", max(used), "MB", 60, spread(used)),
        Figure("kept after garbage is collected, grown by", settled[-1] - settled[0], "MB", 0.25, told),
        Figure(f"slope of its later half, over {calls} calls", slope, "MB", 0.25),
        Figure("nodes of the page, grown by", nodes[-1] - nodes[1], "", 50, f"{nodes[1]} to {nodes[-1]}"),
    ]


def _attributes(session: CDPSession, node: int) -> list[str]:
    return list(session.send("DOM.getAttributes", {"nodeId": node})["attributes"])


def _call(hub: PahoBus, first: int, after: int) -> str:
    call_id = ""
    for nth in range(first, after):
        counter, now = f"quay-{nth % COUNTERS + 1}", datetime.now(OFFICE_ZONE) + AHEAD
        ticket = Ticket(
            ticket=str(uuid.uuid4()), number=_number(nth), service="ho-tich", state=TicketState.CALLED, issued_at=now,
            called_at=now, counter=counter, calls=1,
        )  # fmt: skip
        name, call_id = f"Quầy số {nth % COUNTERS + 1}", str(uuid.uuid4())
        state = CounterState(
            rev=10**9 + nth, at=now, counter=counter, name=name, state=CounterPhase.OPEN, ticket=ticket,
            call_id=call_id, presented=Presented(displayed=1),
        )  # fmt: skip
        call = Call(
            call_id=call_id, kind=CallKind.CALL, ticket=ticket, counter=counter, counter_name=name, nth=1, at=now
        )
        hub.publish(TOPICS.counter(counter), encode(state), retained=True)
        hub.publish(TOPICS.call(), encode(call))
        time.sleep(PACE_S)
    return call_id


def _number(nth: int) -> str:
    return f"A{nth:06}"
