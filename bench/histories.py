"""Ten thousand random histories of a site, each held to every rule, by hypothesis on every processor."""

from __future__ import annotations

import os
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.history.machine import History
from bench.table import Figure

EXAMPLES = 10_000
AT_ONCE = 100
STEPS = 50


def measure(examples: int = EXAMPLES) -> list[Figure]:
    """Play `examples` histories of at most STEPS acts; prints how far it is, and the acts of the first that fails."""
    begun = time.monotonic()
    rounds = [min(AT_ONCE, examples - first) for first in range(0, examples, AT_ONCE)]
    broken, done = [], 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(_play, number, size): size for number, size in enumerate(rounds)}
        try:
            for ended in as_completed(running):
                done += running[ended]
                fault = ended.result()
                if fault is not None:
                    broken.append(fault)
                _tell(done, examples, time.monotonic() - begun, len(broken))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            sys.exit(f"\ninterrupted after {done} histories, {len(broken)} of them broken")
    if broken:
        print(broken[0], file=sys.stderr)
    seconds = time.monotonic() - begun
    return [
        Figure("random histories played", done, "", None, f"at most {STEPS} acts each, in {seconds:.0f} s"),
        Figure("rounds in which a rule broke", len(broken), "", 0, f"rounds of {AT_ONCE}"),
    ]


def _play(number: int, examples: int) -> str | None:
    """Play one round of histories; returns the acts and the fault where a rule broke."""
    machine = seed(number)(type("History", (History,), {}))
    chosen = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        # Making a failing history shorter takes minutes; the tests' machine does it.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except Exception:  # noqa: BLE001
        # The boundary of the round: whatever broke is what the bench is for, with the acts that led to it.
        return traceback.format_exc()
    return None


def _tell(done: int, examples: int, seconds: float, broken: int) -> None:
    left = seconds / done * (examples - done)
    print(f"\r{done} of {examples} histories, {broken} rounds broken, {left:.0f} s left ", end="", file=sys.stderr)
    if done >= examples:
        print(file=sys.stderr)
