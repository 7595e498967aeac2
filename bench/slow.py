"""Tickets and calls while the backend is well, slow, silent or cuts the line, in turn: it must delay neither."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from bench.looking import Asker, Looking
from bench.office import BROKER, Office
from bench.site import wait
from bench.table import Figure, percentile, spread
from demo.site import BACKEND, BRIDGE, COUNTERS, DISPENSER, HUB, KEYPADS, KIOSK, SERVICES

BLOCKS = 16
IN_A_BLOCK = 60
PAUSE_S = 0.02
WARM_UP = 30
LOOK_EVERY_S = 0.1
CODES = 40
OK = "ok"
# Twice as it should be: how far these two lie apart is by chance.
AGAIN = "ok again"
MODES = {OK: "ok", AGAIN: "ok", "slow": "slow", "silent": "timeout", "cut off": "cut"}
VERBS = ("ticket/issue", "counter/next")
TIMES = 1.2

# Milliseconds of each verb, by how the backend behaves, block by block.
Samples = dict[str, dict[str, list[list[float]]]]


def measure(blocks: int = BLOCKS) -> list[Figure]:
    """Return the figures of `blocks` blocks of each, while citizens look up and the journal goes up; three minutes."""
    with ExitStack() as stack:
        office = Office(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site")
        stack.callback(office.stop)
        office.start(BROKER, BACKEND.id, BRIDGE.id, HUB.id)
        dispenser, keypad = (Asker(office.bench.access(device.id)) for device in (DISPENSER, KEYPADS[0]))
        wait(lambda: _answered(keypad.ask("counter/open", {"counter": COUNTERS[0]}, 1.0)), "the hub answers")
        looking = Looking(office.bench.access(KIOSK.id), office.codes(CODES), LOOK_EVERY_S)
        looking.start()
        stack.callback(looking.stop)
        _block(dispenser, keypad, WARM_UP)
        samples: Samples = {verb: {name: [] for name in MODES} for verb in VERBS}
        for number in range(blocks):
            for name in random.sample(list(MODES), len(MODES)):
                office.mode(MODES[name])
                for verb, took in zip(VERBS, _block(dispenser, keypad, IN_A_BLOCK), strict=True):
                    samples[verb][name].append(took)
            print(f"\r{number + 1} of {blocks} blocks of each", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        fresh = sum(look.fresh for look in looking.looks)
        told = Figure("lookups meanwhile", len(looking.looks), "", None, f"{fresh} answered by the backend itself")
        return [*chain.from_iterable(_figures(verb, samples[verb]) for verb in VERBS), told]


def _answered(asked: tuple[object, float]) -> bool:
    return asked[0] is not None


def _block(dispenser: Asker, keypad: Asker, count: int) -> tuple[list[float], list[float]]:
    issued, called = list[float](), list[float]()
    for _ in range(count):
        for asker, verb, fields, took in (
            (dispenser, VERBS[0], {"service": SERVICES[0][0]}, issued),
            (keypad, VERBS[1], {"counter": COUNTERS[0]}, called),
        ):
            reply, took_ms = asker.ask(verb, fields)
            if reply is None or not reply["ok"]:
                sys.exit(f"{verb} was not granted: nothing was measured")
            took.append(took_ms)
            time.sleep(PAUSE_S)
    return issued, called


def _figures(verb: str, samples: dict[str, list[list[float]]]) -> Iterable[Figure]:
    well = [[*one, *other] for one, other in zip(samples[OK], samples[AGAIN], strict=True)]
    for name, blocks in samples.items():
        took = list(chain.from_iterable(blocks))
        note = f"p50 {percentile(took, 0.5):.2f}, max {max(took):.2f}, {len(took)} requests"
        yield Figure(f"{verb}, backend {name}, p95", percentile(took, 0.95), "ms", None, note)
        ratios = [percentile(one, 0.95) / percentile(floor, 0.95) for one, floor in zip(blocks, well, strict=True)]
        wanted = None if name in (OK, AGAIN) else TIMES
        yield Figure(
            "that against both ok, p95", statistics.median(ratios), "times", wanted, f"by block: {spread(ratios)}"
        )
