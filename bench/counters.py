"""Twenty counters that call the next at once while two thousand wait, until nobody does."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from bench.asking import Answer, Errand, ask_at_once
from bench.kept import gaps_in
from bench.site import Bench, Crowd
from bench.table import Figure, percentile
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.roles import Role

CROWD = Crowd(fields=5, counters=20, dispensers=10)
WAITING = 2000
# So many more come before, who are called while two thousand still wait.
MORE = 500
NOBODY = "nobody_waiting"


def measure() -> list[Figure]:
    """Return the figures of twenty counters."""
    with tempfile.TemporaryDirectory() as named:
        bench = Bench(Path(named) / "site", Ports(*free_ports((0, 0, 0, 0))), CROWD)
        with bench.broker(), bench.program("hub", "hub"):
            _fill(bench)
            _each_keypad(bench, "counter/open")
            answers = _each_keypad(bench, "counter/next", until=NOBODY)
        return _figures([answer for answer in answers if answer.code != NOBODY], gaps_in(bench.journal))


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


def _figures(answers: list[Answer], gaps: int) -> list[Figure]:
    called = Counter(answer.ticket for answer in answers if answer.ticket is not None)
    refused = Counter(answer.code for answer in answers if answer.code is not None)
    crowded, all_ms = [answer.took_ms for answer in answers[:MORE]], [answer.took_ms for answer in answers]
    note = f"the first {MORE} calls, {CROWD.counters} counters without a pause"
    return [
        Figure(f"counter/next with {WAITING} and more waiting, p50", percentile(crowded, 0.5), "ms", None, note),
        Figure(f"counter/next with {WAITING} and more waiting, p99", percentile(crowded, 0.99), "ms", 50),
        Figure("counter/next until nobody waits, p50", percentile(all_ms, 0.5), "ms", None, f"{len(answers)} calls"),
        Figure("counter/next until nobody waits, p99", percentile(all_ms, 0.99), "ms", None),
        Figure("tickets called twice", sum(count - 1 for count in called.values()), "", 0),
        Figure("tickets never called", WAITING + MORE - len(called), "", 0),
        Figure("calls refused", refused.total(), "", 0, ", ".join(f"{code}: {n}" for code, n in refused.items())),
        Figure("gaps in the journal's seq", gaps, "", 0),
    ]
