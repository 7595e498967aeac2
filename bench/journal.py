"""A journal of two million entries: how soon the hub answers, what it holds of memory, and how the archive takes it."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import years
from bench.issue import DEVICE, TOPICS, Asking
from bench.site import Bench, cpu_s, resident_mb, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.clock import SystemClock
from lobby.contract.codec import encode
from lobby.contract.requests import TicketIssue
from ticketing.journal.archive import Archive
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import COUNTED, Upkeep

ENTRIES = 2_000_000
MONTHS_ENTRIES = 250_000
STARTS = 5
ASKED = 200
KNOCK_EVERY_S = 0.02


class Knocking(Asking):
    """A dispenser that asks until it is answered."""

    def until_answered(self) -> None:
        """Ask every few milliseconds, the same again, until somebody answers."""
        payload = encode(TicketIssue(id=str(uuid.uuid4()), service="ho-tich"))
        self._answered.clear()

        def answered() -> bool:
            self._bus.publish(TOPICS.do(DEVICE, "ticket/issue"), payload)
            return self._answered.wait(KNOCK_EVERY_S)

        wait(answered, "the hub answers")


@dataclass
class Hub:
    """What several starts of a hub showed."""

    start_s: list[float] = field(default_factory=list)
    start_cpu_s: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    issue_ms: list[float] = field(default_factory=list)


@dataclass
class Holds:
    """How long all other writing was held off, each time, in milliseconds."""

    each_ms: list[float] = field(default_factory=list)

    @contextmanager
    def writing(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.each_ms.append((time.perf_counter() - begun) * 1000)


def measure() -> list[Figure]:
    """Return the figures of a long journal; takes about three minutes and a gigabyte below the temporary folder."""
    sys.setswitchinterval(0.0005)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = [Bench(folder / name, Ports(*free_ports((0, 0, 0, 0)))) for name in ("long", "empty")]
        count = years.write(sites[0].journal.parent, ENTRIES)
        print(f"{count} entries written, {sites[0].journal.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        hubs = [Hub() for _ in sites]
        knocking = []
        for site in sites:
            stack.enter_context(site.broker())
            knocking.append(Knocking(site))
            stack.callback(knocking[-1].stop)
        for _ in range(STARTS):
            for site, asking, hub in zip(sites, knocking, hubs, strict=True):
                _start(site, asking, hub)
        years.write(folder / "months", MONTHS_ENTRIES)
        return [*_figures(*hubs), *_upkeep(folder / "months")]


def _start(site: Bench, asking: Knocking, hub: Hub) -> None:
    begun = time.monotonic()
    with site.program("hub", "hub") as process:
        asking.until_answered()
        hub.start_s.append(time.monotonic() - begun)
        hub.start_cpu_s.append(cpu_s(process.pid))
        hub.issue_ms += asking.block(ASKED)
        hub.memory_mb.append(resident_mb(process.pid))


def _figures(long: Hub, empty: Hub) -> list[Figure]:
    start, floor = statistics.median(long.start_s), statistics.median(empty.start_s)
    memory = statistics.median(long.memory_mb) - statistics.median(empty.memory_mb)
    busy, idle = (
        f"processor {statistics.median(one.start_cpu_s):.2f} s; {spread(one.start_s)}" for one in (long, empty)
    )
    issue = statistics.median(long.issue_ms) / statistics.median(empty.issue_ms)
    return [
        Figure("empty journal: hub's start to the first answer", floor, "s", None, idle),
        Figure("two million entries: start to the first answer", start, "s", 3, busy),
        Figure("empty journal: resident", statistics.median(empty.memory_mb), "MB", None, spread(empty.memory_mb)),
        Figure("two million entries: resident beyond that", memory, "MB", 10, spread(long.memory_mb)),
        Figure("empty journal: ticket/issue, p50", statistics.median(empty.issue_ms), "ms", None),
        Figure("two million entries: ticket/issue, p50, against that", issue, "times", 1.25),
    ]


def _upkeep(folder: Path) -> list[Figure]:
    """Count all days of some months, then move those that are old enough, as fast as it goes."""
    journal, holds = Journal(folder), Holds()
    journal.open()
    upkeep = Upkeep(journal, Archive(folder), JournalSettings(), holds.writing)
    today, counted = SystemClock().now().date(), journal.mark(COUNTED)
    begun = time.monotonic()
    while upkeep.step(today, through=0):
        pass
    counting = (journal.mark(COUNTED) - counted) / (time.monotonic() - begun)
    first, begun = _first(journal), time.monotonic()
    while upkeep.step(today, journal.taken()):
        pass
    moving = (_first(journal) - first) / (time.monotonic() - begun)
    upkeep.close()
    journal.close()
    return [
        Figure("figures of closed days", counting, "1/s", None, "entries counted"),
        Figure("archive of older months", moving, "1/s", None, "entries moved"),
        Figure("writing held off by these, p99", percentile(holds.each_ms, 0.99), "ms", 20, spread(holds.each_ms)),
    ]


def _first(journal: Journal) -> int:
    with journal.reader() as reader:
        return int(reader.execute("SELECT min(seq) FROM entries").fetchone()[0])
