"""From a scanned receipt to its page on the screen: with the backend there, and from the bridge's cache."""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from pathlib import Path

from bench.call import Device
from bench.counter_kiosk import CounterKiosk, counter_kiosk
from bench.table import Figure, percentile, spread
from demo.site import BACKEND, KIOSK
from lobby.contract.requests import DossierFind

SCANS = 120
WITHIN_S = 5.0
FRESH_MS, CACHED_MS = 250, 100
REST_S = 0.15
BACK_AGAIN_S = 8.0


def measure() -> list[Figure]:
    """Return the figures, and the bare question over the same broker, bridge and backend as the floor of each."""
    with tempfile.TemporaryDirectory() as folder, counter_kiosk(Path(folder)) as place:
        fresh = _scans(place, "with the backend")
        place.backend.kill()
        place.backend.wait(10)
        time.sleep(1.0)
        cached = _scans(place, "from the cache")
        # The floor is asked with the kiosk's own rights, which one client has at a time.
        place.kiosk.terminate()
        place.kiosk.wait(15)
        cached_floor = _floor(place)
        with place.bench.program(BACKEND.id, "sandbox"):
            time.sleep(BACK_AGAIN_S)
            floor = _floor(place)
    return [
        *_figures("scan to answer on the screen", fresh, FRESH_MS, floor),
        *_figures("scan to cached answer on the screen", cached, CACHED_MS, cached_floor),
    ]


def _figures(what: str, samples: list[float], wanted: float, floor: list[float]) -> list[Figure]:
    bare = percentile(floor, 0.95)
    return [
        Figure(f"{what}, p95", percentile(samples, 0.95), "ms", wanted, spread(samples)),
        Figure("  the bare question and answer, p95", bare, "ms", None, spread(floor)),
        Figure("  how many times that", percentile(samples, 0.95) / bare, "x", None),
    ]


def _scans(place: CounterKiosk, what: str) -> list[float]:
    taken: list[float] = []
    before = place.drawn()
    for number in range(SCANS):
        code = place.codes[(number + 1) % len(place.codes)]
        seconds = place.answered(code, before, WITHIN_S)
        if seconds is None:
            sys.exit(f"{code} was not on the screen within {WITHIN_S} s")
        taken.append(seconds * 1000)
        time.sleep(REST_S)
        before = place.drawn()
        if number + 1 == SCANS:
            print(f"{number + 1} of {SCANS} receipts {what}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return taken


def _floor(place: CounterKiosk) -> list[float]:
    asker = Device(place.bench, KIOSK.id)
    try:
        samples = []
        for number in range(SCANS):
            begun = time.monotonic()
            reply = asker.ask(DossierFind(id=str(uuid.uuid4()), code=place.codes[(number + 1) % len(place.codes)]))
            if not reply.get("ok"):
                sys.exit(f"the bridge does not answer: {reply}")
            samples.append((time.monotonic() - begun) * 1000)
        return samples
    finally:
        asker.stop()
