"""Lookups from the cache while the backend hangs or is killed, against a bare MQTT echo: in turn, in one run."""

from __future__ import annotations

import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bench.looking import ECHOED, SOON_S, Look, Looker
from bench.office import BROKER, Office
from bench.site import Bench, running, wait
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from demo.site import BACKEND, BRIDGE, HUB, KIOSK

BLOCKS = 20
IN_A_BLOCK = 50
CODES = 50
LIMIT_MS, FIRST_MS = 20.0, 300.0


def measure(blocks: int = BLOCKS) -> list[Figure]:
    """Return the figures of lookups from the cache."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = Office(folder / "site")
        stack.callback(office.stop)
        office.start(BROKER, BACKEND.id, BRIDGE.id)
        looker, echo = Looker(office.bench.access(KIOSK.id)), _echo(folder / "floor", stack)
        codes = office.codes(CODES)
        wait(lambda: looker.look(codes[0], SOON_S).fresh, "lookups are answered")
        fresh = [looker.look(code) for code in codes]
        with office.held(BACKEND.id):
            hangs = _in_turn(looker, echo, codes, blocks)
        wait(lambda: looker.look(codes[0]).fresh, "the backend answers again")
        office.kill(BACKEND.id)
        killed = _in_turn(looker, echo, codes, blocks)
        online = Figure("lookup answered by the backend, p95", _p95(fresh), "ms", None, spread(_took(fresh)))
        return [online, *_figures("hangs", hangs), *_figures("is killed", killed)]


def _echo(folder: Path, stack: ExitStack) -> Looker:
    """Return a device that asks a bare echo, at a broker of its own."""
    bench = Bench(folder, Ports(*free_ports((0, 0, 0, 0))))
    stack.enter_context(bench.broker())
    command = [sys.executable, "-m", "bench.floor", "--port", str(bench.ports.mqtt), "--username", HUB.id]
    stack.enter_context(running([*command, "--password", bench.passwords[HUB.id]]))
    echo = Looker(bench.access(KIOSK.id))
    wait(lambda: echo.look("", SOON_S).code == ECHOED, "the echo answers")
    return echo


@dataclass
class _Looks:
    """Lookups at a backend that no longer answers: the first, then blocks of ours and of the floor's in turn."""

    first: Look
    ours: list[list[Look]] = field(default_factory=list)
    floor: list[list[Look]] = field(default_factory=list)


def _in_turn(looker: Looker, echo: Looker, codes: list[str], blocks: int) -> _Looks:
    looks = _Looks(looker.look(codes[0]))
    for _ in range(blocks):
        for one, samples in ((looker, looks.ours), (echo, looks.floor)):
            samples.append([one.look(codes[number % len(codes)]) for number in range(IN_A_BLOCK)])
    return looks


def _figures(how: str, looks: _Looks) -> list[Figure]:
    ours, floor = list(chain.from_iterable(looks.ours)), list(chain.from_iterable(looks.floor))
    ratios = [
        statistics.median(_took(a)) / statistics.median(_took(b)) for a, b in zip(looks.ours, looks.floor, strict=True)
    ]
    others = [look for look in ours if not look.ok]
    what = f"from the cache while the backend {how}"
    return [
        Figure("floor: a bare echo over MQTT, p95", _p95(floor), "ms", None, spread(_took(floor))),
        Figure(f"{what}, p95", _p95(ours), "ms", LIMIT_MS, f"{len(ours)}; {spread(_took(ours))}"),
        Figure("that against the floor, p50", statistics.median(ratios), "times", None, f"by block: {spread(ratios)}"),
        Figure("the first, which learns that nobody answers", looks.first.took_ms, "ms", FIRST_MS),
        Figure("not answered with a dossier", len(others), "", 0, ", ".join(sorted({look.code for look in others}))),
    ]


def _took(looks: list[Look]) -> list[float]:
    return [look.took_ms for look in looks]


def _p95(looks: list[Look]) -> float:
    return percentile(_took(looks), 0.95)
