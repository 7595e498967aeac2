"""The bridge takes the journal in from a hub over a real broker, against bare commits of the same bytes on the disk."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backend_bridge.store.outbox import SCHEMA, Kept, Outbox, mark_of
from bench.hub_twin import ENTRY, HubTwin, bodies_from
from bench.office import BROKER, Office
from bench.table import Figure, spread
from demo.site import BRIDGE, HUB
from lobby.database import Database
from ticketing.hub.outbox import WINDOW

ENTRIES = 5000
ROUNDS = 7
AT_LEAST = 0.7
# How many entries at a time, and how many times as many of them: a few commits are timed by chance alone.
STORE_BATCHES = ((1, 1), (10, 4), (100, 8))


def measure(entries: int = ENTRIES) -> list[Figure]:
    """Return the figures of `entries` a round, ours and the floors in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = Office(folder / "site")
        stack.callback(office.stop)
        office.start(BROKER, BRIDGE.id)
        hub = HubTwin(office.bench.access(HUB.id), WINDOW)
        hub.tell(bodies_from(1, 1))
        rounds = [_round(hub, folder, entries) for _ in range(ROUNDS)]
        return [*_figures(rounds), *(_store(folder, batch, entries * longer) for batch, longer in STORE_BATCHES)]


@dataclass(frozen=True)
class _Round:
    """Entries a second: taken in by the bridge, and committed bare one by one and in the same batches."""

    ours: float
    one_by_one: float
    in_batches: float
    batch: float


def _round(hub: HubTwin, folder: Path, count: int) -> _Round:
    bodies = bodies_from(hub.taken + 1, count)
    ours = count / hub.tell(bodies)
    one_by_one = _bare(folder / "floor.db", bodies, [1] * count)
    return _Round(ours, one_by_one, _bare(folder / "floor.db", bodies, hub.batches), count / len(hub.batches))


def _bare(path: Path, bodies: Sequence[bytes], batches: Sequence[int]) -> float:
    """Return how many entries a second are committed in `batches` to a table of nothing else (WAL, FULL)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        store.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        rows = iter(list(enumerate((body.decode() for body in bodies), 1)))
        begun = time.perf_counter()
        for batch in batches:
            store.execute("BEGIN IMMEDIATE")
            for row in islice(rows, batch):
                store.execute("INSERT INTO entry VALUES (?, ?)", row)
            store.execute("COMMIT")
        seconds = time.perf_counter() - begun
    path.unlink()
    return len(bodies) / seconds


def _figures(rounds: list[_Round]) -> list[Figure]:
    ours, ones, batches = ([getattr(one, name) for one in rounds] for name in ("ours", "one_by_one", "in_batches"))
    by_ones = [a / b for a, b in zip(ours, ones, strict=True)]
    by_batches = [a / b for a, b in zip(ours, batches, strict=True)]
    batch = statistics.median(one.batch for one in rounds)
    return [
        Figure("floor: bare commits, each of one entry", statistics.median(ones), "1/s", None, spread(ones)),
        Figure(
            "floor: entries in bare commits of the same batches",
            statistics.median(batches),
            "1/s",
            None,
            spread(batches),
        ),
        Figure(
            "taken in by the bridge", statistics.median(ours), "1/s", None, f"{spread(ours)}; {batch:.0f} at a time"
        ),
        Figure(
            "that against commits of one entry",
            statistics.median(by_ones),
            "times",
            AT_LEAST,
            spread(by_ones),
            at_least=True,
        ),
        Figure(
            "that against commits of the same batches", statistics.median(by_batches), "times", None, spread(by_batches)
        ),
    ]


def _store(folder: Path, batch: int, count: int) -> Figure:
    """Return the outbox alone against bare commits of the same batches, in turn."""
    ratios: list[float] = []
    for _ in range(ROUNDS):
        bodies, batches = bodies_from(1, count), [batch] * (count // batch)
        ours = _kept(folder / "outbox.db", bodies, batches)
        ratios.append(ours / _bare(folder / "floor.db", bodies, batches))
    what = f"the outbox alone, {batch} at a time, against bare commits"
    return Figure(what, statistics.median(ratios), "times", AT_LEAST, spread(ratios), at_least=True)


def _kept(path: Path, bodies: Sequence[bytes], batches: Sequence[int]) -> float:
    """Return how many entries a second the outbox keeps."""
    database = Database(path, SCHEMA, "FULL")
    database.start()
    outbox = Outbox(database)
    run = [Kept(seq, body.decode(), mark=mark_of(ENTRY)) for seq, body in enumerate(bodies, 1)]
    begun, place = time.perf_counter(), 0
    for batch in batches:
        outbox.keep(run[place : place + batch])
        place += batch
    seconds = time.perf_counter() - begun
    database.stop()
    path.unlink()
    return place / seconds
