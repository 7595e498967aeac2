"""The camera scanner: looks at frames, decodes those worth it, and says each receipt once while it is held there."""

from __future__ import annotations

import threading

import cv2
import numpy as np

from kiosk.scanners.beep import Beeper, Silence
from kiosk.scanners.beside import Beside
from kiosk.scanners.decoder import Decoder
from kiosk.scanners.frames import DeviceFrames, FileFrames, FrameSource
from kiosk.scanners.pictures import Picture, as_picture
from kiosk.scanners.reading import ANY_CODE, Reads
from kiosk.scanners.settings import CameraScanner
from kiosk.scanners.stillness import Attention
from kiosk.scanners.tray import Tray
from kiosk.scanners.viewing import Viewing
from kiosk.scanners.zxing import Found
from kiosk.viewfinder import Viewfinder
from lobby.clock import Clock


class CameraReader:
    """Reads one source of frames, `fps` times a second at most; `reads` tells a dossier code from any other text."""

    def __init__(
        self,
        source: FrameSource,
        fps: int,
        clock: Clock,
        viewing: Viewing,
        beeper: Beeper | Silence | None = None,
        reads: Reads = ANY_CODE,
    ) -> None:
        self._source = source
        self._period_s = 1 / fps
        self._clock = clock
        self._decoder, self._second = Decoder(), Decoder()
        self._beside = Beside(reads)
        self._attention = Attention()
        self._viewing = viewing
        self._beeper = beeper or Silence()

    def look(self, tray: Tray, ended: threading.Event) -> None:
        """Look at one frame."""
        begun = self._clock.monotonic()
        frame = self._source.read()
        if frame is None:
            self._nothing(tray)
        else:
            tray.well()
            self._study(frame, tray)
        ended.wait(max(0.0, begun + self._period_s - self._clock.monotonic()))

    def close(self) -> None:
        self._source.close()
        self._viewing.nothing(lost=True)

    def _nothing(self, tray: Tray) -> None:
        self._attention.nothing()
        self._viewing.nothing(lost=self._source.lost)
        tray.guard.lift()
        self._beside.lift()
        if self._source.lost:
            tray.trouble(
                "Không nhận được hình từ camera quét mã.", "Hãy kiểm tra dây của camera và mục camera trong cấu hình."
            )
        else:
            tray.well()

    def _study(self, frame: Picture, tray: Tray) -> None:
        at = self._clock.monotonic()
        found = self._read(frame) if self._attention.wants(frame, at) else ()
        high, wide = frame.shape[:2]
        meant = self._beside.choose(found, wide, high, at)
        if meant is not None and tray.put(meant.text, meant.symbology):
            self._beeper.beep()
            self._viewing.found(frame, meant.outline)
        for one in found:
            tray.guard.still(one.text, at)
        if found:
            self._attention.satisfied(wholly=any(map(self._beside.is_dossier, found)))
        elif self._attention.held:
            tray.guard.keep(at)
            self._beside.keep(at)
        self._viewing.see(frame, at, self._attention)

    def _read(self, frame: Picture) -> tuple[Found, ...]:
        """Return the codes in `frame`; where none is a dossier's, what the rest of the paper holds is tried as well."""
        found = self._decoder.read(frame)
        if not found or any(map(self._beside.is_dossier, found)):
            return found
        return found + self._second.read(_without(frame, found))


def _without(frame: Picture, found: tuple[Found, ...]) -> Picture:
    """Return `frame` with paper where the codes `found` are."""
    rest = frame.copy()
    for code in (one for one in found if one.outline):
        cv2.fillConvexPoly(rest, np.array(code.outline, dtype=np.int32), (255, 255, 255))
    return as_picture(rest)


def camera_reader(
    settings: CameraScanner, clock: Clock, viewfinder: Viewfinder, *, beeps: bool, reads: Reads = ANY_CODE
) -> CameraReader:
    """Return the reader of the camera, or of the file in its place, that `settings` name."""
    # The screens' thread shares the processor: decoding takes one core at most.
    cv2.setNumThreads(1)
    source: FrameSource
    if settings.source == "file" and settings.path is not None:
        source = FileFrames(settings.path)
    else:
        source = DeviceFrames(settings, clock)
    viewing = Viewing(viewfinder, mirrored=settings.mirror)
    return CameraReader(source, settings.fps, clock, viewing, Beeper() if beeps else Silence(), reads)
