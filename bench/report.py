"""Reports of a busy year: how long `lobby report` takes, how much memory, and whether the entries bear it out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench import busy_year
from bench.recount import differences
from bench.table import Figure
from crowd.day import draw, officers
from crowd.office import SHARED
from ticketing.engine.facts import Fact
from ticketing.journal.archive import Archive
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import Upkeep
from ticketing.reports.formats import FORMATS
from ticketing.simulation.play import play_days
from ticketing.simulation.site import site_of

LAST = date(2026, 12, 31)
MONTH_DAYS, MONTH_VISITS = 20, 300
WITHIN_S, WITHIN_MB = 5.0, 300.0
_SETTINGS = """
site = "bench"
device = "hub"
state = "{state}"
broker = {{ password_file = "secret" }}
office = {{ name = "Trung tâm Phục vụ hành chính công phường Tô Hiệu", place = "Tỉnh Sơn La" }}
clock = {{ start = {last}T17:00:00+07:00, since = 2020-01-01T00:00:00+07:00, speed = 0.0000001 }}
services = [{services}]
counters = [{counters}]
"""


def measure(visits: int = busy_year.VISITS) -> list[Figure]:
    """Return the figures of a year of `visits` and of a month played by the rules; a whole year takes minutes to make
    and two gigabytes below the temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        year, month = Path(folder) / "year", Path(folder) / "month"
        entries = busy_year.write(year / "state", LAST, visits)
        print(f"{entries} entries written", file=sys.stderr)
        _count(year / "state", LAST)
        print("days counted", file=sys.stderr)
        settings = _settings(year, busy_year.FIELDS, [f"quay-{n}" for n in range(1, busy_year.COUNTERS + 1)])
        figures = [one for form in FORMATS for one in _drawn(settings, f"{visits} visits, a year", "2026", form)]
        return [*figures, _recounted(settings, "2026"), *_month(month)]


def _month(folder: Path) -> Iterable[Figure]:
    """Play a busy month on the real rules, and compare its report with its entries."""
    random, first = Random(5), date(2026, 12, 1)
    site, speeds = site_of(SHARED), officers(random, SHARED)
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).weekday() < 5][:MONTH_DAYS]
    played = play_days(site, SHARED, [(day, draw(random, SHARED, MONTH_VISITS, speeds)) for day in days], random)
    (folder / "state").mkdir(parents=True)
    _record(folder / "state", (day.facts for day in played))
    _count(folder / "state", days[-1])
    settings = _settings(folder, tuple(site.services), list(site.counters))
    yield _recounted(settings, "2026-12")


def _record(folder: Path, days: Iterable[tuple[Fact, ...]]) -> None:
    journal = Journal(folder)
    journal.open()
    for facts in days:
        journal.record(facts)
    journal.close()


def _count(folder: Path, today: date) -> None:
    journal = Journal(folder)
    journal.open()
    upkeep = Upkeep(journal, Archive(folder), JournalSettings(), nullcontext)
    while upkeep.step(today, through=0):
        pass
    upkeep.close()
    journal.close()


def _settings(folder: Path, services: Iterable[str], counters: list[str]) -> Path:
    path = folder / "hub.toml"
    fields = list(services)
    rows = {
        "services": ", ".join(
            f'{{ id = "{one}", name = "{one}", prefix = "{chr(65 + n)}" }}' for n, one in enumerate(fields)
        ),
        "counters": ", ".join(
            f'{{ id = "{one}", name = "{one}", number = {n}, services = {json.dumps(fields)} }}'
            for n, one in enumerate(counters, 1)
        ),
    }
    path.write_text(_SETTINGS.format(state=folder / "state", last=LAST, **rows), encoding="utf-8")
    return path


def _drawn(settings: Path, what: str, period: str, form: str) -> Iterable[Figure]:
    seconds, busy, memory = _run(settings, period, form)
    yield Figure(f"{what}: lobby report --format {form}", seconds, "s", WITHIN_S, f"processor {busy:.2f} s")
    yield Figure(f"{what}: its memory at most", memory, "MB", WITHIN_MB)


def _run(settings: Path, period: str, form: str) -> tuple[float, float, float]:
    """Return seconds, seconds of processor, and the most memory in MB that a report's process held."""
    out = settings.parent / f"report.{form}"
    command = [sys.executable, "-m", "lobby.cli", "report", "--settings", str(settings), "--period", period]
    begun = time.monotonic()
    child = subprocess.Popen([*command, "--format", form, "--out", str(out)], stderr=subprocess.PIPE, text=True)
    said = child.stderr.read() if child.stderr is not None else ""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"lobby report --format {form} ended with {child.returncode}: {said}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _recounted(settings: Path, period: str) -> Figure:
    _run(settings, period, "json")
    report = json.loads((settings.parent / "report.json").read_text(encoding="utf-8"))
    wrong = differences(settings.parent / "state", report)
    print("\n".join(wrong[:20]), file=sys.stderr)
    issued = report["totals"]["issued"]
    return Figure(f"report of {period} ({issued} visits): numbers that differ", len(wrong), "", 0, "from the entries")
