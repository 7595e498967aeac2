"""A bench for scanners: receipts drawn as a camera sees them, and a kiosk that remembers what it was handed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from numpy.typing import NDArray

from kiosk.scanners.build import build
from kiosk.scanners.reading import Scan
from kiosk.scanners.settings import ScannersSettings
from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.health import Faults
from lobby.program import Part

Picture = NDArray[np.uint8]
FRAME = (720, 1280)


class Receipts:
    """Draws receipts: a sheet of paper on a dark counter, with one code, in a frame of 1280×720."""

    def code128(self, text: str, module: int = 3) -> Picture:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
        bars = np.array(code.to_image(scale=1, add_quiet_zones=True))[:1]
        return self._paper(np.repeat(np.repeat(bars, module, axis=1), 120, axis=0))

    def qr(self, text: str, module: int = 6) -> Picture:
        rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        modules = np.pad(np.where(np.array(rows, dtype=np.uint8) > 0, 0, 255).astype(np.uint8), 4, constant_values=255)
        return self._paper(np.repeat(np.repeat(modules, module, axis=0), module, axis=1))

    def blank(self) -> Picture:
        return self._paper(np.full((10, 10), 255, dtype=np.uint8))

    def turned(self, frame: Picture, degrees: float) -> Picture:
        turn = cv2.getRotationMatrix2D((FRAME[1] / 2, FRAME[0] / 2), degrees, 1.0)
        return self._u8(cv2.warpAffine(frame, turn, (FRAME[1], FRAME[0]), borderValue=(60, 60, 60)))

    def skewed(self, frame: Picture) -> Picture:
        high, wide = FRAME
        before = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
        after = np.array([[60, 30], [wide - 20, 0], [wide, high], [0, high - 60]], dtype=np.float32)
        return self._u8(cv2.warpPerspective(frame, cv2.getPerspectiveTransform(before, after), (wide, high)))

    def blurred(self, frame: Picture, sigma: float) -> Picture:
        return self._u8(cv2.GaussianBlur(frame, (0, 0), sigma))

    def dim(self, frame: Picture, seed: int = 1) -> Picture:
        noise = np.random.default_rng(seed).normal(0, 4, frame.shape)
        return self._u8(np.clip(frame * 0.25 + 8 + noise, 0, 255))

    def _paper(self, code: Picture) -> Picture:
        high, wide = code.shape
        sheet = np.full((min(high + 160, 700), min(max(wide + 60, 560), 1260)), 250, dtype=np.uint8)
        sheet[120 : 120 + high, (sheet.shape[1] - wide) // 2 :][:, :wide] = code
        cv2.putText(sheet, "GIAY TIEP NHAN HO SO", (30, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 30, 2)
        frame = np.full((*FRAME, 3), 60, dtype=np.uint8)
        top, left = (FRAME[0] - sheet.shape[0]) // 2, (FRAME[1] - sheet.shape[1]) // 2
        frame[top : top + sheet.shape[0], left : left + sheet.shape[1]] = sheet[:, :, None]
        return frame

    def _u8(self, array: Any) -> Picture:
        return np.asarray(array).astype(np.uint8)


class Kiosk:
    """A program that has scanners: steps them, and remembers each scan and the thread that handed it over."""

    def __init__(self, wait_until: Callable[..., None]) -> None:
        self.scans: list[Scan] = []
        self.threads: set[int] = set()
        self.clock = SystemClock()
        self.faults = Faults(self.clock)
        self.parts: list[Part] = []
        self._wait_until = wait_until

    def start(self, **tables: Any) -> None:
        settings = ScannersSettings.model_validate(tables)
        self.parts = build(settings, self._take, self.faults, self.clock)
        for part in self.parts:
            part.start()

    def stop(self) -> None:
        for part in self.parts:
            part.stop()

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]

    def fault_codes(self) -> set[str]:
        return {fault.code for fault in self.faults.standing()}

    def until(self, holds: Callable[[], object], what: str, within_s: float = 30.0) -> None:
        """Step the parts until `holds`."""

        def stepped() -> object:
            for part in self.parts:
                part.step()
            return holds()

        self._wait_until(stepped, what, within_s)

    def _take(self, scan: Scan) -> None:
        self.scans.append(scan)
        self.threads.add(threading.get_ident())


@pytest.fixture
def receipts() -> Receipts:
    return Receipts()


@pytest.fixture
def hold(tmp_path: Path) -> Callable[[Picture | None], Path]:
    """Hold a picture before the camera's twin, replacing what was there at one stroke; None takes it away."""
    place = tmp_path / "camera.png"

    def do(frame: Picture | None) -> Path:
        if frame is None:
            place.unlink(missing_ok=True)
        else:
            fresh = tmp_path / "fresh.png"
            cv2.imwrite(str(fresh), frame)
            fresh.replace(place)
        return place

    return do


@pytest.fixture
def kiosk(wait_until: Callable[..., None]) -> Iterator[Kiosk]:
    running = Kiosk(wait_until)
    yield running
    running.stop()


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock(datetime(2026, 11, 23, 8, tzinfo=OFFICE_ZONE))
