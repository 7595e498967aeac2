"""The camera scanner: looks at frames, decodes those worth it, and says each receipt once while it is held there."""

from __future__ import annotations

import threading

import cv2

from kiosk.scanners.decoder import Decoder
from kiosk.scanners.frames import DeviceFrames, FileFrames, FrameSource
from kiosk.scanners.pictures import Picture
from kiosk.scanners.settings import CameraScanner
from kiosk.scanners.stillness import Attention
from kiosk.scanners.tray import Tray
from lobby.clock import Clock


class CameraReader:
    """Reads one source of frames, `fps` times a second at most."""

    def __init__(self, source: FrameSource, fps: int, clock: Clock) -> None:
        self._source = source
        self._period_s = 1 / fps
        self._clock = clock
        self._decoder = Decoder()
        self._attention = Attention()
        self._latest: Picture | None = None

    def look(self, tray: Tray, ended: threading.Event) -> None:
        """Look at one frame."""
        begun = self._clock.monotonic()
        frame = self._source.read()
        self._latest = frame
        if frame is None:
            self._nothing(tray)
        else:
            tray.well()
            self._study(frame, tray)
        ended.wait(max(0.0, begun + self._period_s - self._clock.monotonic()))

    def latest(self) -> Picture | None:
        """Return the newest frame (BGR, not to be written into) for a live view; None where there is none."""
        return self._latest

    def close(self) -> None:
        self._source.close()

    def _nothing(self, tray: Tray) -> None:
        self._attention.nothing()
        tray.guard.lift()
        if self._source.lost:
            tray.trouble(
                "Không nhận được hình từ camera quét mã.", "Hãy kiểm tra dây của camera và mục camera trong cấu hình."
            )
        else:
            tray.well()

    def _study(self, frame: Picture, tray: Tray) -> None:
        at = self._clock.monotonic()
        found = self._decoder.read(frame) if self._attention.wants(frame, at) else ()
        for code in found:
            tray.put(code.text, code.symbology)
        if found:
            self._attention.satisfied()
        elif self._attention.held:
            tray.guard.keep(at)


def camera_reader(settings: CameraScanner, clock: Clock) -> CameraReader:
    """Return the reader of the camera, or of the file in its place, that `settings` name."""
    # The screens' thread shares the processor: decoding takes one core at most.
    cv2.setNumThreads(1)
    if settings.source == "file" and settings.path is not None:
        return CameraReader(FileFrames(settings.path), settings.fps, clock)
    return CameraReader(DeviceFrames(settings, clock), settings.fps, clock)
