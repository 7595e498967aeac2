"""A long outage of the backend on a busy site: what piled up is delivered once and in order, while people look up."""

from __future__ import annotations

import http.client
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from bench import years
from bench.held import compare, newest_in, written_in
from bench.looking import Looking
from bench.office import BROKER, Office
from bench.site import wait
from bench.table import Figure, percentile, spread
from demo.site import BACKEND, BRIDGE, HUB, KIOSK
from ticketing.journal.store import TAKEN, set_mark

ENTRIES = 20_000
# Longer than it takes until the bridge waits longest between two tries, as it does after hours.
OUTAGE_S = 150.0
BEFORE_S = 15.0
LOOK_EVERY_S = 0.1
CODES = 40
POST = 100
INTAKE_WITHIN_S = 600.0
LIMIT_S = 60.0
LOOKUP_MS = 300.0


def measure(entries: int = ENTRIES) -> list[Figure]:
    """Return the figures of an outage in which `entries` pile up; takes about five minutes."""
    with ExitStack() as stack:
        office = Office(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site")
        stack.callback(office.stop)
        _write(office.bench.journal, entries)
        office.start(BROKER, BACKEND.id, BRIDGE.id)
        looking = Looking(office.bench.access(KIOSK.id), office.codes(CODES), LOOK_EVERY_S)
        looking.start()
        stack.callback(looking.stop)
        time.sleep(BEFORE_S)
        office.kill(BACKEND.id)
        times = _Times(time.monotonic())
        taken_s = _pile_up(office)
        _say("all taken in, waiting for the bridge's longest pause between two tries")
        time.sleep(max(0.0, times.away + OUTAGE_S - time.monotonic()))
        newest = newest_in(office.bench.journal)
        times.starts = time.monotonic()
        office.start(BACKEND.id)
        times.back = time.monotonic()
        wait(lambda: _has(office, newest), "the backend has all", 10 * LIMIT_S)
        times.over = time.monotonic()
        time.sleep(BEFORE_S)
        looking.stop()
        held = compare(written_in(office.bench.journal), office.stored(), office.told())
        sent = _sending(times, _floor(office), newest, taken_s)
        return [*sent, *_lookups(looking, times), *held.figures()]


@dataclass
class _Times:
    """When the backend went away, when it was started again, when it answered, and when it had all (monotonic)."""

    away: float
    starts: float = 0.0
    back: float = 0.0
    over: float = 0.0


def _write(journal: Path, entries: int) -> None:
    """Let the hub's journal hold so many entries that no bridge has taken yet."""
    years.write(journal.parent, entries)
    with closing(sqlite3.connect(journal, isolation_level=None)) as store:
        set_mark(store, TAKEN, 0)


def _pile_up(office: Office) -> float:
    """Start the hub; return after how many seconds the bridge answers for all that it has."""
    begun = time.monotonic()
    office.start(HUB.id)

    def taken() -> bool:
        head, newest = office.taken(), newest_in(office.bench.journal)
        _say(f"{head} of {newest} taken in by the bridge")
        time.sleep(0.5)
        return head >= newest

    wait(taken, "the bridge has taken all", INTAKE_WITHIN_S)
    return time.monotonic() - begun


def _has(office: Office, newest: int) -> bool:
    through = office.through()
    _say(f"{through} of {newest} held by the backend")
    time.sleep(0.1)
    return through >= newest


def _floor(office: Office) -> float:
    """Return in how many seconds the same backend takes the same entries for another site, bare, batch after batch."""
    entries = [body for _, body in office.stored()]
    line = http.client.HTTPConnection("127.0.0.1", office.bench.ports.backend, timeout=30)
    begun = time.monotonic()
    for place in range(0, len(entries), POST):
        body = json.dumps({"site": "floor", "events": entries[place : place + POST]}, ensure_ascii=False)
        line.request("POST", "/v1/events", body.encode(), {"Content-Type": "application/json"})
        line.getresponse().read()
    seconds = time.monotonic() - begun
    line.close()
    if office.through("floor") != len(entries):
        sys.exit("the floor's entries were not taken: nothing was measured")
    return seconds


def _sending(times: _Times, floor_s: float, count: int, taken_s: float) -> list[Figure]:
    needed = times.over - times.back
    return [
        Figure("taken in by the bridge meanwhile", count / taken_s, "1/s", None, f"{count} entries"),
        Figure("floor: the same posted bare", floor_s, "s", None, f"{POST} at a time on one connection"),
        Figure("the backend's return to all held there", needed, "s", LIMIT_S, f"{times.back - times.away:.0f} s away"),
        Figure("that against the floor", needed / floor_s, "times", None, "with the wait for the next try"),
    ]


def _lookups(looking: Looking, times: _Times) -> Iterator[Figure]:
    phases = {
        "before": looking.between(0, times.away),
        "while the backend is away": looking.between(times.away, times.starts),
        "while it starts and is sent all": looking.between(times.starts, times.over),
        "afterwards": looking.between(times.over, time.monotonic()),
    }
    for name, looks in phases.items():
        took = [look.took_ms for look in looks]
        fresh = sum(look.fresh for look in looks)
        note = f"{len(looks)}, {fresh} fresh; {spread(took)}" if took else "none"
        yield Figure(f"lookups {name}, p95", percentile(took, 0.95) if took else 0.0, "ms", LOOKUP_MS, note)
        yield Figure(f"lookups {name}, not answered with a dossier", sum(not look.ok for look in looks), "", 0)


def _say(what: str) -> None:
    print(f"\r{what:<70}", end="", file=sys.stderr, flush=True)
