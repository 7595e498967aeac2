"""Whether the lookup kiosk's memory stays as it is over thousands of visits played through it at full speed."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bench.counter_kiosk import CounterKiosk, counter_kiosk
from bench.site import resident_mb
from bench.table import Figure, spread

VISITS = 10_000
WARM = 500
"""Visits until fonts, pages and the allocator's pools are as large as they get."""
WITHIN_S = 5.0
FLAT_MB = 5.0
_TOLD_EVERY = 250
_SAMPLES = 25


def measure(visits: int = VISITS) -> list[Figure]:
    """Return how far resident memory after `visits` is from that after the first, and how fast they were played."""
    with tempfile.TemporaryDirectory() as folder, counter_kiosk(Path(folder)) as place:
        warm = min(WARM, visits // 4)
        missed = _play(place, warm, 0)
        before, begun = _settled(place), time.monotonic()
        missed += _play(place, visits - warm, warm)
        seconds, after = time.monotonic() - begun, _settled(place)
    grown = after[0] - before[0]
    note = f"{before[0]:.1f} MB after {warm} visits, {after[0]:.1f} MB after {visits}"
    return [
        Figure(f"kiosk: memory grown over {visits} visits", abs(grown), "MB", FLAT_MB, note),
        Figure("kiosk: visits without their page", missed, "", 0),
        Figure("kiosk: visits a second", (visits - warm) / seconds, "", None, spread(after)),
    ]


def _play(place: CounterKiosk, visits: int, from_visit: int) -> int:
    missed, before = 0, place.drawn()
    for visit in range(from_visit, from_visit + visits):
        seconds = place.answered(place.codes[(visit + 1) % len(place.codes)], before, WITHIN_S)
        missed += seconds is None
        before = place.drawn() or before
        if visit % _TOLD_EVERY == 0:
            told = f"\r{visit} visits, {resident_mb(place.kiosk.pid):.1f} MB"
            print(told, end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return missed


def _settled(place: CounterKiosk) -> list[float]:
    """Return resident memory over some seconds, the least first."""
    samples = []
    for _ in range(_SAMPLES):
        time.sleep(0.2)
        samples.append(resident_mb(place.kiosk.pid))
    return sorted(samples)
