"""Fifty dispensers that issue at once, against bare commits of the same size on the same disk, before and after."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from bench.asking import Answer, Errand, Told, ask_at_once, ask_in_processes
from bench.kept import commits_per_s, gaps_in, issued_in, size_of_issue
from bench.site import Bench, Crowd, cpu_s, resident_mb
from bench.table import Figure, percentile, spread
from demo.manifest import Ports
from demo.ports import free_ports
from lobby.contract.roles import Role

CROWD = Crowd(fields=20, counters=20, dispensers=50)
SECONDS = 60.0
FLOOR_S = 5.0
PROCESSES = 2


def measure(seconds: float = SECONDS) -> list[Figure]:
    """Return the figures of a rush of `seconds`."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))), CROWD)
        errands = [
            Errand(bench.access(device), "ticket/issue", [{"service": service} for service in CROWD.services])
            for device in CROWD.devices_of(Role.DISPENSER)
        ]
        with bench.broker() as broker, bench.program("hub", "hub") as hub:
            first = ask_at_once(errands[:1], lambda _answer, _since_s: False)
            size = size_of_issue(bench.journal)
            floor = [commits_per_s(folder, size, FLOOR_S)]
            cpu = [cpu_s(one.pid) for one in (hub, broker)]
            told = ask_in_processes(errands, PROCESSES, seconds)
            busy_s = [cpu_s(one.pid) - before for one, before in zip((hub, broker), cpu, strict=True)]
            floor.append(commits_per_s(folder, size, FLOOR_S))
            memory = Figure("hub resident after the rush", resident_mb(hub.pid), "MB", None)
        answers = [answer for one in (first, *told) for answer in one.answers]
        return [*_rates(told, floor), *_shares(told, busy_s), *_numbers(answers, bench.journal), memory]


def _rates(told: list[Told], floor: list[float]) -> list[Figure]:
    answers = [answer for one in told for answer in one.answers]
    seconds = max(one.seconds for one in told)
    rate = sum(answer.reply["ok"] for answer in answers) / seconds
    took = [answer.took_ms for answer in answers]
    again = sum(answer.tries > 1 for answer in answers)
    return [
        Figure("floor: bare commits of an entry and a reply", statistics.mean(floor), "/s", None, spread(floor)),
        Figure("tickets issued", rate, "/s", None, f"{len(answers)} requests in {seconds:.0f} s, {again} asked again"),
        Figure("tickets issued against the floor", rate / statistics.mean(floor), "times", 0.6, at_least=True),
        Figure("ticket/issue, p50", percentile(took, 0.5), "ms", None, f"{CROWD.dispensers} clients at once"),
        Figure("ticket/issue, p99", percentile(took, 0.99), "ms", None),
    ]


def _shares(told: list[Told], busy_s: list[float]) -> list[Figure]:
    seconds = max(one.seconds for one in told)
    shares = zip(("hub", "broker", "clients"), (*busy_s, sum(one.cpu_s for one in told)), strict=True)
    cores = f"of {os.cpu_count()} cores"
    return [Figure(f"processor taken by the {who}", spent / seconds, "cores", None, cores) for who, spent in shares]


def _numbers(answers: list[Answer], journal: Path) -> list[Figure]:
    given = Counter(answer.number for answer in answers if answer.number is not None)
    refused = Counter(answer.code for answer in answers if answer.code is not None)
    twice = sum(count - 1 for count in given.values())
    answered = {(answer.ticket, answer.number) for answer in answers if answer.number is not None}
    kept = set(issued_in(journal).items())
    missing = {f"{prefix}{serial:03}" for prefix, last in _last(given).items() for serial in range(1, last + 1)}
    return [
        Figure("requests refused", refused.total(), "", 0, ", ".join(f"{code}: {n}" for code, n in refused.items())),
        Figure("numbers given twice", twice, "", 0),
        Figure("numbers left out in the series", len(missing - set(given)), "", 0),
        Figure("tickets in the journal and not answered, or the reverse", len(kept ^ answered), "", 0),
        Figure("gaps in the journal's seq", gaps_in(journal), "", 0),
    ]


def _last(given: Counter[str]) -> dict[str, int]:
    last: dict[str, int] = {}
    for number in given:
        last[number[0]] = max(last.get(number[0], 0), int(number[1:]))
    return last
