"""A scanner's thread: what fails in it stands as a fault, and the scanner goes on."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from evdev import InputEvent

from kiosk.scanners.hid import HidReader
from kiosk.scanners.hid_twin import EVENT, encode_keys
from kiosk.scanners.part import ScannerPart
from kiosk.scanners.reading import Scan
from kiosk.scanners.tray import Tray
from lobby.clock import HandClock
from lobby.health import Faults


class Moody:
    """A scanner that fails in its first round."""

    def __init__(self) -> None:
        self.rounds = 0
        self.closed = 0

    def look(self, tray: Tray, ended: threading.Event) -> None:
        self.rounds += 1
        if self.rounds == 1:
            raise RuntimeError("a driver's own surprise")
        tray.well()
        tray.put("A012")
        ended.wait(0.01)

    def close(self) -> None:
        self.closed += 1


def test_a_round_that_fails_is_a_fault_and_the_next_one_reads(
    hand_clock: HandClock, wait_until: Callable[..., None]
) -> None:
    scans: list[Scan] = []
    faults, moody = Faults(hand_clock), Moody()
    part = ScannerPart(moody, Tray("hid", hand_clock), scans.append, faults)
    part.start()
    try:
        wait_until(lambda: part.step() or faults.standing(), "the fault stands")
        wait_until(lambda: part.step() or scans, "the scan arrives")
        assert not faults.standing()
    finally:
        part.stop()
    assert moody.closed == 2
    assert [scan.text for scan in scans] == ["A012"]


def test_what_was_read_asks_for_its_step_at_once(hand_clock: HandClock, wait_until: Callable[..., None]) -> None:
    scans: list[Scan] = []
    woken = threading.Event()
    part = ScannerPart(Moody(), Tray("hid", hand_clock), scans.append, Faults(hand_clock), woken.set)
    part.start()
    try:
        wait_until(woken.is_set, "the scanner asks for a step")
        part.step()
    finally:
        part.stop()
    assert [scan.text for scan in scans] == ["A012"]


def test_a_kiosk_that_does_not_take_its_scans_loses_the_last_ones_only(hand_clock: HandClock) -> None:
    tray, scans = Tray("hid", hand_clock), []
    for number in range(1000):
        tray.put(f"A{number:04}")
    tray.hand_over(scans.append, Faults(hand_clock))
    assert [scan.text for scan in scans] == [f"A{number:04}" for number in range(256)]


class Cable:
    """A key scanner on a cable: yields what is typed, and fails as the kernel does."""

    def __init__(self) -> None:
        self.typed: list[bytes] = []
        self.fault: OSError | None = None
        self.opened = 0
        self._read, self._write = os.pipe()
        os.write(self._write, b"x")  # always ready

    def cut(self) -> None:
        os.close(self._read)
        os.close(self._write)

    def open(self) -> None:
        if self.fault is not None:
            raise self.fault
        self.opened += 1

    def fileno(self) -> int:
        return self._read

    def read(self) -> list[InputEvent]:
        if self.fault is not None:
            raise self.fault
        data = b"".join(self.typed)
        self.typed.clear()
        return [InputEvent(*fields) for fields in EVENT.iter_unpack(data)]

    def close(self) -> None:
        """The cable stays; only its scanner goes."""


@pytest.fixture
def cable() -> Iterator[Cable]:
    made = Cable()
    yield made
    made.cut()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENODEV, "Không thấy máy quét"),
        (errno.EBUSY, "chương trình khác giữ"),
        (errno.EACCES, "không có quyền"),
    ],
)
def test_a_scanner_pulled_out_in_the_middle_of_a_scan_leaves_no_half_code(
    cable: Cable, hand_clock: HandClock, number: int, words: str
) -> None:
    tray, faults = Tray("hid", hand_clock), Faults(hand_clock)
    reader, ended, scans = HidReader(cable, "us", hand_clock), threading.Event(), list[Any]()
    ended.set()
    cable.typed.append(encode_keys("H29.1", None))
    reader.look(tray, ended)
    cable.fault = OSError(number, "gone")
    reader.look(tray, ended)
    tray.hand_over(scans.append, faults)
    assert words in faults.standing()[0].detail
    cable.fault = None
    cable.typed.append(encode_keys("A012"))
    reader.look(tray, ended)
    tray.hand_over(scans.append, faults)
    assert [scan.text for scan in scans] == ["A012"]
    assert not faults.standing()
    assert cable.opened == 2
