"""Where a camera is among /dev/video*: its number changes when it is plugged in again while its old node is held."""

from __future__ import annotations

from pathlib import Path

from kiosk.scanners.settings import CameraScanner

DEVICES = Path("/dev")
SYSFS = Path("/sys/class/video4linux")


class VideoNodes:
    """The nodes that may be the camera; with `path` in the settings that one alone (by-id links stay the same)."""

    def __init__(self, settings: CameraScanner, devices: Path = DEVICES, sysfs: Path = SYSFS) -> None:
        self._settings = settings
        self._devices = devices
        self._sysfs = sysfs
        self._known: str | None = None

    def places(self) -> list[Path]:
        """Return the nodes to try, best first: those named as the camera was, the number set, any first node."""
        if self._settings.path is not None:
            return [self._settings.path] if self._settings.path.exists() else []
        set_ = self._devices / f"video{self._settings.index}"
        first = [place for place in sorted(self._devices.glob("video[0-9]*")) if self._is_first(place)]
        same = [place for place in first if self._known is not None and self._name(place) == self._known]
        if same or set_.exists():
            return [*same, *([set_] if set_.exists() and set_ not in same else [])]
        return first if self._known is None else []

    def remember(self, place: Path) -> None:
        """The camera at `place` gave a frame."""
        self._known = self._name(place)

    def _name(self, place: Path) -> str | None:
        return _read(self._sysfs / place.name / "name")

    def _is_first(self, place: Path) -> bool:
        # A webcam shows a second node for its metadata.
        return _read(self._sysfs / place.name / "index") in ("0", None)


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
