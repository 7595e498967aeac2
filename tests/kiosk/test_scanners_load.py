"""A kiosk's scanners load beside its first page, and a kiosk without their software still takes typed codes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.scanners.loading import Scanners
from lobby.clock import SystemClock
from lobby.health import Faults
from lobby.program import Part


class Scanner:
    """Remembers what is done with it, and on which thread."""

    def __init__(self) -> None:
        self.did: list[tuple[str, threading.Thread]] = []

    def start(self) -> None:
        self.did.append(("start", threading.current_thread()))

    def step(self) -> None:
        self.did.append(("step", threading.current_thread()))

    def stop(self) -> None:
        self.did.append(("stop", threading.current_thread()))


def test_the_page_does_not_wait_for_scanners_to_load(wait_until: Callable[..., None]) -> None:
    scanner, loaded = Scanner(), threading.Event()

    def make() -> list[Part]:
        assert loaded.wait(10)
        return [scanner]

    scanners = Scanners(make, Faults(SystemClock()))
    scanners.start()
    scanners.step()
    assert scanner.did == []
    loaded.set()
    wait_until(lambda: scanners.step() or scanner.did, "the scanner is started")
    scanners.stop()
    assert [what for what, _ in scanner.did] == ["start", "step", "stop"]
    assert {thread for _, thread in scanner.did} == {threading.current_thread()}


def test_missing_software_is_told_to_the_keeper_and_ends_nothing(wait_until: Callable[..., None]) -> None:
    faults = Faults(SystemClock())

    def make() -> list[Part]:
        raise ImportError("Unable to find zbar shared library")

    scanners = Scanners(make, faults)
    scanners.start()
    wait_until(lambda: scanners.step() or faults.standing(), "the fault stands")
    (fault,) = faults.standing()
    assert fault.code == "scanners" and "libzbar0" in fault.remedy
    scanners.stop()
