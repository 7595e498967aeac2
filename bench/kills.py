"""The hub killed again and again at random moments under load: what was answered `ok` must be in the journal."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.asking import Answer, Errand, Told, ask_at_once
from bench.kept import calls_in, gaps_in, issued_in
from bench.site import Bench, Crowd, wait
from bench.table import Figure, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.roles import Role

CROWD = Crowd(fields=10, counters=4, dispensers=8)
KILLS = 200
# Each kill falls so long after the first answer of the hub that was started again.
WITHIN_S = 0.25
AGAIN_S = 0.1


class _Load:
    """Dispensers and keypads that go on asking, each request again until it is answered."""

    def __init__(self, errands: list[Errand]) -> None:
        self.answered = 0
        self.told = Told()
        self._errands = errands
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="load")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask nothing new, and wait until all that was asked is answered."""
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        self.told = ask_at_once(self._errands, self._goes_on, AGAIN_S)

    def _goes_on(self, _answer: Answer, _since_s: float) -> bool:
        self.answered += 1
        return not self._over.is_set()


def measure(kills: int = KILLS) -> list[Figure]:
    """Return the figures of `kills` kills."""
    with tempfile.TemporaryDirectory() as named:
        bench = Bench(Path(named) / "site", Ports(*free_ports((0, 0, 0, 0))), CROWD)
        with bench.broker():
            load = _Load(_errands(bench))
            seconds = _kill_often(bench, load, kills)
        return [*_figures(load.told.answers, bench.journal), *_times(load.told, seconds)]


def _kill_often(bench: Bench, load: _Load, kills: int) -> list[float]:
    """Return the seconds from each start of the hub to its first answer."""
    seconds: list[float] = []
    with bench.program("hub", "hub"):
        ask_at_once(_keypads(bench, "counter/open"), lambda _answer, _since_s: False)
    load.start()
    for number in range(kills + 1):
        known, begun = load.answered, time.perf_counter()
        with bench.program("hub", "hub") as hub:
            wait(lambda known=known: load.answered > known, "the hub answers again")  # type: ignore[misc]
            seconds.append(time.perf_counter() - begun)
            if number == kills:
                load.stop()
                break
            time.sleep(random.uniform(0, WITHIN_S))
            hub.kill()
        print(f"\r{number + 1} of {kills} kills, {load.answered} answers", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return seconds


def _errands(bench: Bench) -> list[Errand]:
    turns = [{"service": service} for service in CROWD.services]
    issuing = [Errand(bench.access(device), "ticket/issue", turns) for device in CROWD.devices_of(Role.DISPENSER)]
    return [*issuing, *_keypads(bench, "counter/next")]


def _keypads(bench: Bench, verb: str) -> list[Errand]:
    counters = zip(CROWD.devices_of(Role.KEYPAD), CROWD.served, strict=True)
    return [Errand(bench.access(device), verb, [{"counter": counter}]) for device, counter in counters]


def _figures(answers: list[Answer], journal: Path) -> list[Figure]:
    issued = [(one.ticket, one.number) for one in answers if one.verb == "ticket/issue" and one.ticket is not None]
    called = {one.reply["data"]["call_id"] for one in answers if one.verb == "counter/next" and one.ticket is not None}
    kept, calls = set(issued_in(journal).items()), calls_in(journal)
    internal = sum(one.code == "internal" for one in answers)
    return [
        Figure("answered ok and not in the journal", len(set(issued) - kept) + len(called - calls), "", 0),
        Figure("in the journal and never answered", len(kept - set(issued)) + len(calls - called), "", 0),
        Figure("numbers given twice", len(kept) - len({number for _, number in kept}), "", 0),
        Figure("requests that got two tickets", len(kept) - len(issued), "", 0),
        Figure("gaps in the journal's seq", gaps_in(journal), "", 0),
        Figure("requests answered that something failed", internal, "", 0),
    ]


def _times(told: Told, seconds: list[float]) -> list[Figure]:
    again = sum(answer.tries > 1 for answer in told.answers)
    note = f"{sum(answer.reply['ok'] for answer in told.answers)} granted, {again} asked more than once"
    return [
        Figure("hub killed", len(seconds) - 1, "times", None),
        Figure("started again: first answer, median", statistics.median(seconds), "s", None, spread(seconds)),
        Figure("requests answered", len(told.answers), "", None, note),
    ]
