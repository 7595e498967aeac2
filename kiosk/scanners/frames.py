"""Where frames come from: a camera, or in its place a picture or video file that is held before the kiosk."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from kiosk.scanners.pictures import Picture, load_picture
from kiosk.scanners.settings import CameraScanner
from kiosk.scanners.video_nodes import VideoNodes
from lobby.clock import Clock

_AGAIN_S = 2.0
_log = logging.getLogger(__name__)


class FrameSource(Protocol):
    """A source of frames (BGR); `lost` tells that the camera itself is away."""

    lost: bool

    def read(self) -> Picture | None:
        """Return the frame of this moment, None where nothing is before the camera; the same object where unchanged."""

    def close(self) -> None:
        """Let go of the camera."""


class DeviceFrames:
    """A USB or Pi camera by OpenCV; when it is unplugged it is looked for again each 2 s."""

    def __init__(
        self, settings: CameraScanner, clock: Clock, backend: int = cv2.CAP_V4L2, nodes: VideoNodes | None = None
    ) -> None:
        self.lost = False
        self._nodes = nodes or VideoNodes(settings)
        self._settings = settings
        self._clock = clock
        self._backend = backend
        self._capture: cv2.VideoCapture | None = None
        self._due = 0.0
        self._try_at = 0.0
        self._place: Path | None = None
        # A node that opened and gave no picture is no camera: the others are tried before it.
        self._barren: Path | None = None

    def read(self) -> Picture | None:
        """Return the newest frame; waits for it as long as a frame lasts."""
        if self._capture is None and not self._open():
            return None
        if self._capture is None or not self._grab(self._capture):
            self._lose()
            return None
        good, frame = self._capture.retrieve()
        if not good:
            self._lose()
            return None
        self.lost = False
        if self._place is not None:
            self._nodes.remember(self._place)
            self._place = self._barren = None
        return np.asarray(frame, dtype=np.uint8)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
        self._capture = None

    def _grab(self, capture: cv2.VideoCapture) -> bool:
        # Frames between two looks are thrown away unread; else the driver's buffer would show the past.
        while capture.grab():
            now = self._clock.monotonic()
            if now >= self._due:
                self._due = now + 1 / self._settings.fps - 0.01
                return True
        return False

    def _lose(self) -> None:
        self.close()
        if self._place is not None:
            self._barren, self._place = self._place, None
        self.lost = True
        self._try_at = self._clock.monotonic() + _AGAIN_S

    def _open(self) -> bool:
        if self._clock.monotonic() < self._try_at:
            return False
        for path in sorted(self._nodes.places(), key=lambda place: place == self._barren):
            capture = cv2.VideoCapture(str(path), self._backend)
            if capture.isOpened():
                self._use(capture, path)
                return True
            capture.release()
        self._lose()
        return False

    def _use(self, capture: cv2.VideoCapture, path: Path) -> None:
        for name, value in _wishes(self._settings):
            capture.set(name, value)
        self._capture = capture
        self._place = path
        _log.info("camera %s opened", path)


class FileFrames:
    """The camera's twin: shows the picture in `path`, or plays the video in it once; no file, nothing is shown.

    A file that is replaced is another receipt: between the two, nothing is before the camera for one frame.
    """

    def __init__(self, path: Path) -> None:
        self.lost = False
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._picture: Picture | None = None
        self._video: cv2.VideoCapture | None = None

    def read(self) -> Picture | None:
        mark = self._mark()
        if mark != self._seen:
            self._take(mark)
            return None
        if self._video is not None:
            return self._next()
        return self._picture

    def close(self) -> None:
        if self._video is not None:
            self._video.release()
        self._video = None

    def _mark(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - ten times a second
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _take(self, mark: tuple[int, int, int] | None) -> None:
        self.close()
        self._seen, self._picture = mark, None
        if mark is None:
            return
        try:
            self._picture = load_picture(self._path)
        except OSError:
            self._seen = None
            return
        if self._picture is None:
            self._play()

    def _play(self) -> None:
        video = cv2.VideoCapture(str(self._path))
        if video.isOpened():
            self._video = video
        else:
            _log.warning("%s is neither a picture nor a video", self._path.name)

    def _next(self) -> Picture | None:
        good, frame = self._video.read() if self._video is not None else (False, None)
        if good:
            return np.asarray(frame, dtype=np.uint8)
        self.close()
        return None


def _wishes(settings: CameraScanner) -> tuple[tuple[int, float], ...]:
    return (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, settings.width),
        (cv2.CAP_PROP_FRAME_HEIGHT, settings.height),
        (cv2.CAP_PROP_FPS, settings.fps),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    )
