"""Twenty counters that call the next at once while two thousand wait, until nobody does."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.asking import Answer, Errand, ask_at_once
from bench.kept import gaps_in
from bench.site import Bench, Crowd
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.roles import Role

CROWD = Crowd(fields=5, counters=20, dispensers=10)
WAITING = 2000
# Rounds in which every counter calls at the same moment, while two thousand still wait; then a breath, as in an office.
ROUNDS = 25
BREATH_S = 0.3
MORE = ROUNDS * CROWD.counters
NOBODY = "nobody_waiting"


def measure() -> list[Figure]:
    """Return the figures of twenty counters."""
    with tempfile.TemporaryDirectory() as named:
        bench = Bench(Path(named) / "site", Ports(*free_ports((0, 0, 0, 0))), CROWD)
        with bench.broker(), bench.program("hub", "hub"):
            _fill(bench)
            _each_keypad(bench, "counter/open")
            at_once = [answer for _ in range(ROUNDS) for answer in _round(bench)]
            unbroken = [one for one in _each_keypad(bench, "counter/next", until=NOBODY) if one.code != NOBODY]
        return [*_times(at_once, unbroken), *_counts([*at_once, *unbroken], gaps_in(bench.journal))]


def _round(bench: Bench) -> list[Answer]:
    time.sleep(BREATH_S)
    return _each_keypad(bench, "counter/next")


def _fill(bench: Bench) -> None:
    turns = [{"service": service} for service in CROWD.services]
    errands = [Errand(bench.access(device), "ticket/issue", turns) for device in CROWD.devices_of(Role.DISPENSER)]
    left = [WAITING + MORE - len(errands)]

    def goes_on(_answer: Answer, _since_s: float) -> bool:
        left[0] -= 1
        return left[0] >= 0

    ask_at_once(errands, goes_on)


def _each_keypad(bench: Bench, verb: str, until: str | None = None) -> list[Answer]:
    counters = zip(CROWD.devices_of(Role.KEYPAD), CROWD.served, strict=True)
    errands = [Errand(bench.access(device), verb, [{"counter": counter}]) for device, counter in counters]
    return ask_at_once(errands, lambda answer, _since_s: until is not None and answer.code != until).answers


def _times(at_once: list[Answer], unbroken: list[Answer]) -> list[Figure]:
    rounds, rest = [one.took_ms for one in at_once], [one.took_ms for one in unbroken]
    what, note = f"counter/next, {WAITING} and more waiting", f"{ROUNDS} times {CROWD.counters} counters at once"
    return [
        Figure(f"{what}, p50", percentile(rounds, 0.5), "ms", None, note),
        Figure(f"{what}, p99", percentile(rounds, 0.99), "ms", 50, spread(rounds)),
        Figure(
            "the same without a breath until nobody waits, p50", percentile(rest, 0.5), "ms", None, f"{len(rest)} calls"
        ),
        Figure("the same without a breath until nobody waits, p99", percentile(rest, 0.99), "ms", None),
    ]


def _counts(answers: list[Answer], gaps: int) -> list[Figure]:
    called = Counter(answer.ticket for answer in answers if answer.ticket is not None)
    refused = Counter(answer.code for answer in answers if answer.code is not None)
    return [
        Figure("tickets called twice", sum(count - 1 for count in called.values()), "", 0),
        Figure("tickets never called", WAITING + MORE - len(called), "", 0),
        Figure("calls refused", refused.total(), "", 0, ", ".join(f"{code}: {n}" for code, n in refused.items())),
        Figure("gaps in the journal's seq", gaps, "", 0),
    ]
